"""What all entries are made of: their base, the words in each language, references, verdicts.

All are frozen and refuse unknown fields, so that a misspelt field is an error with a name and not
a rule that is silently lost.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from corpus.refs import ProvisionRef


class Language(StrEnum):
    """The languages people ask and are answered in."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class Verdict(StrEnum):
    """The answer to what was asked, on the facts told. The design page says when each applies."""

    MAY_SHARE = "may_share"
    MUST_NOT_SHARE = "must_not_share"
    MUST_REPORT = "must_report"
    MUST_AVERT = "must_avert"
    MUST_COOPERATE = "must_cooperate"
    RIGHT = "right"
    NO_DUTY = "no_duty"
    DEPENDS = "depends"
    INFORMATIONAL = "informational"
    NOT_COVERED = "not_covered"


class Status(StrEnum):
    """Whether a rule applies on a given day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    REPEALED = "repealed"


def _read_ref(value: Any) -> Any:
    return ProvisionRef.parse(value) if isinstance(value, str) else value


Ref = Annotated[ProvisionRef, BeforeValidator(_read_ref), PlainSerializer(str)]
Slot = Annotated[str, Field(pattern=r"^\$[a-z_]+$")]
"""A rule that every role has its own provision for, such as ``$report_child_welfare``; see :class:`Role`."""


def _read_cite(value: Any) -> Any:
    return _read_ref(value) if isinstance(value, str) and not value.startswith("$") else value


Cite = Annotated[ProvisionRef | Slot, BeforeValidator(_read_cite), PlainSerializer(str)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9æøå]+(?:[-_][a-z0-9æøå]+)*$")]
Line = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """Base of all entries."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Text(Entry):
    """The same words in the languages they are written in. Bokmål is always there."""

    nb: Line
    nn: Line | None = None
    en: Line | None = None

    def __getitem__(self, language: Language) -> str:
        """The words in ``language``, or in bokmål where they are not written in it."""
        return getattr(self, language.value) or self.nb

    def has(self, language: Language) -> bool:
        return getattr(self, language.value) is not None


class Phrases(Entry):
    """Several lines in each language: example questions, steps, words."""

    nb: tuple[Line, ...] = ()
    nn: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        lines: tuple[str, ...] = getattr(self, language.value)
        return lines or self.nb

    def words(self) -> frozenset[str]:
        """The lines of all languages together."""
        return frozenset(line for _, line in self.all())

    def all(self) -> tuple[tuple[Language, str], ...]:
        return tuple((language, line) for language in Language for line in getattr(self, language.value))
