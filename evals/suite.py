"""Everything that is measured, in one run: the assistant, what it is compared with, and its parts."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from assistant import Assistant
from assistant.assistant import asked_before
from corpus.errors import NotFoundError
from corpus.refs import ProvisionRef
from evals import citing
from evals.ablations import ABLATIONS
from evals.baselines import Ranker, baselines
from evals.figures import Figure, figure
from evals.metrics import Metric
from evals.questions import EvalQuestion
from evals.running import Result, plainly, run
from ingest.embedding import Embedder

T = TypeVar("T")


@dataclass(frozen=True)
class Found:
    """The provisions that one way of searching found for a question, best first."""

    question: EvalQuestion
    refs: tuple[ProvisionRef, ...]


@dataclass(frozen=True)
class Confidence:
    """How sure the search was of a question: the best candidate's score, minus infinity for one outside the field."""

    question: EvalQuestion
    score: float
    right: bool


@dataclass(frozen=True)
class Speed:
    """Medians in seconds over the same questions in the same run, and all answers together."""

    answer: float
    embedding: float
    total: float
    count: int

    @property
    def ratio(self) -> float:
        """How many embeddings of its question an answer takes."""
        return self.answer / self.embedding


@dataclass(frozen=True)
class Half:
    """One file of questions, measured. Searches and ablations are by name, in the order they are shown."""

    name: str
    results: tuple[Result, ...]
    confidences: tuple[Confidence, ...]
    speed: Speed
    searches: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    ablations: Mapping[str, tuple[Result, ...]] = field(default_factory=dict)


def _ignore(count: int) -> None:
    """Nobody watches."""


class Watch:
    """Told how far a run is. The base class tells nobody."""

    def over(self, name: str, items: Sequence[T]) -> Iterator[T]:
        """The items, while somebody watches."""
        del name
        yield from items

    def counting(self, name: str) -> Callable[[int], None]:
        """A function to call with how many more are done."""
        del name
        return _ignore


class Bench:
    """The assistant and what it is compared with, ready to be asked."""

    def __init__(self, assistant: Assistant, embedder: Embedder, watch: Watch) -> None:
        self.assistant = assistant
        self._embedder = embedder
        self._watch = watch
        self.rankers: list[Ranker] = []
        self.skipped: str | None = None

    def prepare_baselines(self, remembering: Embedder) -> None:
        """Build the baselines; where the law's text has not been read in, ``skipped`` says so.

        Raises :class:`corpus.errors.ModelError` where a package or a model is missing.
        """
        try:
            self.rankers = list(baselines(self.assistant.texts, remembering))
        except NotFoundError as error:
            self.skipped = str(error)

    def measure(self, name: str, questions: Sequence[EvalQuestion], *, ablate: bool = True) -> Half:
        """Ask everything of everybody."""
        watched = self._watch.over(name, questions)
        results, embedded = self._answers(watched)
        searches: dict[str, tuple[Found, ...]] = {}
        if self.rankers:
            searches["Pliktkompass, what it cites"] = tuple(Found(r.question, r.cited) for r in results)
        for ranker in self.rankers:
            asked = self._watch.over(f"{name}: {ranker.name}", questions)
            searches[ranker.name] = tuple(Found(q, ranker.rank(self._words(q))) for q in asked)
        ablations = {
            ablation.name: tuple(
                run(ablation.ask(self.assistant), self._watch.over(f"{name}: {ablation.name}", questions))
            )
            for ablation in (ABLATIONS if ablate else ())
        }
        speed = Speed(
            statistics.median(result.seconds for result in results),
            statistics.median(embedded),
            sum(result.seconds for result in results),
            len(results),
        )
        return Half(name, tuple(results), tuple(map(self._confidence, results)), speed, searches, ablations)

    def _answers(self, questions: Iterator[EvalQuestion]) -> tuple[list[Result], list[float]]:
        """The results, and for each the time that embedding its question alone takes just after."""
        results: list[Result] = []
        embedded: list[float] = []
        for result in run(plainly(self.assistant), questions):
            start = time.perf_counter()
            self._embedder.questions([result.question.question])
            embedded.append(time.perf_counter() - start)
            results.append(result)
        return results, embedded

    def _words(self, question: EvalQuestion) -> str:
        """All that was told, for a search that knows no conversation and no roles."""
        role = self.assistant.knowledge.roles[question.role].name[question.language] + ". " if question.role else ""
        return role + " ".join((*question.history, question.question))

    def _confidence(self, result: Result) -> Confidence:
        question = result.question
        right = bool(citing.first_right(result))
        try:
            understood = self.assistant.understanding.read(
                question.question, question.role, asked_before(question.history)
            )
            best = self.assistant.retriever.candidates(understood)[0]
        except Exception:  # what crashes the search has crashed the answer, and counts there
            return Confidence(question, -math.inf, right)
        return Confidence(question, best.score, right)


SEARCH_FIGURES: tuple[tuple[str, Callable[[EvalQuestion, Sequence[ProvisionRef]], float | None]], ...] = (
    ("must-cite recall, first 4", lambda question, refs: citing.recall(question, refs[:4])),
    ("must-cite recall, first 10", lambda question, refs: citing.recall(question, refs[:10])),
    ("first right", citing.first_is_right),
    ("precision, first 4", lambda question, refs: citing.precision(question, refs[:4])),
    ("reciprocal rank", citing.reciprocal_rank),
    ("wrong statute", citing.first_is_of_wrong_act),
)


def search_figures(found: Sequence[Found], is_law: Callable[[ProvisionRef], bool]) -> list[Figure]:
    """The figures of one way of searching, over the questions that a provision of law answers.

    Questions that only a document answers are left out: the baselines search the law.
    """
    of_law = [f for f in found if any(is_law(ref) for group in f.question.must_cite for ref in group)]
    rows: list[Figure] = []
    for name, metric in SEARCH_FIGURES:
        scores = [score for f in of_law if (score := metric(f.question, f.refs)) is not None]
        rows.append(figure(name, scores))
    return rows


def by(
    results: Sequence[Result], metric: Metric, group: Callable[[EvalQuestion], str], names: Sequence[str]
) -> dict[str, Figure]:
    """A metric for each group of the questions, in the order of ``names``; groups without a score are left out."""
    found = {name: metric.figure([r for r in results if group(r.question) == name]) for name in names}
    return {name: one for name, one in found.items() if one.count}
