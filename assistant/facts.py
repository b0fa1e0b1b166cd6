"""The facts that somebody tells: yes or no to what the vocabulary knows, and the child's age."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.phrases import Hit, PhraseFinder, phrases_of
from corpus.knowledge import Knowledge

_AGE = re.compile(
    r"(?<![\d§-])(?P<age>\d{1,2})\s*-?\s*(?:år(?:ing|ig|s|\b)|years?\b|yo\b)"
    r"|\b(?:på|er|is|of|fylt|fylte|fyller|aged?|turned|she's|he's)\s+(?P<bare>\d{1,2})(?![\d.,:/-]*\d)"
    r"(?!\s*(?:%|prosent|percent|min|dag|day|uke|veke|week|måned|månad|mnd|month|time|tim|hour|kr|barn|born|elev|child|pupil))"
    r"|^\W*(?P<reply>\d{1,2})\W*$",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:til|until|till|before|før|innan|turning|blir|turns|fyller|fyl)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
"""Before an age that somebody has not reached yet."""
_REACH = 2
"""Words that may stand between a negation and what it denies."""
_CHILD = 25
"""Ages above this are an adult's and tell nothing about the child or youth the question is about."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told: ``values`` maps a fact to ``yes`` or ``no``; ``hits`` are the words that tell it."""

    values: Mapping[str, str]
    age: int | None
    hits: tuple[Hit, ...]


class FactReader:
    """Reads facts with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        told = [fact for fact in knowledge.facts.values() if fact.kind == "yes_no"]
        self._yes = PhraseFinder({fact.id: phrases_of(fact.yes) for fact in told})
        self._no = PhraseFinder({fact.id: phrases_of(fact.no) for fact in told})
        self._numbers = PhraseFinder({number.id: phrases_of(number.words) for number in knowledge.numbers.values()})

    def read(self, text: str, words: Sequence[str], cues: Iterable[Hit]) -> Facts:
        """Each fact's value by its longest phrase.

        Where yes and no overlap the longer tells («vil ikke samtykke»), and a «yes» right after a
        negation is a no («uten at foreldrene samtykker»).
        """
        denials = [cue for cue in cues if cue.owner == "not"]
        best: dict[str, tuple[Hit, str]] = {}
        for value, finder in (("no", self._no), ("yes", self._yes)):
            for hit in finder.find(words):
                denied = value == "yes" and any(0 <= hit.start - cue.end < _REACH for cue in denials)
                if hit.owner not in best or hit.length > best[hit.owner][0].length:
                    best[hit.owner] = (hit, "no" if denied else value)
        age, ages = self._age(text, words)
        values = {fact: value for fact, (_, value) in best.items()}
        return Facts(values, age, (*(hit for hit, _ in best.values()), *ages))

    def _age(self, text: str, words: Sequence[str]) -> tuple[int | None, tuple[Hit, ...]]:
        matches = sorted(_AGE.finditer(text), key=lambda match: bool(_LATER.search(text[: match.start()])))
        found = [int(next(filter(None, match.groups()))) for match in matches]
        digits = {str(age) for age in found}
        hits = [Hit("age", place, place + 1) for place, word in enumerate(words) if word in digits]
        if not found:
            hits = self._numbers.find(words)
            found = [int(hit.owner.removeprefix("n")) for hit in hits]
        return next((age for age in found if age <= _CHILD), None), tuple(hits)
