"""The joint to LangChain: the search as a retriever and the assistant as a runnable, for chains of one's own.

Example::

    from assistant.chain import ProvisionRetriever, as_runnable

    documents = ProvisionRetriever(assistant=assistant, count=4).invoke("Må jeg melde fra?")
    answer = as_runnable(assistant).invoke({"question": "Må jeg melde fra?", "role": "teacher"})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict, Field

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.labels import label, link
from assistant.question import Question
from assistant.retrieval import Candidate
from corpus.refs import ProvisionRef
from ingest.records import Owner
from ingest.texts import words_at


class ProvisionRetriever(BaseRetriever):
    """Finds the provisions that a question turns on, the act that binds the asker's role first.

    A document is a provision: our digest of it, and the law's own text after it where that is loaded.
    Its metadata has ``ref``, ``label``, ``status`` and ``url``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    count: int = Field(6, ge=1, le=50)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        question = self.assistant.understanding.read(query)
        refs: dict[ProvisionRef, None] = {}
        for candidate in self.assistant.retriever.candidates(question):
            for ref in _provisions(self.assistant, candidate, question):
                refs.setdefault(ref)
        return [_document(self.assistant, ref, question) for ref in list(refs)[: self.count]]


def as_runnable(assistant: Assistant) -> Runnable[str | Mapping[str, Any], Answer]:
    """The assistant as a step of a chain: a question, or ``{"question", "role"?, "history"?}``, to an answer."""

    def ask(given: str | Mapping[str, Any]) -> Answer:
        if isinstance(given, str):
            return assistant.ask(given)
        return assistant.ask(given["question"], given.get("role"), given.get("history", ()))

    return RunnableLambda(ask)


def _provisions(assistant: Assistant, candidate: Candidate, question: Question) -> Iterator[ProvisionRef]:
    """The provisions with a digest that a candidate rests on."""
    if candidate.kind is Owner.PROVISION:
        yield ProvisionRef.parse(candidate.owner)
    elif candidate.kind is Owner.SITUATION:
        situation = assistant.knowledge.situations[candidate.owner]
        for statement in situation.statements:
            for ref in assistant.knowledge.resolve(statement.cites, question.role):
                if assistant.knowledge.digest(ref):
                    yield ref.provision


def _document(assistant: Assistant, ref: ProvisionRef, question: Question) -> Document:
    knowledge = assistant.knowledge
    digest = knowledge.digests[ref]
    text = words_at(assistant.texts.passages(ref)) if assistant.texts else None
    return Document(
        page_content=digest.digest[question.language] + (f"\n\n{text}" if text else ""),
        metadata={
            "ref": str(ref),
            "label": label(knowledge, ref, question.language),
            "status": knowledge.status(ref, assistant.settings.day()).value,
            "url": link(knowledge, ref) or "",
        },
    )
