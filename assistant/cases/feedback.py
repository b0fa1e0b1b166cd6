"""What somebody who answered an exercise is told."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Language, Verdict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseCitation(_Part):
    """A provision that a key rests on, or that an answer named."""

    ref: str
    label: str
    url: str | None = None


class Found(StrEnum):
    """Whether an answer says what a point of the key says."""

    FOUND = "found"
    PARTLY = "partly"
    MISSED = "missed"


class PointFeedback(_Part):
    """A point of the key, whether the answer has it, and the words of the answer that say so."""

    text: str
    found: Found
    credit: float = Field(ge=0, le=1)
    heard: str | None = None
    citations: tuple[CaseCitation, ...]


class WrongFeedback(_Part):
    """Something in the answer that is wrong: the answer's words, and what is right instead."""

    heard: str
    instead: str
    citations: tuple[CaseCitation, ...]


class Agreement(StrEnum):
    """Whether the answer's conclusion is the key's."""

    AGREES = "agrees"
    PARTLY = "partly"
    UNCLEAR = "unclear"
    OPPOSITE = "opposite"


class ProvisionFeedback(_Part):
    """The provisions that the answer names. ``missed`` are those of the key that it does not; ``wrong`` are repealed,
    not in force or not among the law that is known, each with what is to be said of it; ``others`` are in
    force and not part of the key."""

    found: tuple[CaseCitation, ...] = ()
    missed: tuple[CaseCitation, ...] = ()
    wrong: tuple[tuple[CaseCitation, str], ...] = ()
    others: tuple[CaseCitation, ...] = ()


class Feedback(_Part):
    """An answer to one task, compared with the key by meaning. ``score`` is from 0 to 100."""

    case: str
    task: int
    language: Language
    score: int = Field(ge=0, le=100)
    agreement: Agreement
    verdict: Verdict
    conclusion: str
    points: tuple[PointFeedback, ...]
    wrong: tuple[WrongFeedback, ...]
    provisions: ProvisionFeedback
    proposed: bool = False
    summary: str
