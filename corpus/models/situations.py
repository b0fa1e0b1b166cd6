"""Recurring questions, and the outline of their answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from corpus.models.entry import Cite, Entry, Id, Line, Phrases, Text, Verdict
from corpus.models.law import Review


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


class Turning(TurnsOn):
    """What many situations turn on in the same way, said once and named by them in ``turns_on_also``.

    Its cites are slots where the acts differ, so that the asker's role chooses the act.
    """

    id: Id


class Situation(Entry):
    """A recurring question and the outline of its answer.

    ``roles`` names those who ask it (roles or role groups; ``anyone`` for all), ``towards`` whom the
    information goes to or who asks for it, and ``from`` those of them who give it to the asker instead.
    A cite that starts with ``$`` is resolved by the asker's
    role, so one situation serves all roles that have the same kind of rule in different acts.
    ``turns_on_also`` names turnings that are shared; in what is loaded they stand in ``turns_on``, after its own.
    ``general`` marks the entry that tells whether a rule is there at all: a plain question about the rule gets it
    before entries for one turn of that rule.
    """

    id: Id
    audience: Annotated[str, Field(pattern="^(school|health|welfare|everyone)$")]
    roles: tuple[Id, ...] = Field(min_length=1)
    towards: tuple[Id, ...] = ()
    givers: Annotated[tuple[Id, ...], Field(alias="from")] = ()
    topics: tuple[Id, ...] = Field(min_length=1)
    title: Text
    asked_as: Phrases
    verdict: Verdict
    urgent: bool = False
    general: bool = False
    statements: tuple[Statement, ...] = Field(min_length=1)
    turns_on: tuple[TurnsOn, ...] = ()
    turns_on_also: tuple[Id, ...] = ()
    steps: Phrases = Phrases()
    write_down: Phrases = Phrases()
    not_this: Text | None = None
    see_also: tuple[Id, ...] = ()
    reviewed: tuple[Review, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
