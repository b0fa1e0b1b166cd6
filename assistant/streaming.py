"""An answer in the order it can be shown: what comes first, then each statement, then the whole.

Nothing is given out that is later taken back: a statement comes when it has been verified, with the
citations it rests on, and the whole answer at the end holds the same statements in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, AnswerStatement, Citation, Emergency
from corpus.models import Language, Verdict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Opening(_Part):
    """What the reader is shown first: the verdict, and the emergency where there is one."""

    language: Language
    verdict: Verdict
    urgent: bool
    emergency: Emergency | None


class Said(_Part):
    """A statement with the citations that carry it, numbered as in the whole answer."""

    text: str
    citations: tuple[Citation, ...]


Part = Opening | Said | Answer
"""A piece of a streamed answer; an :class:`Answer` is always the last."""


def parts(answer: Answer) -> Iterator[Part]:
    """A finished answer as the parts it would have been streamed in."""
    yield Opening(language=answer.language, verdict=answer.verdict, urgent=answer.urgent, emergency=answer.emergency)
    by_number = {citation.n: citation for citation in answer.citations}
    for statement in answer.statements:
        yield Said(text=statement.text, citations=tuple(by_number[n] for n in statement.citations))
    yield answer


def so_far(opening: Opening, said: Sequence[Said]) -> Answer:
    """What has been streamed until now in the form of an answer, for pages that show one as it comes."""
    citations = {citation.n: citation for statement in said for citation in statement.citations}
    return Answer(
        language=opening.language,
        verdict=opening.verdict,
        summary=said[0].text if said else "",
        statements=tuple(
            AnswerStatement(text=each.text, citations=tuple(citation.n for citation in each.citations)) for each in said
        ),
        citations=tuple(citations[n] for n in sorted(citations)),
        urgent=opening.urgent,
        emergency=opening.emergency,
    )
