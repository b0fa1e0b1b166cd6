"""Sources, the digests of their provisions and findings, and what has replaced what."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from corpus.models.entry import Entry, Id, Language, Line, Phrases, Ref, Status, Text, Verdict
from corpus.refs import ProvisionRef


def _read_list(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(";")) if isinstance(value, str) else value


class Does(StrEnum):
    """What a provision does to those it binds."""

    DUTY = "duty"
    PERMISSION = "permission"
    PROHIBITION = "prohibition"
    RIGHT = "right"
    EXCEPTION = "exception"
    DEFINITION = "definition"
    ORGANISATION = "organisation"


class Kind(StrEnum):
    """What a source is."""

    STATUTE = "statute"
    REGULATION = "regulation"
    GUIDELINE = "guideline"
    SUPERVISION = "supervision"
    REPORT = "report"
    PLAN = "plan"
    WEBINAR = "webinar"


class Source(Entry):
    """A law, regulation, guideline, report or plan.

    ``in_force_from`` is empty for a law that the King has not yet put in force (status ``coming``)
    and for documents. ``in_force_to`` is the last day a repealed rule applied.
    """

    id: Line
    kind: Kind
    title: Line
    short: Text
    aliases: tuple[Line, ...] = ()
    publisher: Line
    url: Line | None = None
    licence: Line | None = None
    language: Language
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    not_in_force: bool = False
    dated: Line | None = None
    note: Text | None = None
    articles: dict[str, Text] = Field(default_factory=dict)
    """Names of conventions or regulations whose articles stand in this act, by the words in
    parentheses after the article's number (empty for an act with one set of articles)."""

    @property
    def is_law(self) -> bool:
        return self.kind in (Kind.STATUTE, Kind.REGULATION)

    def status(self, day: dt.date) -> Status:
        """Whether the source applies on ``day``."""
        if self.in_force_to is not None and day > self.in_force_to:
            return Status.REPEALED
        if self.not_in_force or (self.in_force_from is not None and day < self.in_force_from):
            return Status.COMING
        return Status.IN_FORCE


class WrittenFrom(Entry):
    """Which text a digest was written from: the day of the consolidated text, and the amending
    acts that were read beside it because the consolidated text lags behind them."""

    as_of: dt.date
    amended_by: tuple[Line, ...] = ()


class Review(Entry):
    """Somebody who had not written the entry compared it with the text."""

    by: Line
    date: dt.date
    outcome: Annotated[str, Field(pattern="^(ok|corrected)$")] = "ok"


class SubsectionDigest(Entry):
    """One ledd in our own words, with what triggers it and how fast one must act."""

    nb: Line
    nn: Line | None = None
    en: Line | None = None
    threshold: Text | None = None
    deadline: Text | None = None

    @property
    def text(self) -> Text:
        return Text(nb=self.nb, nn=self.nn, en=self.en)


class Digest(Entry):
    """The project's own words for one provision. Never shown as if it were the law's text.

    ``binds`` and ``towards`` name roles, role groups and recipients of the vocabulary; empty
    ``binds`` means everybody. ``verdict`` is what the provision alone answers to somebody it binds
    and who asks about it. ``changes`` says what is coming or was recently changed.
    """

    ref: Ref
    title: Text
    binds: tuple[Id, ...] = ()
    towards: tuple[Id, ...] = ()
    does: Does
    topics: tuple[Id, ...]
    verdict: Verdict = Verdict.INFORMATIONAL
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    written_from: WrittenFrom
    reviewed: tuple[Review, ...] = ()
    digest: Text
    subsections: dict[int, SubsectionDigest] = Field(default_factory=dict)
    often_misunderstood: Text | None = None
    changes: Text | None = None
    see_also: tuple[Ref, ...] = ()
    asked_as: Phrases = Phrases()

    @model_validator(mode="after")
    def _whole_provision(self) -> Digest:
        if self.ref.subsection is not None:
            raise ValueError("ref must be a whole provision; write each ledd under subsections")
        return self

    def text(self, ref: ProvisionRef) -> Text:
        """The words for ``ref``: the subsection's where it has its own, else the provision's."""
        sub = self.subsections.get(ref.subsection) if ref.subsection else None
        return sub.text if sub else self.digest


class Finding(Entry):
    """What a guideline recommends, a supervisor found, a study measured: one claim, with its place.

    ``measured`` holds only what the source itself says it counted.
    """

    ref: Ref
    title: Text
    kind: Annotated[
        str, Field(pattern="^(survey|finding|recommendation|success_factor|definition|task|figure|plan|legal_summary)$")
    ]
    strength: Line | None = None
    who: Text | None = None
    page: int | None = None
    measured: dict[str, str | int | float] = Field(default_factory=dict)
    topics: tuple[Id, ...] = ()
    digest: Text
    reviewed: tuple[Review, ...] = ()
    see_also: tuple[Ref, ...] = ()
    asked_as: Phrases = Phrases()


class Provenance(Entry):
    """The hash of the text that a digest was written from, so that a later change of the text is seen."""

    ref: Ref
    hash: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    as_of: dt.date


class Replacement(Entry):
    """A provision that no longer applies (or soon will not), and what stands in its place.

    ``since`` is the day the replacement took effect; empty where the new law has no date.
    """

    old: Ref
    now: tuple[Ref, ...] = ()
    since: dt.date | None = None
    kind: Annotated[str, Field(pattern="^(replaced|renumbered|rewritten|repealed|coming)$")]
    evidence: Line
    note: Text
    aliases: tuple[Line, ...] = ()


class SectionList(Entry):
    """Which sections a law has, so that one that does not exist is told from one we have no digest for.

    Numbers only, separated by semicolons; ``repealed`` are those that the law still lists as repealed.
    """

    source: Line
    in_force: Annotated[tuple[str, ...], BeforeValidator(_read_list)] = ()
    repealed: Annotated[tuple[str, ...], BeforeValidator(_read_list)] = ()
