"""Is abstention calibrated: do scores tell questions inside the field from those outside, and right from wrong?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.figures import Figure, figure
from evals.questions import QuestionKind
from evals.suite import Confidence

_BINS = 6


@dataclass(frozen=True)
class Threshold:
    """What would happen with a limit under which the assistant abstains: shares of the questions it abstains on."""

    limit: float
    outside_abstained: float
    inside_abstained: float


@dataclass(frozen=True)
class Calibration:
    """``separation`` is the chance that a question inside the field scores higher than one outside (the area under
    the ROC curve). ``bins`` hold, from the lowest scores to the highest, their mean score and the share whose first
    citation is right. ``limit`` is the one in use."""

    limit: float
    separation: float
    thresholds: tuple[Threshold, ...]
    bins: tuple[tuple[float, Figure], ...]


def calibrate(confidences: Sequence[Confidence], limit: float) -> Calibration:
    """The calibration of some answers. An injection is neither inside nor outside and is left out."""
    outside = np.array([c.score for c in confidences if c.question.kind is QuestionKind.OUT_OF_SCOPE])
    inside = [c for c in confidences if c.question.kind not in (QuestionKind.OUT_OF_SCOPE, QuestionKind.INJECTION)]
    scores = np.array([c.score for c in inside])
    wins = (scores[:, None] > outside[None, :]) + 0.5 * (scores[:, None] == outside[None, :])
    finite = scores[np.isfinite(scores)]
    limits = np.linspace(0.0, float(np.quantile(finite, 0.9)), 60)
    ordered = sorted((c for c in inside if np.isfinite(c.score)), key=lambda c: c.score)
    bins = []
    for part in np.array_split(np.arange(len(ordered)), _BINS):
        some = [ordered[i] for i in part]
        bins.append((float(np.mean([c.score for c in some])), figure("right", [float(c.right) for c in some])))
    return Calibration(
        limit,
        float(wins.mean()) if wins.size else float("nan"),
        tuple(Threshold(float(x), float((outside < x).mean()), float((scores < x).mean())) for x in limits),
        tuple(bins),
    )
