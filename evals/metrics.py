"""What is measured: the table of metrics, and the figures that they give over some results.

The definitions are the docstrings of :mod:`evals.citing`, :mod:`evals.conduct` and :mod:`evals.grounding`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from corpus.knowledge import Knowledge
from evals import citing, conduct
from evals.figures import Figure, figure
from evals.grounding import Grounding
from evals.running import Result

_GROUNDED = "grounded statements"

Score = Callable[[Result], float | None]


@dataclass(frozen=True)
class Metric:
    """One thing that is measured.

    ``score`` gives a number between 0 and 1, or nothing where it does not concern the question; ``goal``
    is the figure to reach, the most allowed where ``lower_is_better``. ``weight`` is how much a score
    counts, where that is not one each.
    """

    name: str
    score: Score
    goal: float | None = None
    lower_is_better: bool = False
    weight: Callable[[Result], float] | None = None

    @property
    def definition(self) -> str:
        """The first paragraph of the docstring of what computes it."""
        function = self.score.func if isinstance(self.score, partial) else self.score
        return " ".join((function.__doc__ or "").split("\n\n")[0].split())

    def figure(self, results: Sequence[Result]) -> Figure:
        """The metric over some results."""
        pairs = [(score, result) for result in results if (score := self.score(result)) is not None]
        weights = [self.weight(result) for _, result in pairs] if self.weight else None
        return figure(self.name, [score for score, _ in pairs], weights)

    def reached(self, found: Figure) -> bool | None:
        """Whether a figure reaches the goal; nothing where there is no goal or no score."""
        if self.goal is None or found.count == 0:
            return None
        return found.value <= self.goal if self.lower_is_better else found.value >= self.goal


def all_metrics(knowledge: Knowledge, day: dt.date, grounding: Grounding | None = None) -> tuple[Metric, ...]:
    """Every metric, in the order they are shown, for the law of one day.

    Groundedness takes some minutes for all questions, so a quick run does without.
    """
    alike = citing.LookAlikes(knowledge)
    language = conduct.LanguageCheck()
    return (
        Metric("must-cite recall", citing.must_cite_recall, 0.85),
        Metric("first citation right", citing.first_right, 0.80),
        Metric("citation precision", citing.citation_precision, 0.75),
        Metric("wrong statute", citing.wrong_statute, 0.03, lower_is_better=True),
        Metric("wrong statute, same kind of rule", alike.wrong_act, 0.03, lower_is_better=True),
        Metric("verdict", conduct.verdict_right, 0.85),
        Metric("first citation and verdict right", both_right),
        Metric("out of scope abstained", conduct.abstained, 0.95),
        Metric("over-refusal", conduct.over_refused, 0.03, lower_is_better=True),
        Metric("asks back", conduct.asked_back, 0.90),
        Metric("urgent recall", conduct.urgent_found, 1.0),
        Metric("urgent false alarm", conduct.false_alarm, 0.02, lower_is_better=True),
        Metric("repealed noticed", conduct.repealed_noticed, 1.0),
        Metric("citation exists", partial(citing.citations_exist, knowledge=knowledge), 1.0),
        Metric(
            "not-in-force law applied",
            partial(citing.not_in_force_applied, knowledge=knowledge, day=day),
            0.0,
            lower_is_better=True,
        ),
        Metric("identifier or name repeated", conduct.identifier_repeated, 0.0, lower_is_better=True),
        Metric("language", language.right, 0.98),
        Metric("every statement cited", conduct.all_cited, 1.0),
        *([] if grounding is None else [Metric(_GROUNDED, grounding.score, 0.98, weight=grounding.statements)]),
        Metric("key facts", conduct.key_facts),
        Metric("forbidden said", conduct.forbidden_said, 0.0, lower_is_better=True),
    )


def both_right(result: Result) -> float | None:
    """1 where both the first citation and the verdict are right; outside the field, where the assistant abstains."""
    first = citing.first_right(result)
    if first is None:
        return conduct.abstained(result)
    return first * conduct.verdict_right(result)
