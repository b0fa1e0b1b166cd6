"""The facts that somebody tells: yes or no to what the vocabulary knows, and the child's age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.ages import AgeReader
from assistant.lines import Wording
from assistant.phrases import Hit, PhraseBook, Vocabulary, phrases_of
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


YES, NO, WHOSE = "yes", "no", "whose"
"""The vocabularies of facts that are told, of those that are denied, and of what tells whose parents are meant."""


class FactReader:
    """Reads facts with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        told = [fact for fact in knowledge.facts.values() if fact.kind == "yes_no"]
        told_or_denied: dict[str, Vocabulary] = {
            YES: {fact.id: phrases_of(fact.yes) for fact in told},
            NO: {fact.id: phrases_of(fact.no) for fact in told},
        }
        self._ages = AgeReader(knowledge)
        self._told_or_denied = PhraseBook(told_or_denied)
        self.vocabularies: Mapping[str, Vocabulary] = {
            **told_or_denied,
            WHOSE: {WHOSE: phrases_of(knowledge.frames["whose_parents"].words)},
            **self._ages.vocabularies,
        }

    def read(self, wording: Wording, hits: Mapping[str, Sequence[Hit]], cues: Iterable[Hit]) -> Facts:
        """Each fact's value by its longest phrase.

        Where yes and no overlap the longer tells («vil ikke samtykke»), and a «yes» right after a
        negation is a no («uten at foreldrene samtykker»). ``hits`` holds what was found of the reader's vocabularies.
        """
        denials = [cue for cue in cues if cue.owner == "not"]
        found = {value: list(hits[value]) for value in (NO, YES)}
        for shorter, stood in _shortened(wording.words, hits[WHOSE]):
            for value, more in self._told_or_denied.find(shorter).items():
                found[value] += [Hit(hit.owner, stood[hit.start], stood[hit.end - 1] + 1) for hit in more]
        best: dict[str, tuple[Hit, str]] = {}
        for value in found:
            for hit in found[value]:
                denied = value == YES and any(0 <= hit.start - cue.end < _REACH for cue in denials)
                if hit.owner not in best or hit.length > best[hit.owner][0].length:
                    best[hit.owner] = (hit, NO if denied else value)
        told = self._ages.read(wording, hits)
        values = {fact: value for fact, (_, value) in best.items()}
        return Facts(values, told.age, told.span, (*(hit for hit, _ in best.values()), *told.hits))


def _shortened(words: Sequence[str], whose: Iterable[Hit]) -> Iterable[tuple[list[str], list[int]]]:
    """The words without what tells whose parents are meant, each with where it stood."""
    for start in {hit.end for hit in whose}:
        for wide in range(1, _WIDEST + 1):
            kept = [place for place in range(len(words)) if not start - 1 <= place < start - 1 + wide]
            yield [words[place] for place in kept], kept
