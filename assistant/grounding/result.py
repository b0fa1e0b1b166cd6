"""What the guard is given and what it finds."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Outcome(StrEnum):
    """How a sentence stands to the text it rests on. Only ``supported`` is shown to an asker."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    NOT_FOUND = "not_found"


class ReasonKind(StrEnum):
    """Why a sentence is not supported."""

    NO_SOURCE = "no_source"
    REFERENCE = "reference"
    NUMBER = "number"
    DEADLINE = "deadline"
    PARTY = "party"
    MODALITY = "modality"
    NEGATION = "negation"
    ALTERED = "altered"
    QUOTATION = "quotation"
    CONDITION = "condition"
    EXCEPTION = "exception"
    ABSOLUTE = "absolute"
    MIXED = "mixed"
    UNLIKE = "unlike"
    JUDGED = "judged"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(_Part):
    """One finding: its kind, and the words of the sentence that it is about."""

    kind: ReasonKind
    detail: str = ""


class SourceText(_Part):
    """A source that a sentence is said to rest on. Without ``text`` what is known under ``ref`` is read."""

    ref: str = Field(max_length=500)
    text: str | None = Field(None, max_length=400_000)


class Verification(_Part):
    """The outcome for one sentence, with the reasons for one that is not wholly supported."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the sentence may be shown."""
        return self.outcome is Outcome.SUPPORTED
