"""The report's plots, as SVG that is the same for the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import ModelError
from evals.calibration import Calibration
from evals.figures import Figure

_COLOURS = ("#1b6ca8", "#c4622d", "#5b8c3e", "#7a4f9a")
"""Told apart by their lightness too, and every bar is labelled."""


def bars(path: Path, title: str, groups: Mapping[str, Mapping[str, Figure]]) -> None:
    """Bars with intervals: ``groups`` maps a series (its name in the legend) to its bars by label."""
    plt = _pyplot()
    labels = list(dict.fromkeys(label for series in groups.values() for label in series))
    tall = max(2.2, 0.24 * len(labels) * len(groups) + 1.2)
    figure, axes = plt.subplots(figsize=(8, tall), layout="constrained")
    height = 0.8 / len(groups)
    for place, (name, series) in enumerate(groups.items()):
        rows = [row + place * height for row, label in enumerate(labels) if label in series]
        shown = [series[label] for label in labels if label in series]
        low = [max(0.0, f.value - f.low) for f in shown]
        high = [max(0.0, f.high - f.value) for f in shown]
        colour = _COLOURS[place % len(_COLOURS)]
        axes.barh(rows, [f.value for f in shown], height, xerr=[low, high], label=name, color=colour, ecolor="#444")
    axes.set_yticks([row + 0.4 - height / 2 for row in range(len(labels))], labels)
    axes.set_ylim(len(labels) - 0.5 + height / 2, -0.5)
    axes.set_xlim(0, 1.02)
    axes.grid(axis="x", alpha=0.3)
    axes.set_title(title)
    if len(groups) > 1:
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.35 / tall), ncols=len(groups), frameon=False)
    _save(figure, path)


def calibration(path: Path, found: Calibration) -> None:
    """What each limit would abstain on, and how often answers are right at each score."""
    plt = _pyplot()
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    limits = [t.limit for t in found.thresholds]
    left.plot(limits, [t.outside_abstained for t in found.thresholds], color=_COLOURS[0], label="outside the field")
    left.plot(limits, [t.inside_abstained for t in found.thresholds], "--", color=_COLOURS[1], label="inside the field")
    left.axvline(found.limit, color="#444", linewidth=0.8, label="limit in use")
    left.set(xlabel="limit", ylabel="share abstained on", title="What a limit would abstain on")
    left.legend(frameon=False)
    scores, figures = [score for score, _ in found.bins], [one for _, one in found.bins]
    spread = [[f.value - f.low for f in figures], [f.high - f.value for f in figures]]
    right.errorbar(scores, [f.value for f in figures], yerr=spread, fmt="o-", color=_COLOURS[0])
    right.set(xlabel="score of the best candidate", ylabel="first citation right", title="Right answers by score")
    for axes in (left, right):
        axes.set_ylim(-0.02, 1.02)
        axes.grid(alpha=0.3)
    _save(figure, path)


def _pyplot() -> Any:
    try:
        import matplotlib
    except ImportError as error:
        raise ModelError("The report's plots need the package matplotlib: pip install '.[evals]'") from error
    matplotlib.use("Agg")
    matplotlib.rcParams.update({"svg.hashsalt": "pliktkompass", "svg.fonttype": "none", "font.size": 9})
    import matplotlib.pyplot as plt

    return plt


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    _pyplot().close(figure)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")
