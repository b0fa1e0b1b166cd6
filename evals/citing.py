"""Metrics of what an answer rests on: the right provisions, from the right act, that exist and apply today.

Every function takes a result and gives a score between 0 and 1, or nothing where the metric does not
concern the question. A crash scores as the wrong answer. ``cited`` means whole provisions: a ledd counts
as its section. The place ``*`` in a gold reference stands for any place in that document.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from corpus.knowledge import Knowledge
from corpus.models import Status
from corpus.refs import ProvisionRef
from evals.questions import EvalQuestion
from evals.running import Result


def recall(question: EvalQuestion, refs: Sequence[ProvisionRef]) -> float | None:
    """Share of the groups in ``must_cite`` of which at least one reference is among ``refs``."""
    groups = question.must_cite
    if not groups:
        return None
    return sum(any(fits(gold, ref) for gold in group for ref in refs) for group in groups) / len(groups)


def first_is_right(question: EvalQuestion, refs: Sequence[ProvisionRef]) -> float | None:
    """1 where the first of ``refs`` is one that must or may be cited."""
    if not question.must_cite:
        return None
    return float(bool(refs) and is_right(question, refs[0]))


def precision(question: EvalQuestion, refs: Sequence[ProvisionRef]) -> float | None:
    """Share of ``refs`` that must or may be cited; none at all counts 0."""
    if not question.must_cite:
        return None
    return sum(is_right(question, ref) for ref in refs) / len(refs) if refs else 0.0


def reciprocal_rank(question: EvalQuestion, refs: Sequence[ProvisionRef]) -> float | None:
    """One divided by the place of the first of ``refs`` that must or may be cited; 0 where none is."""
    if not question.must_cite:
        return None
    return next((1 / place for place, ref in enumerate(refs, start=1) if is_right(question, ref)), 0.0)


def first_is_of_wrong_act(question: EvalQuestion, refs: Sequence[ProvisionRef]) -> float | None:
    """1 where the first of ``refs`` is from an act (or document) that no gold is from; citing nothing is 0."""
    if not question.must_cite:
        return None
    return float(bool(refs) and refs[0].source not in {ref.source for ref in question.gold})


def must_cite_recall(result: Result) -> float | None:
    """Share of the provisions that must be cited that are; any one of a group of alternatives will do."""
    return recall(result.question, result.cited)


def first_right(result: Result) -> float | None:
    """1 where the first citation is one that must or may be cited."""
    return first_is_right(result.question, result.cited)


def citation_precision(result: Result) -> float | None:
    """Share of the citations that must or may be cited; an answer without any counts 0."""
    return precision(result.question, result.cited)


def wrong_statute(result: Result) -> float | None:
    """1 where the first citation is from an act that no gold reference is from, whatever kind of rule it is.

    Stricter than «the right kind of rule from the wrong act», which :class:`LookAlikes` counts. An
    abstention cites no act and counts 0; a crash counts 1.
    """
    if result.answer is None:
        return 1.0 if result.question.must_cite else None
    return first_is_of_wrong_act(result.question, result.cited)


def citations_exist(result: Result, knowledge: Knowledge) -> float | None:
    """1 where every citation is of a section that the act has, or of a finding that the knowledge holds."""
    if result.answer is None:
        return 0.0
    if not result.answer.citations:
        return None
    return float(all(knowledge.has_section(ref) or ref in knowledge.findings for ref in result.cited))


def not_in_force_applied(result: Result, knowledge: Knowledge, day: dt.date) -> float | None:
    """1 where a statement rests on law that does not apply on ``day``, by the knowledge's dates or by the answer's own
    status."""
    if result.answer is None:
        return 1.0
    if not result.answer.citations:
        return None
    told = any(c.status is not Status.IN_FORCE for c in result.answer.citations)
    return float(told or any(knowledge.status(ref, day) is not Status.IN_FORCE for ref in result.cited))


class LookAlikes:
    """Which provisions are the same kind of rule in different acts.

    Two are look-alikes where some role has the one and some role the other under the same rule of the
    vocabulary (``report_child_welfare``), or where their digests do the same (a duty, a permission …) and
    share the topic that tells most.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        kinds: dict[ProvisionRef, set[str]] = defaultdict(set)
        for role in knowledge.roles.values():
            for slot, refs in role.rules.items():
                for ref in refs:
                    kinds[ref.provision].add(slot)
        for ref, digest in knowledge.digests.items():
            kinds[ref].add(f"{digest.does} {digest.topics[0] if digest.topics else ''}")
        self._kinds = kinds

    def wrong_act(self, result: Result) -> float | None:
        """1 where the first citation is the same kind of rule as one of the gold's, from an act no gold is from."""
        wrong = wrong_statute(result)
        if not wrong or result.answer is None:
            return wrong
        mine = self._kinds.get(result.cited[0], set())
        return float(any(mine & self._kinds.get(ref.provision, set()) for ref in result.question.gold))


def is_right(question: EvalQuestion, cited: ProvisionRef) -> bool:
    """Whether a citation is one that must or may be there."""
    return any(fits(ref, cited) for ref in question.gold)


def fits(gold: ProvisionRef, cited: ProvisionRef) -> bool:
    """Whether a citation is of the gold's provision."""
    return gold.source == cited.source and (gold.section == "*" or gold.provision == cited.provision)
