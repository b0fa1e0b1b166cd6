"""What is asked of a rule: whether one may, whether one must, whether somebody has a right."""

from __future__ import annotations

from collections.abc import Collection

from corpus.models import Verdict

_FITTING = {
    "may": frozenset({Verdict.MAY_SHARE, Verdict.MUST_NOT_SHARE, Verdict.DEPENDS}),
    "must": frozenset({Verdict.MUST_REPORT, Verdict.MUST_AVERT, Verdict.MUST_COOPERATE, Verdict.NO_DUTY}),
    "right": frozenset({Verdict.RIGHT}),
    "definition": frozenset({Verdict.INFORMATIONAL}),
}
"""The verdicts that answer each way of asking; the names are those of the cues in the vocabulary."""


def suits(verdict: Verdict, asks: Collection[str]) -> float:
    """1 where a verdict answers what is asked, -1 where it does not, 0 where nothing is asked so."""
    asked = [fitting for cue, fitting in _FITTING.items() if cue in asks]
    if not asked:
        return 0.0
    return 1.0 if any(verdict in fitting for fitting in asked) else -1.0
