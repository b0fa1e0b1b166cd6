"""What is measured, and how. Each metric is a share between 0 and 1 with the number it was taken over.

A crash counts as a wrong answer everywhere, never as a question left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant import Answer
from corpus.knowledge import Knowledge
from corpus.models import Status
from corpus.refs import ProvisionRef
from evals.questions import EvalQuestion, QuestionKind


@dataclass(frozen=True)
class Result:
    """An answer to an evaluation question; ``answer`` is empty where the assistant failed."""

    question: EvalQuestion
    answer: Answer | None
    seconds: float = 0.0
    error: str = ""

    @property
    def cited(self) -> tuple[ProvisionRef, ...]:
        """The whole provisions cited, in order, each once."""
        if self.answer is None:
            return ()
        return tuple(dict.fromkeys(ProvisionRef(c.source, c.section) for c in self.answer.citations))


@dataclass(frozen=True)
class Figure:
    """A metric's value with its 95 % interval (Wilson for shares) and what it was taken over."""

    name: str
    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.name}: {self.value:.3f} [{self.low:.3f}, {self.high:.3f}] (n={self.count})"


def figure(name: str, scores: Sequence[float]) -> Figure:
    """The mean of scores between 0 and 1, with a Wilson interval at 95 %."""
    count = len(scores)
    if count == 0:
        return Figure(name, math.nan, math.nan, math.nan, 0)
    mean = sum(scores) / count
    z = 1.96
    centre = (mean + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(mean * (1 - mean) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return Figure(name, mean, max(0.0, centre - half), min(1.0, centre + half), count)


def must_cite_recall(result: Result) -> float | None:
    """Share of the provisions that must be cited that are; an alternative counts as the provision."""
    groups = result.question.must_cite
    if not groups:
        return None
    return sum(any(_fits(ref, cited) for ref in group for cited in result.cited) for group in groups) / len(groups)


def first_right(result: Result) -> float | None:
    """1 where the first citation is one that must or may be cited."""
    if not result.question.must_cite:
        return None
    return float(bool(result.cited) and _is_right(result.question, result.cited[0]))


def citation_precision(result: Result) -> float | None:
    """Share of the citations that must or may be cited; an answer without any counts 0."""
    if not result.question.must_cite:
        return None
    if not result.cited:
        return 0.0
    return sum(_is_right(result.question, ref) for ref in result.cited) / len(result.cited)


def wrong_statute(result: Result) -> float | None:
    """1 where the first citation is from an act that no gold reference is from."""
    if not result.question.must_cite or not result.cited:
        return None if not result.question.must_cite else 0.0
    return float(result.cited[0].source not in {ref.source for ref in _gold(result.question)})


def verdict_right(result: Result) -> float:
    """1 where the verdict is one of the right ones."""
    return float(result.answer is not None and result.answer.verdict in result.question.verdicts)


def abstained(result: Result) -> float | None:
    """Over the questions outside the field: 1 where the assistant says that it cannot answer."""
    if result.question.kind is not QuestionKind.OUT_OF_SCOPE:
        return None
    return float(result.answer is not None and result.answer.abstained)


def over_refused(result: Result) -> float | None:
    """Over the questions inside the field: 1 where the assistant says that it cannot answer."""
    if result.question.kind in (QuestionKind.OUT_OF_SCOPE, QuestionKind.INJECTION):
        return None
    return float(result.answer is None or result.answer.abstained)


def asked_back(result: Result) -> float | None:
    """Over the questions where a fact is missing: 1 where the answer asks for something."""
    if result.question.kind is not QuestionKind.NEEDS_FACTS:
        return None
    return float(result.answer is not None and bool(result.answer.follow_up))


def urgent_found(result: Result) -> float | None:
    """Over the urgent questions: 1 where the emergency comes first."""
    if result.question.kind is not QuestionKind.URGENT:
        return None
    return float(result.answer is not None and result.answer.urgent and result.answer.emergency is not None)


def false_alarm(result: Result) -> float | None:
    """Over the questions that are not urgent: 1 where the answer is treated as urgent."""
    if result.question.kind is QuestionKind.URGENT:
        return None
    return float(result.answer is not None and result.answer.urgent)


def repealed_noticed(result: Result) -> float | None:
    """Over the questions that lean on repealed law: 1 where a notice says so."""
    if result.question.kind is not QuestionKind.REPEALED_LAW:
        return None
    return float(result.answer is not None and any(n.kind in ("repealed", "amended") for n in result.answer.notices))


def language_right(result: Result) -> float:
    """1 where the answer is in the asker's language."""
    return float(result.answer is not None and result.answer.language == result.question.language)


def all_cited(result: Result) -> float | None:
    """Over the answers that are not abstentions: 1 where every statement carries a citation."""
    if result.answer is None or result.answer.abstained:
        return None
    return float(bool(result.answer.statements) and all(s.citations for s in result.answer.statements))


def key_facts(result: Result) -> float | None:
    """Share of the key facts that the answer's text holds; ``a|b`` is satisfied by either."""
    facts = result.question.key_facts
    if not facts:
        return None
    text = _folded(result.answer.text) if result.answer else ""
    return sum(any(_folded(word) in text for word in fact.split("|")) for fact in facts) / len(facts)


def forbidden_said(result: Result) -> float | None:
    """1 where the answer holds a claim that no right answer makes, or repeats what identifies a person."""
    if not result.question.forbidden:
        return None
    text = _folded(result.answer.text) if result.answer else ""
    return float(any(_folded(word) in text for word in result.question.forbidden))


def citations_exist(result: Result, knowledge: Knowledge) -> float | None:
    """1 where every citation is of a provision or finding that the knowledge holds."""
    if result.answer is None or not result.answer.citations:
        return None
    return float(all(knowledge.digest(ref) or ref in knowledge.findings for ref in result.cited))


def not_in_force_applied(result: Result) -> float | None:
    """1 where a statement rests on law that does not apply."""
    if result.answer is None or not result.answer.citations:
        return None
    return float(any(c.status is not Status.IN_FORCE for c in result.answer.citations))


_PER_ANSWER: tuple[tuple[str, Callable[[Result], float | None]], ...] = (
    ("must-cite recall", must_cite_recall),
    ("first citation right", first_right),
    ("citation precision", citation_precision),
    ("wrong statute", wrong_statute),
    ("verdict", verdict_right),
    ("out of scope abstained", abstained),
    ("over-refusal", over_refused),
    ("asks back", asked_back),
    ("urgent recall", urgent_found),
    ("urgent false alarm", false_alarm),
    ("repealed noticed", repealed_noticed),
    ("language", language_right),
    ("every statement cited", all_cited),
    ("key facts", key_facts),
    ("forbidden said", forbidden_said),
)


def figures(results: Iterable[Result], knowledge: Knowledge) -> list[Figure]:
    """All figures over some results."""
    results = list(results)
    found = [figure(name, _scores(metric, results)) for name, metric in _PER_ANSWER]
    found.append(figure("citation exists", _scores(lambda r: citations_exist(r, knowledge), results)))
    found.append(figure("not-in-force law applied", _scores(not_in_force_applied, results)))
    return found


def _scores(metric: Callable[[Result], float | None], results: Sequence[Result]) -> list[float]:
    return [score for score in map(metric, results) if score is not None]


def _gold(question: EvalQuestion) -> list[ProvisionRef]:
    return [ref for group in (*question.must_cite, question.may_cite) for ref in group]


def _is_right(question: EvalQuestion, cited: ProvisionRef) -> bool:
    return any(_fits(ref, cited) for ref in _gold(question))


def _fits(gold: ProvisionRef, cited: ProvisionRef) -> bool:
    """Whether a citation is of the gold's provision; the place ``*`` stands for any place in a document."""
    return gold.source == cited.source and (gold.section == "*" or gold.provision == cited.provision)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower())
