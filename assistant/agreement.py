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
) -> list[C]:
    """The candidates that share the conclusion with the greatest sum of ``exp(score / temperature)``, best first.

    ``ranked`` holds at least one candidate, best first. The lower the temperature, the more the best alone decides;
    at 0 it does. Of equals the conclusion that stands first is taken.
    """
    groups: dict[Conclusion, list[C]] = defaultdict(list)
    for candidate in ranked:
        groups[concludes(candidate)].append(candidate)
    if temperature <= 0:
        return next(iter(groups.values()))
    best = score(ranked[0])
    return max(groups.values(), key=lambda group: sum(math.exp((score(one) - best) / temperature) for one in group))
