"""Several rankings made into one: reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)

_K = 60
"""How little the first places count above the next; the value of the paper."""


def fused(rankings: Sequence[Sequence[Thing]]) -> list[tuple[Thing, float]]:
    """The things of all rankings with the sum of ``1 / (60 + place)`` over those that they are in, best first.

    Scores of different searches cannot be added, places can. What is equal stands as the first ranking has it.
    """
    scores: dict[Thing, float] = defaultdict(float)
    for ranking in rankings:
        for place, thing in enumerate(ranking, start=1):
            scores[thing] += 1 / (_K + place)
    return sorted(scores.items(), key=lambda pair: -pair[1])
