"""The facts that somebody tells: yes or no to what the vocabulary knows, and the child's age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.ages import AgeReader
from assistant.phrases import Hit, PhraseFinder, phrases_of
from corpus.knowledge import Knowledge

_REACH = 2
"""Words that may stand between a negation and what it denies."""
_WIDEST = 3
"""Words that may tell whose parents are meant («foreldrene til 10-åringen sier nei»)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told: ``values`` maps a fact to ``yes`` or ``no``; ``hits`` are the words that tell it.

    ``age`` is the child's, ``ages`` from and to where only the class tells it.
    """

    values: Mapping[str, str]
    age: int | None
    ages: tuple[int, int] | None
    hits: tuple[Hit, ...]


class FactReader:
    """Reads facts with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        told = [fact for fact in knowledge.facts.values() if fact.kind == "yes_no"]
        self._yes = PhraseFinder({fact.id: phrases_of(fact.yes) for fact in told})
        self._no = PhraseFinder({fact.id: phrases_of(fact.no) for fact in told})
        self._ages = AgeReader(knowledge)
        self._whose = PhraseFinder({"whose": phrases_of(knowledge.frames["whose_parents"].words)})

    def read(self, text: str, words: Sequence[str], cues: Iterable[Hit]) -> Facts:
        """Each fact's value by its longest phrase.

        Where yes and no overlap the longer tells («vil ikke samtykke»), and a «yes» right after a
        negation is a no («uten at foreldrene samtykker»).
        """
        denials = [cue for cue in cues if cue.owner == "not"]
        best: dict[str, tuple[Hit, str]] = {}
        for value, finder in (("no", self._no), ("yes", self._yes)):
            for hit in self._hits(finder, words):
                denied = value == "yes" and any(0 <= hit.start - cue.end < _REACH for cue in denials)
                if hit.owner not in best or hit.length > best[hit.owner][0].length:
                    best[hit.owner] = (hit, "no" if denied else value)
        told = self._ages.read(text, words)
        values = {fact: value for fact, (_, value) in best.items()}
        return Facts(values, told.age, told.span, (*(hit for hit, _ in best.values()), *told.hits))

    def _hits(self, finder: PhraseFinder, words: Sequence[str]) -> Iterable[Hit]:
        for shorter, stood in self._shortened(words):
            for hit in finder.find(shorter):
                yield Hit(hit.owner, stood[hit.start], stood[hit.end - 1] + 1)

    def _shortened(self, words: Sequence[str]) -> Iterable[tuple[list[str], list[int]]]:
        """The words, and the words without what tells whose parents are meant, each with where they stood."""
        yield list(words), list(range(len(words)))
        for start in {hit.end for hit in self._whose.find(words)}:
            for wide in range(1, _WIDEST + 1):
                kept = [place for place in range(len(words)) if not start - 1 <= place < start - 1 + wide]
                yield [words[place] for place in kept], kept
