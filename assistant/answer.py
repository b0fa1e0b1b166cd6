"""The answer, as every way to reach the assistant gives it: the JSON contract of the project."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Language, Status, Verdict


class NoticeKind(StrEnum):
    """What the reader is told beside the answer."""

    REPEALED = "repealed"
    COMING = "coming"
    AMENDED = "amended"
    NOT_LOADED = "not_loaded"
    ASSUMED_ROLE = "assumed_role"
    MASKED = "masked"
    ENGINE = "engine"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(_Part):
    """A provision or a place in a document that statements rest on.

    ``digest`` is the project's own words, ``quote`` the source's text where it is loaded;
    ``as_of`` is the day of the text that the digest was written from.
    """

    n: int
    source: str
    section: str
    subsection: int | None = None
    label: str
    title: str
    url: str | None = None
    status: Status
    as_of: dt.date | None = None
    digest: str | None = None
    quote: str | None = None
    page: int | None = None


class AnswerStatement(_Part):
    """One sentence of the answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


class Notice(_Part):
    kind: NoticeKind
    text: str


class EmergencyContact(_Part):
    name: str
    number: str | None
    when: str


class Emergency(_Part):
    """What to do first when somebody may be in danger now."""

    text: str
    contacts: tuple[EmergencyContact, ...]


class GuideLink(_Part):
    """Where the decision guide goes on from what was told.

    ``answers`` are those from its first question on that the conversation has answered, ``step`` is the
    question after them, and ``known`` the answers it gives to later questions, by step.
    """

    answers: tuple[str, ...]
    step: str
    known: dict[str, str] = {}


class Answer(_Part):
    """A grounded answer. ``text`` is the whole of it as Markdown with [1] marks."""

    language: Language
    verdict: Verdict
    summary: str
    statements: tuple[AnswerStatement, ...] = ()
    citations: tuple[Citation, ...] = ()
    follow_up: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    urgent: bool = False
    emergency: Emergency | None = None
    abstained: bool = False
    masked: int = 0
    engine: str = "structured"
    guide: GuideLink | None = Field(None, description="Where the decision guide goes on, when a fact is missing")
    text: str = Field("", description="The whole answer as Markdown with [1] marks")
