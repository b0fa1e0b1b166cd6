"""An answer with a model's words in it, part by part. Whatever the model does, an answer comes out."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Answer, AnswerStatement, Notice, NoticeKind
from assistant.llm.failing import Failure
from assistant.llm.weaving import Weaver, Woven
from assistant.question import Question
from assistant.streaming import Opening, Part, Said
from assistant.texts import words
from assistant.writing import markdown


def worded(weaver: Weaver, question: Question, answer: Answer) -> Iterator[Part]:
    """The parts of ``answer`` worded by the model: its conclusion first, then what the model wrote and the guard let
    through, then those of its statements whose sources the model left out. The whole answer comes last.
    """
    yield Opening(language=answer.language, verdict=answer.verdict, urgent=answer.urgent, emergency=answer.emergency)
    by_number = {citation.n: citation for citation in answer.citations}

    def said(statement: AnswerStatement) -> Said:
        return Said(text=statement.text, citations=tuple(by_number[n] for n in statement.citations))

    first, rest = answer.statements[:1], answer.statements[1:]
    for statement in first:
        yield said(statement)
    told = Woven()
    for statement in weaver.weave(question, answer, told):
        yield said(statement)
    covered = {n for statement in told.shown for n in statement.citations}
    left = tuple(s for s in rest if not told.shown or not covered.issuperset(s.citations))
    for statement in left:
        yield said(statement)
    yield _whole(weaver, answer, (*first, *told.shown, *left), told)


def _whole(weaver: Weaver, answer: Answer, statements: tuple[AnswerStatement, ...], told: Woven) -> Answer:
    own = words(answer.language)
    beside: list[str] = []
    if told.shown:
        beside.append(own.notices.engine.format(model=weaver.where.name, host=weaver.where.host))
        if told.dropped:
            beside.append(own.notices.engine_dropped.format(count=told.dropped))
        if told.failure:
            beside.append(own.notices.engine_stopped.format(reason=own.engine_failures[told.failure.value]))
    else:
        failure = told.failure or Failure.UNPROVEN
        beside.append(own.notices.engine_away.format(reason=own.engine_failures[failure.value]))
    notices = (*answer.notices, *(Notice(kind=NoticeKind.ENGINE, text=text) for text in beside))
    changed = answer.model_copy(
        update={
            "statements": statements,
            "notices": notices,
            "engine": weaver.name if told.shown else answer.engine,
        }
    )
    return changed.model_copy(update={"text": markdown(changed, _mistake(answer))})


def _mistake(answer: Answer) -> str | None:
    """The misunderstanding that the answer's text warns of, which is no field of its own."""
    marker = f"**{words(answer.language).sections.mistake}:** "
    return next((p.removeprefix(marker) for p in answer.text.split("\n\n") if p.startswith(marker)), None)
