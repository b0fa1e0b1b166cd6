"""What an answer says that a key says too: by meaning, sentence for sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.cases.stance import Reading, StanceReader
from assistant.outline import sentences
from corpus.knowledge import Knowledge
from ingest.embedding import Embedder, Vectors
from ingest.norwegian import Analyzer, tokens

_CLAUSES = re.compile(r"(?:,|;|:|\s[–-])\s+|\s+(?=(?:og|men|and|but)\s)")
_LEAST_WORDS = 4
_MOST_UNITS = 120
_SAME_WORDS = 0.07
"""What a full overlap of words adds to the cosine: sentences built alike are near whatever they are about."""
_CONTRADICTS = 0.5
"""Which share of the shorter one's content words makes a sentence that denies and one that affirms opposites."""


@dataclass(frozen=True)
class Wording:
    """A text to compare: its meaning, its content words, and how it puts it."""

    text: str
    vector: NDArray[np.float32]
    terms: frozenset[str]
    reading: Reading


class Comparer:
    """Makes wordings, and tells how alike two are."""

    def __init__(self, knowledge: Knowledge, embedder: Embedder, stances: StanceReader) -> None:
        self._embedder = embedder
        self._stances = stances
        self._analyzer = Analyzer(frozenset(), knowledge.variants)
        self._empty = frozenset(
            self._analyzer.terms(" ".join(line for c in knowledge.stances.values() for _, line in c.words.all()))
        )

    def wordings(self, texts: Sequence[str]) -> tuple[Wording, ...]:
        """One for each text. A leading yes or no is read and left out of the meaning."""
        bare = [self._stances.without_lead(text) for text in texts]
        vectors: Vectors = self._embedder.questions(bare) if bare else np.zeros((0, 1), dtype=np.float32)
        return tuple(
            Wording(text, vector, frozenset(self._analyzer.terms(said)) - self._empty, self._stances.read(text))
            for text, said, vector in zip(texts, bare, vectors, strict=True)
        )

    def alike(self, one: Wording, other: Wording) -> float:
        """The cosine, raised where they share their content words."""
        return float(one.vector @ other.vector) + _SAME_WORDS * _overlap(one, other)

    def nearest(self, one: Wording, others: Sequence[Wording]) -> Wording:
        """The one of ``others`` that is most alike."""
        return max(others, key=lambda other: self.alike(one, other))

    def opposite(self, one: Wording, other: Wording) -> bool:
        """Whether they say yes and no to the same: different leads, or one denies the other's words."""
        if one.reading.leads is not None and other.reading.leads is not None:
            return one.reading.leads is not other.reading.leads
        shared = len(one.terms & other.terms) / max(min(len(one.terms), len(other.terms)), 2)
        return one.reading.denied is not other.reading.denied and shared >= _CONTRADICTS


def _overlap(one: Wording, other: Wording) -> float:
    """How many content words two wordings share, from 0 to 1: the cosine of the two sets."""
    return float(len(one.terms & other.terms) / max(len(one.terms) * len(other.terms), 2) ** 0.5)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of an answer, or a clause of one; ``within`` is then the place of that sentence."""

    text: str
    within: int | None = None


def units(answer: str) -> tuple[Unit, ...]:
    """The sentences of an answer, each followed by its clauses where it says more than one thing."""
    found: list[Unit] = []
    for line in answer.splitlines():
        for sentence in sentences(line):
            place = len(found)
            found.append(Unit(sentence))
            clauses = [clause.strip() for clause in _CLAUSES.split(sentence)]
            if len(clauses) > 1:
                found.extend(Unit(clause, place) for clause in clauses if len(tokens(clause)) >= _LEAST_WORDS)
    return tuple(found[:_MOST_UNITS])
