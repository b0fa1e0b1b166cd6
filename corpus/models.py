"""What the assistant knows, as typed values. One class for each kind of entry in the YAML files.

All are frozen and refuse unknown fields, so that a misspelt field is an error with a name and not
a rule that is silently lost.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

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

    def all(self) -> tuple[tuple[Language, str], ...]:
        return tuple((language, line) for language in Language for line in getattr(self, language.value))


# --- sources and provisions -------------------------------------------------------------------


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
    overrides_confidentiality: bool = False
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


# --- situations ----------------------------------------------------------------------------------


class Condition(Entry):
    """A fact and the value it must have: ``{fact: consent, is: yes}``, ``{fact: age, is: 12-15}``.

    ``is`` for a yes/no fact is ``yes`` or ``no``; for an age a range (``<12``, ``12-15``, ``>=16``);
    for ``role``, ``recipient`` or ``topic`` an id (or several).
    """

    fact: Id
    value: Annotated[
        tuple[str, ...],
        BeforeValidator(
            lambda v: v if isinstance(v, tuple) else tuple(_plain(x) for x in (v if isinstance(v, list) else [v]))
        ),
        Field(alias="is"),
    ]

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _plain(value: Any) -> str:
    """YAML reads ``yes`` and ``12`` as other types than text."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


class Statement(Entry):
    """One sentence of an answer: one claim, with the provisions that carry it.

    ``only_if`` (all must hold) and ``not_if`` (none may hold) say on which facts it is given.
    """

    nb: Line
    nn: Line | None = None
    en: Line | None = None
    cites: tuple[Cite, ...] = Field(min_length=1)
    only_if: tuple[Condition, ...] = ()
    not_if: tuple[Condition, ...] = ()

    @property
    def text(self) -> Text:
        return Text(nb=self.nb, nn=self.nn, en=self.en)


class Branch(Entry):
    """What changes when a fact is known: the verdict, and statements that then lead the answer."""

    verdict: Verdict | None = None
    statements: tuple[Statement, ...] = ()


class TurnsOn(Entry):
    """A fact that the answer turns on, how to ask for it, and what each value changes.

    ``if`` maps a value (as in :class:`Condition`) to its branch. ``decisive`` means that the
    verdict is ``depends`` while the fact is unknown.
    """

    fact: Id
    ask: Text
    decisive: bool = False
    branches: Annotated[
        dict[str, Branch],
        BeforeValidator(lambda v: {_plain(key): value for key, value in v.items()} if isinstance(v, dict) else v),
        Field(alias="if", min_length=1),
    ]

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Situation(Entry):
    """A recurring question and the outline of its answer.

    ``roles`` names those who ask it (roles or role groups; ``anyone`` for all), ``towards`` whom the
    information goes to or who asks for it. A cite that starts with ``$`` is resolved by the asker's
    role, so one situation serves all roles that have the same kind of rule in different acts.
    """

    id: Id
    audience: Annotated[str, Field(pattern="^(school|health|welfare|everyone)$")]
    roles: tuple[Id, ...] = Field(min_length=1)
    towards: tuple[Id, ...] = ()
    topics: tuple[Id, ...] = Field(min_length=1)
    title: Text
    asked_as: Phrases
    verdict: Verdict
    urgent: bool = False
    statements: tuple[Statement, ...] = Field(min_length=1)
    turns_on: tuple[TurnsOn, ...] = ()
    steps: Phrases = Phrases()
    write_down: Phrases = Phrases()
    not_this: Text | None = None
    see_also: tuple[Id, ...] = ()
    reviewed: tuple[Review, ...] = ()


# --- vocabulary ------------------------------------------------------------------------------------


class Role(Entry):
    """Somebody who asks, and which provision each general rule has for them.

    ``groups`` are the wider roles this one is also (a health nurse is ``health_personnel``);
    ``rules`` maps a slot such as ``report_child_welfare`` to the provisions that hold for this role,
    and is inherited from the groups where it is not given.
    """

    id: Id
    name: Text
    audience: Annotated[str, Field(pattern="^(school|health|welfare|everyone)$")]
    groups: tuple[Id, ...] = ()
    words: Phrases = Phrases()
    rules: dict[str, tuple[Ref, ...]] = Field(default_factory=dict)
    choosable: bool = True
    spoken_of: bool = False
    """Whether people more often speak of this role than as it, so that only «jeg er …» tells that it is the asker's."""
    note: Text | None = None


class Concept(Entry):
    """A recipient, topic, fact, kind of information or danger sign, and the words people use for it.

    Words are matched as whole words after Norwegian analysis; a word with ``*`` at its end matches
    any ending, with ``*`` at its start any beginning (compounds).
    """

    id: Id
    name: Text
    words: Phrases = Phrases()
    implies: tuple[Id, ...] = ()
    staff: Id | None = None
    """For a service: the role of those who work there. Who speaks of a service often speaks from it."""


class FactWords(Entry):
    """A fact that answers turn on, how it is asked for, and the phrases that tell its value."""

    id: Id
    name: Text
    ask: Text
    kind: Annotated[str, Field(pattern="^(yes_no|age)$")] = "yes_no"
    yes: Phrases = Phrases()
    no: Phrases = Phrases()


class Talk(Entry):
    """Something people say to an assistant that is no question of law.

    ``reply`` answers it; ``again`` answers the question before it in another way: only the conclusion
    (``simpler``) or where each part is written (``sources``).
    """

    id: Id
    words: Phrases
    reply: Text | None = None
    again: Annotated[str, Field(pattern="^(simpler|sources)$")] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Talk:
        if (self.reply is None) == (self.again is None):
            raise ValueError("give either reply or again")
        return self


class Term(Entry):
    """A word that staff stumble over, in two plain sentences, with its source."""

    id: Id
    term: Text
    also: Phrases = Phrases()
    explanation: Text
    cites: tuple[Ref, ...] = Field(min_length=1)
    reviewed: tuple[Review, ...] = ()


class Contact(Entry):
    """Whom to call, in which order, and for what."""

    id: Id
    name: Text
    number: Line | None = None
    when: Text


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
