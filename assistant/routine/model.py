"""What the routine check finds: every reference with its place and state, and sentences for a human to read."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from corpus.models import Language


class State(StrEnum):
    """How a reference stands today."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    RENUMBERED = "renumbered"
    COMING = "coming"
    UNKNOWN = "unknown"
    MISMATCH = "mismatch"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CheckedReference(_Part):
    """A reference as it stands in the document.

    ``ref`` is the provision, or a law where no section is named; nothing where neither is known. ``page``
    counts from 1 and is empty for formats without pages; ``line`` counts in the page, or else in the document
    (paragraphs for Word and HTML); ``offset`` is the place in the text that was read. ``exists`` is false for a
    section that the law does not have, and empty where that cannot be known. ``replaced_by`` and
    ``replaced_by_labels`` are the same provisions, as addresses and as people write them.
    """

    text: str
    ref: str | None
    label: str
    status: State
    replaced_by: tuple[str, ...] = ()
    replaced_by_labels: tuple[str, ...] = ()
    exists: bool | None = True
    page: int | None = None
    line: int
    offset: int
    sentence: str
    note: str = ""
    url: str | None = None


class CheckedStatement(_Part):
    """A sentence that states something the provision it cites does not carry, as far as a program can tell.

    ``reasons`` are kinds (``number``, ``deadline``, ``modality``, ``negation``); ``note`` says it in words.
    """

    sentence: str
    refs: tuple[str, ...]
    labels: tuple[str, ...]
    reasons: tuple[str, ...]
    note: str
    page: int | None = None
    line: int
    offset: int


class Report(_Part):
    """The check of one document. ``as_of`` is the day whose law it was checked against."""

    file: str
    language: Language
    as_of: dt.date
    references: tuple[CheckedReference, ...]
    statements: tuple[CheckedStatement, ...]
    warnings: tuple[str, ...] = ()

    def count(self, *states: State) -> int:
        """How many references stand so."""
        return sum(reference.status in states for reference in self.references)
