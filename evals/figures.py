"""A figure: a metric's value over some questions, with its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Z = 1.96
_RESAMPLES = 2000
_SEED = 20261122
"""Fixed, so that the same answers give the same interval."""


@dataclass(frozen=True)
class Figure:
    """A metric's value with its 95 % interval and the number of scores it was taken over.

    All are not-a-number where there was nothing to take it over.
    """

    name: str
    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.name}: {self.value:.3f} [{self.low:.3f}, {self.high:.3f}] (n={self.count})"


def figure(name: str, scores: Sequence[float], weights: Sequence[float] | None = None) -> Figure:
    """The (weighted) mean of scores between 0 and 1.

    The interval is Wilson's where every score is 0 or 1, else a percentile bootstrap over the scores, that
    is over questions: the statements of one answer stand or fall together, so they are drawn together.
    """
    if not scores:
        return Figure(name, math.nan, math.nan, math.nan, 0)
    if weights is None and all(score in (0.0, 1.0) for score in scores):
        return _wilson(name, scores)
    values = np.asarray(scores, dtype=np.float64)
    weighing = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
    draws = _draws(len(values))
    means = (values * weighing)[draws].sum(axis=1) / weighing[draws].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Figure(name, float(np.average(values, weights=weighing)), float(low), float(high), len(values))


def difference(name: str, first: Sequence[float], second: Sequence[float]) -> Figure:
    """The mean of ``first`` less the mean of ``second``, two groups of different questions; bootstrap interval."""
    if not first or not second:
        return Figure(name, math.nan, math.nan, math.nan, 0)
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    gaps = one[_draws(len(one))].mean(axis=1) - other[_draws(len(other), _SEED + 1)].mean(axis=1)
    low, high = np.percentile(gaps, [2.5, 97.5])
    return Figure(name, float(one.mean() - other.mean()), float(low), float(high), len(one) + len(other))


def _wilson(name: str, scores: Sequence[float]) -> Figure:
    count = len(scores)
    mean = sum(scores) / count
    centre = (mean + _Z * _Z / (2 * count)) / (1 + _Z * _Z / count)
    half = _Z * math.sqrt(mean * (1 - mean) / count + _Z * _Z / (4 * count * count)) / (1 + _Z * _Z / count)
    return Figure(name, mean, max(0.0, centre - half), min(1.0, centre + half), count)


def _draws(count: int, seed: int = _SEED) -> NDArray[np.int64]:
    """Indices drawn with replacement, shape ``(resamples, count)``."""
    return np.random.default_rng(seed).integers(0, count, size=(_RESAMPLES, count))
