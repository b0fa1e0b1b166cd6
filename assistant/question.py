"""What was asked and told, understood: the value that the rest of the assistant works on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.framing import UNFRAMED, Framing
from corpus.models import Condition, Language
from corpus.refs import ProvisionRef

BEYOND = "beyond"
"""The cue of words that belong to matters outside the field."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference to law that the asker wrote. ``ref`` is what it names; ``written`` is how.

    ``formerly`` is the same number in the act that bore the name before, where that was replaced.
    """

    written: str
    ref: ProvisionRef
    formerly: ProvisionRef | None = None


@dataclass(frozen=True)
class Question:
    """A question after masking.

    ``text`` holds no names or numbers that identify anybody. ``role`` is the asker's, from the
    setting or from what she wrote (``role_is_told``). ``sought`` is what to search by where that is not ``text``;
    ``rules`` are the kinds of rule (slots such as ``report_child_welfare``) that it asks about.
    ``services`` are those recipients that are not
    only spoken to or with. ``facts`` maps a yes/no fact to ``yes`` or ``no``; ``age`` is the child's in
    years, ``ages`` from and to where only the class tells it.
    ``asks`` holds the cues of how the question is meant (``may``, ``must``, ``definition``,
    ``finding``); ``documents`` the documents it names, and ``terms`` the terms of the glossary whose
    meaning it asks for. ``signs`` are the phrases of danger that it uses, ``not_now`` whether words tell that
    it is over, invented or a matter of routine, and ``dangers`` is empty unless danger seems to be now. ``latest``
    is what was said last, where ``text`` also holds the question before it. ``talk`` names a greeting or the
    like where that is all there is; ``before`` is the question it came after.
    ``leaning`` is the question together with the one before it, where it may or may not lean on that one.
    ``framing`` is how the question is put, by which the answer opens.
    ``reply`` is ``yes`` or ``no`` where that is all there is: the answer to what was asked back.
    ``only_orders`` tells that it gives the assistant orders and asks nothing.
    """

    text: str
    language: Language
    sought: str | None = None
    role: str | None = None
    role_is_told: bool = False
    recipients: frozenset[str] = frozenset()
    givers: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    information: frozenset[str] = frozenset()
    facts: Mapping[str, str] = field(default_factory=dict)
    age: int | None = None
    ages: tuple[int, int] | None = None
    asks: frozenset[str] = frozenset()
    dangers: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    not_now: bool = False
    mentions: tuple[Mention, ...] = ()
    documents: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    masked: int = 0
    talk: str | None = None
    latest: str | None = None
    reply: str | None = None
    only_orders: bool = False
    framing: Framing = UNFRAMED
    before: Question | None = None
    leaning: Question | None = None

    def holds(self, condition: Condition, role_chain: tuple[str, ...] = ()) -> bool | None:
        """Whether a condition holds on what was told; ``None`` where that is not known."""
        if condition.fact == "age":
            return self.has_age(condition.value)
        if condition.fact == "role":
            return None if self.role is None else any(value in role_chain for value in condition.value)
        if condition.fact == "recipient":
            return bool(self.recipients & set(condition.value)) if self.recipients else None
        if condition.fact == "topic":
            return bool(self.topics & set(condition.value)) if self.topics else None
        told = self.facts.get(condition.fact)
        return None if told is None else told in condition.value

    def has_age(self, ranges: Iterable[str]) -> bool | None:
        """Whether the child's age is in one of the ranges; ``None`` where what is told does not say."""
        if self.age is not None:
            return any(in_range(self.age, written) for written in ranges)
        if self.ages is None:
            return None
        wanted = tuple(ranges)
        fits = {any(in_range(age, written) for written in wanted) for age in range(self.ages[0], self.ages[1] + 1)}
        return fits.pop() if len(fits) == 1 else None


def in_range(age: int, written: str) -> bool:
    """Whether an age is in ``<12``, ``<=15``, ``12-15``, ``>=16``, ``>15`` or is just ``14``."""
    for sign, fits in (("<=", age.__le__), (">=", age.__ge__), ("<", age.__lt__), (">", age.__gt__)):
        if written.startswith(sign):
            return bool(fits(int(written.removeprefix(sign))))
    low, dash, high = written.partition("-")
    return int(low) <= age <= int(high) if dash else age == int(low)
