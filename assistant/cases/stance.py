"""How a sentence puts a rule: as a duty, a permission or a ban, with a yes or a no before it.

An embedding hardly tells «du må melde» from «du må ikke melde». The words that do are few, so they
are read one by one; they stand in ``corpus/vocabulary/stances.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.phrases import Hit, PhraseFinder
from corpus.knowledge import Knowledge
from corpus.models import Verdict
from ingest.norwegian import tokens

_BEHIND, _BEFORE = 3, 2
"""How many words a negation may stand behind or before the verb that it denies («det har hun jo ikke plikt til»)."""


class Stance(StrEnum):
    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NEED_NOT = "need_not"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. ``leads`` is the yes or no that the text begins with; ``conditional`` whether a
    condition is named; ``denied`` whether anything is denied."""

    leads: bool | None
    conditional: bool
    denied: bool
    stances: frozenset[Stance]


_AFFIRMED = {"must": Stance.MUST, "duty": Stance.MUST, "need": Stance.MUST, "should": Stance.SHOULD, "may": Stance.MAY}
_DENIED = {
    "must": Stance.MUST_NOT,
    "duty": Stance.NEED_NOT,
    "need": Stance.NEED_NOT,
    "should": Stance.MUST_NOT,
    "may": Stance.MUST_NOT,
}


class StanceReader:
    """Reads sentences and clauses in the three languages."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._finder = PhraseFinder(
            {stance.id: [line for _, line in stance.words.all()] for stance in knowledge.stances.values()}
        )

    def read(self, text: str) -> Reading:
        """How ``text`` puts it. The yes or no at its beginning is no denial of what follows."""
        hits = self._finder.find(tokens(text))
        leads = next((hit.owner == "yes" for hit in hits if hit.start == 0 and hit.owner in ("yes", "no")), None)
        denials = [hit for hit in hits if hit.owner == "not" and not (hit.start == 0 and leads is False)]
        verbs = [hit for hit in hits if hit.owner in _AFFIRMED]
        return Reading(
            leads=leads,
            conditional=any(hit.owner == "if" for hit in hits),
            denied=bool(denials),
            stances=frozenset(
                (_DENIED if any(_denies(denial, verb) for denial in denials) else _AFFIRMED)[verb.owner]
                for verb in verbs
            ),
        )

    def without_lead(self, text: str) -> str:
        """The text without the yes or no that it begins with, where something follows it."""
        head, mark, rest = text.partition(",") if "," in text[:12] else text.partition(".")
        lead = bool(mark) and len(tokens(head)) == 1 and self.read(head).leads is not None
        return rest.strip() or text if lead else text


def _denies(denial: Hit, verb: Hit) -> bool:
    return 0 <= denial.start - verb.end < _BEHIND or 0 <= verb.start - denial.end < _BEFORE


_DUTY = ((Stance.MUST, 1.0), (Stance.SHOULD, 0.5), (Stance.MAY, 0.5), (Stance.NEED_NOT, 0.0), (Stance.MUST_NOT, 0.0))
_GRADES: Mapping[Verdict, tuple[tuple[Stance, float], ...]] = {
    Verdict.MUST_REPORT: _DUTY,
    Verdict.MUST_AVERT: _DUTY,
    Verdict.MUST_COOPERATE: _DUTY,
    Verdict.MAY_SHARE: ((Stance.MAY, 1.0), (Stance.MUST, 0.5), (Stance.SHOULD, 0.5), (Stance.MUST_NOT, 0.0)),
    Verdict.MUST_NOT_SHARE: ((Stance.MUST_NOT, 1.0), (Stance.MAY, 0.0), (Stance.MUST, 0.0)),
    Verdict.NO_DUTY: ((Stance.NEED_NOT, 1.0), (Stance.MAY, 0.5), (Stance.SHOULD, 0.5), (Stance.MUST, 0.0)),
}
"""What each stance is worth as a conclusion; of several that an answer has, the first in the row counts."""


def agrees(verdict: Verdict, stances: frozenset[Stance]) -> float | None:
    """How far stances agree with a verdict: 1 wholly, 0.5 too weak or too strong, 0 the opposite, None untold."""
    return next((grade for stance, grade in _GRADES.get(verdict, ()) if stance in stances), None)
