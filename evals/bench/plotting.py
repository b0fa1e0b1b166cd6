"""The benchmark's plots, as SVG that is the same for the same figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.errors import ModelError
from evals.bench.measured import Plot

_COLOURS = ("#1b6ca8", "#c4622d")
_MARKS = ("o-", "s--")


def draw(plot: Plot, path: Path) -> None:
    """Lines where ``x`` holds numbers, else bars with their values.

    Raises :class:`ModelError` where matplotlib is not installed.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise ModelError("The plots need the package matplotlib: pip install '.[evals]'") from error
    matplotlib.use("Agg")
    matplotlib.rcParams.update({"svg.hashsalt": "pliktkompass", "svg.fonttype": "none", "font.size": 9})
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 3.2), layout="constrained")
    if isinstance(plot.x[0], str):
        (values,) = plot.lines.values()
        axes.bar_label(axes.bar([str(x) for x in plot.x], values, 0.5, color=_COLOURS[0]), fmt="%.2f")
        axes.set_ylim(0, max(values) * 1.15)
    else:
        _lines(axes, plot)
    axes.set(title=plot.title, xlabel=plot.x_label, ylabel=plot.y_label)
    axes.grid(axis="y", alpha=0.3)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")


def _lines(axes: Any, plot: Plot) -> None:
    for place, (name, values) in enumerate(plot.lines.items()):
        axes.plot(plot.x, values, _MARKS[place % 2], label=name, color=_COLOURS[place % 2])
    if plot.logarithmic:
        axes.set_xscale("log")
        axes.set_yscale("log")
    axes.set_xticks(plot.x, [f"{x:,.0f}" for x in plot.x])
    axes.minorticks_off()
    axes.legend(frameon=False)
