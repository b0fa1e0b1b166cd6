"""Chooses between candidates that score nearly alike: by what most of them conclude.

The best single candidate is often a narrow entry that happens to share the question's words. Where its
neighbours agree on another conclusion from another provision, they are right more often than it is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from corpus.models import Verdict
from corpus.refs import ProvisionRef

C = TypeVar("C")


class Conclusion(NamedTuple):
    """What an answer made of a candidate would say first, and rest on."""

    verdict: Verdict
    provision: ProvisionRef | None


def most_agreed(
    ranked: Sequence[C], score: Callable[[C], float], concludes: Callable[[C], Conclusion], temperature: float
) -> Conclusion:
    """The conclusion with the greatest sum of ``exp(score / temperature)`` over the candidates that share it.

    ``ranked`` holds at least one candidate, best first. The lower the temperature, the more the best alone decides;
    at 0 it does. Of equals the one that stands first is taken.
    """
    if temperature <= 0:
        return concludes(ranked[0])
    best = score(ranked[0])
    sums: dict[Conclusion, float] = defaultdict(float)
    for candidate in ranked:
        sums[concludes(candidate)] += math.exp((score(candidate) - best) / temperature)
    return max(sums, key=lambda conclusion: sums[conclusion])
