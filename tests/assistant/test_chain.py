from __future__ import annotations

from langchain_core.runnables import RunnableLambda

from assistant import Answer, Assistant
from assistant.chain import ProvisionRetriever, as_runnable


def test_the_retriever_gives_documents_that_say_what_they_are(assistant: Assistant) -> None:
    documents = ProvisionRetriever(assistant=assistant, count=3).invoke(
        "Jeg er helsesykepleier og tror et barn blir slått. Må jeg melde fra til barnevernet?"
    )
    assert len(documents) == 3
    assert documents[0].metadata["ref"] == "lov/1999-07-02-64#33"
    assert all(document.metadata["status"] == "in_force" and document.page_content for document in documents)


def test_the_assistant_is_a_step_of_a_chain(assistant: Assistant) -> None:
    chain = as_runnable(assistant) | RunnableLambda(lambda answer: answer.verdict.value)
    question = "Jeg tror en elev blir slått hjemme. Må jeg melde fra?"
    assert chain.invoke({"question": question, "role": "teacher"}) == "must_report"
    assert isinstance(as_runnable(assistant).invoke(question), Answer)
