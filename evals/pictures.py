"""Which plots the report has, and what each shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.models import Language
from evals import plots
from evals.calibration import calibrate
from evals.figures import Figure
from evals.measured import Measured
from evals.questions import QuestionKind
from evals.suite import by, search_figures

_SPREAD = ("must-cite recall", "first citation right", "verdict")
"""The metrics that are shown by audience and language."""


def draw(measured: Measured, folder: Path) -> None:
    """Write every plot of the report into ``folder``."""
    halves = measured.halves
    plots.bars(
        folder / "figures.svg",
        "All figures, with their 95 % intervals",
        {half.name: _shown({m.name: m.figure(half.results) for m in measured.metrics}) for half in halves},
    )
    spread = [measured.metric(name) for name in _SPREAD]
    audiences = ("school", "health", "welfare", "everyone")
    languages = [language.value for language in Language]
    results = measured.results
    plots.bars(
        folder / "audience.svg",
        "By audience",
        {metric.name: by(results, metric, lambda q: q.audience, audiences) for metric in spread},
    )
    plots.bars(
        folder / "language.svg",
        "By language",
        {metric.name: by(results, metric, lambda q: q.language.value, languages) for metric in spread},
    )
    both = measured.metric("first citation and verdict right")
    kinds = by(results, both, lambda q: q.kind.value, [kind.value for kind in QuestionKind])
    plots.bars(folder / "kind.svg", "First citation and verdict right, by kind", {both.name: kinds})
    confidences = [one for half in halves for one in half.confidences]
    plots.calibration(folder / "calibration.svg", calibrate(confidences, measured.limit))
    if all(half.searches for half in halves):
        sources = measured.knowledge.sources
        recalls = {
            half.name: {
                name: search_figures(found, lambda ref: sources[ref.source].is_law)[0]
                for name, found in half.searches.items()
            }
            for half in halves
        }
        plots.bars(folder / "searches.svg", "Must-cite recall among the first four", recalls)


def _shown(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    return {name: found for name, found in figures.items() if found.count}
