"""Whether a reference cites another matter than its sentence is about.

Careful: a right reference that is called wrong costs more than a wrong one that is passed. So it is told only where
neither the words nor the meaning of the sentence are near the provision, and where it is the only one cited.
Measured by ``python -m evals.routine``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.routine.context import Placed
from assistant.routine.matter import Matter
from corpus.knowledge import Knowledge
from corpus.refs import ProvisionRef

Alike = Callable[[str], Sequence[tuple[ProvisionRef, float]]]
"""All provisions with a digest by their likeness to a sentence (cosine), nearest first."""


@dataclass(frozen=True)
class Limits:
    """From where on a sentence is far from a provision."""

    words: tuple[float, float] = (0.1, 0.15)
    """The most of its words that the provision may have: where the meaning is far, and where it is very far."""
    of_best: float = 0.35
    """The same, as a part of what the best provision has."""
    rank: tuple[int, int] = (60, 200)
    """How many provisions must be nearer in meaning for it to be far, and very far."""
    distance: tuple[float, float] = (0.2, 0.3)
    """How much nearer the nearest must be, in cosine, for it to be far, and very far."""
    least_words: int = 6
    known: float = 0.85
    """The least share of its words that are known at all: a damaged sentence tells nothing."""
    near: float = 0.5
    """The share of the words from which a provision of the same act is suggested in its place."""


class Mismatch:
    """Tells sentences that are about something else than the provision they cite."""

    def __init__(self, knowledge: Knowledge, matter: Matter, alike: Alike, limits: Limits = Limits()) -> None:
        self._knowledge = knowledge
        self._matter = matter
        self._alike = alike
        self._limits = limits

    def is_another_matter(self, placed: Placed, sentence: str) -> bool:
        """Whether the sentence is about something else than the provision."""
        limits, ref, terms = self._limits, placed.ref, placed.terms
        if ref is None or len(terms) < limits.least_words or self._knowledge.digest(ref) is None:
            return False
        if self._matter.known_share(terms) < limits.known:
            return False
        fit = self._matter.fit(terms, ref)
        if fit is None or fit > limits.words[1]:
            return False
        best = max((self._matter.fit(terms, other) or 0.0 for other in self._knowledge.digests), default=0.0)
        if fit >= limits.of_best * best or best < 2 * limits.words[0]:
            return False
        return self._is_far(ref.provision, sentence, very=fit > limits.words[0])

    def nearest(self, placed: Placed) -> ProvisionRef | None:
        """The provision of the same act that may be meant."""
        others = [ref for ref in self._knowledge.digests if placed.ref is not None and ref.source == placed.ref.source]
        fits = sorted(((self._matter.fit(placed.terms, ref) or 0.0, ref) for ref in others), reverse=True)
        return fits[0][1] if fits and fits[0][0] >= self._limits.near else None

    def _is_far(self, ref: ProvisionRef, sentence: str, *, very: bool) -> bool:
        ranked = self._alike(sentence)
        place = next((index for index, (other, _) in enumerate(ranked) if other == ref), None)
        if place is None or place < self._limits.rank[very]:
            return False
        return ranked[0][1] - ranked[place][1] > self._limits.distance[very]
