"""What CI holds us to: the figures over every second question may not fall below the committed ones' intervals."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.errors import CorpusError
from evals.figures import Figure
from evals.metrics import Metric
from evals.questions import EvalQuestion
from evals.running import Result

FILE = Path(__file__).parent / "report" / "figures.json"


def quick(questions: Sequence[EvalQuestion]) -> tuple[EvalQuestion, ...]:
    """Every second question of each kind."""
    seen: dict[str, int] = {}
    kept = []
    for question in questions:
        seen[question.kind] = seen.get(question.kind, 0) + 1
        if seen[question.kind] % 2:
            kept.append(question)
    return tuple(kept)


def gate_figures(metrics: Sequence[Metric], results: Sequence[Result]) -> dict[str, Figure]:
    """The figures that are committed, by name; those without a score are left out."""
    found = {metric.name: metric.figure(results) for metric in metrics}
    return {name: figure for name, figure in found.items() if figure.count}


def fallen(metrics: Sequence[Metric], committed: Mapping[str, Figure], now: Mapping[str, Figure]) -> list[str]:
    """What has become worse than the committed figure's interval allows, one line for each."""
    lines = []
    for metric in metrics:
        before, after = committed.get(metric.name), now.get(metric.name)
        if before is None or after is None:
            continue
        worse = after.value > before.high if metric.lower_is_better else after.value < before.low
        if worse:
            lines.append(
                f"{metric.name} was {before.value:.3f} [{before.low:.3f}, {before.high:.3f}], is {after.value:.3f}"
            )
    return lines


def write_figures(path: Path, groups: Mapping[str, Mapping[str, Figure]]) -> None:
    """Figures by group (``gate``, ``dev`` …) and name, rounded so that a change is a real one."""
    told = {group: {name: _plain(figure) for name, figure in found.items()} for group, found in groups.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_figures(path: Path, group: str) -> dict[str, Figure]:
    """The figures of a group as they were committed.

    Raises :class:`CorpusError` where the file cannot be read.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))[group]
        return {name: Figure(**figure) for name, figure in told.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{path} does not hold the committed figures ({error!r}); run «make eval»") from error


def _plain(figure: Figure) -> dict[str, str | int | float | None]:
    rounded = {key: round(value, 4) for key, value in asdict(figure).items() if isinstance(value, float)}
    return {**asdict(figure), **{key: None if math.isnan(value) else value for key, value in rounded.items()}}
