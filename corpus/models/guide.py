"""The decision guide: questions with options that lead to an outcome."""

from __future__ import annotations

from pydantic import Field

from corpus.models.entry import Entry, Id, Phrases, Text, Verdict
from corpus.models.law import Review
from corpus.models.situations import Condition, Statement


class Turn(Entry):
    """Where an option leads those who have one of ``roles``, in place of its ``next``."""

    roles: tuple[Id, ...] = Field(min_length=1)
    next: Id


class GuideOption(Entry):
    """One answer to a question of the guide.

    ``next`` is the step or the outcome it leads to. ``roles`` and ``not_roles`` say who is offered it
    (roles or groups; everybody where both are empty). ``role`` is what the answer tells of the asker,
    ``means`` which facts it tells (as in :class:`Condition`); a chat in which they are told has
    answered the question. An option without either is never answered by what a chat tells.
    """

    id: Id
    label: Text
    next: Id
    instead: tuple[Turn, ...] = ()
    roles: tuple[Id, ...] = ()
    not_roles: tuple[Id, ...] = ()
    role: Id | None = None
    means: tuple[Condition, ...] = ()


class GuideStep(Entry):
    """One question of the guide, why it is asked, and its options."""

    id: Id
    ask: Text
    why: Text
    options: tuple[GuideOption, ...] = Field(min_length=2)


class GuideOutcome(Entry):
    """Where a path ends: the conclusion, why, what to do, what to write down.

    A cite that starts with ``$`` is resolved by the asker's role, and of what is cited only that is
    shown which binds this role. ``urgent`` puts the emergency numbers first. ``question`` is how one
    would ask the chat for the same; a test holds the two together.
    """

    id: Id
    title: Text
    verdict: Verdict
    urgent: bool = False
    question: Text
    statements: tuple[Statement, ...] = Field(min_length=1)
    steps: Phrases = Phrases()
    write_down: Phrases = Phrases()
    not_this: Text | None = None
    reviewed: tuple[Review, ...] = ()


class Guide(Entry):
    """The whole guide. ``start`` is the first step; steps and outcomes share one set of names."""

    id: Id
    title: Text
    intro: Text
    start: Id
    steps: tuple[GuideStep, ...] = Field(min_length=1)
    outcomes: tuple[GuideOutcome, ...] = Field(min_length=1)
