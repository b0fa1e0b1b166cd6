"""A whole run: what has been measured, and what it was made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.knowledge import Knowledge
from evals.guard import Judged
from evals.hostile import Hostile
from evals.metrics import Metric
from evals.running import Result
from evals.suite import Half


@dataclass(frozen=True)
class Measured:
    """The halves of the questions with all that was measured on them. ``limit`` is the score under which nothing is
    answered, ``opened`` the seconds it took to open the assistant."""

    halves: tuple[Half, ...]
    metrics: tuple[Metric, ...]
    knowledge: Knowledge
    embedder: str
    has_texts: bool
    limit: float
    opened: float
    skipped: str | None = None
    ungrounded: Mapping[str, int] = field(default_factory=dict)
    judged: tuple[Judged, ...] = ()
    hostile: Hostile | None = None

    @property
    def results(self) -> list[Result]:
        """All answers of all halves."""
        return [result for half in self.halves for result in half.results]

    def metric(self, name: str) -> Metric:
        return next(metric for metric in self.metrics if metric.name == name)
