"""What an assessment note holds. What the person must decide and write is not in it: the sheet has blanks for that."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from assistant.answer import AnswerStatement
from corpus.models import Language, Status, Verdict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Part):
    """Something that was told: what it is about, and what was said."""

    name: str
    value: str


class Rule(_Part):
    """A provision that was considered. ``n`` is its mark in the assessment; ``as_of`` the day of the text that
    our words for it were written from."""

    n: int
    label: str
    title: str
    status: Status
    as_of: dt.date | None
    url: str | None


class Note(_Part):
    """A draft of an assessment note, in ``language``, with the law as it is on ``day``.

    ``question`` is masked: names and numbers that identify somebody are gone (``masked`` says how many
    places). ``assessment`` are the statements with the numbers of their rules, the conclusion first.
    ``remaining`` is what is left to do, ``unknown`` what must be known to assess it surely.
    """

    language: Language
    day: dt.date
    role: str | None
    question: str
    facts: tuple[Fact, ...]
    verdict: Verdict
    conclusion: str
    urgent: bool
    assessment: tuple[AnswerStatement, ...]
    rules: tuple[Rule, ...]
    remaining: tuple[str, ...]
    unknown: tuple[str, ...]
    notices: tuple[str, ...]
    masked: int
