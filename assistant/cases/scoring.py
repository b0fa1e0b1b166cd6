"""An answer to an exercise, compared with its key.

Three things are looked at: the conclusion (the yes or no, the must or may), the points of the key (by
meaning, in any words) and the provisions that are named (by the grammar of references). A wrong
conclusion weighs most, because it is what somebody would act on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cases.feedback import Agreement
from assistant.cases.likeness import Comparer, Wording
from assistant.cases.stance import agrees
from corpus.models import Verdict

_NOTHING, _ALL = 0.90, 0.97
"""Likeness from which on a point counts as touched, and as said."""
_TOUCHED = 0.5
_NEAREST = 0.012
"""How much nearer another point may be before a sentence no longer counts for this one."""
_WRONG = 0.94
"""Likeness from which on a sentence counts as a wrong claim of the key."""
_ALIKE = 0.002
"""Difference of likeness that tells nothing: the engines of the embedder differ by as much."""
_LEAST_STRENGTH = 0.4
_WEIGHTS = {"verdict": 0.3, "points": 0.55, "provisions": 0.15}
_AGREEMENT = {Agreement.AGREES: 1.0, Agreement.PARTLY: 0.5, Agreement.UNCLEAR: 0.4, Agreement.OPPOSITE: 0.0}
_OPPOSITE_KEEPS = 0.35
"""The share of everything else that is kept when the conclusion is the opposite of the key's."""
_EACH_WRONG = 0.12
_EACH_FAULT = 0.03
_TOO_WEAK = 0.5
_CLEARLY = 0.3
"""How much more must be said for the key's conclusion than against it, or the other way round, to tell which it is."""


@dataclass(frozen=True)
class KeyWordings:
    """A key to compare with: the wordings of each point, and each wrong claim."""

    verdict: Verdict
    points: tuple[tuple[Wording, ...], ...]
    wrong: tuple[Wording, ...]


@dataclass(frozen=True)
class PointCredit:
    """How far a point is said (0 to 1), and where."""

    credit: float
    heard: Wording | None


@dataclass(frozen=True)
class WrongClaim:
    """A wrong claim of the key (its place there) that the answer makes, how surely (0 to 1), and where."""

    number: int
    strength: float
    heard: Wording


@dataclass(frozen=True)
class Comparison:
    """An answer against its key."""

    agreement: Agreement
    points: tuple[PointCredit, ...]
    wrong: tuple[WrongClaim, ...]
    denied: tuple[tuple[int, Wording], ...]
    """Points that the answer says the opposite of, with its words."""


def compare(comparer: Comparer, key: KeyWordings, said: Sequence[Wording], within: Sequence[int | None]) -> Comparison:
    """What of the key the answer says, and what in it is wrong."""
    likes = [[max(comparer.alike(unit, w) for w in point) for point in key.points] for unit in said]
    wrong = _wrong_claims(comparer, key, said, likes, within)
    taken = {id(claim.heard) for claim in wrong}
    points: list[PointCredit] = []
    denied: list[tuple[int, Wording]] = []
    for number, wordings in enumerate(key.points):
        best = PointCredit(0.0, None)
        against: Wording | None = None
        for unit, row in zip(said, likes, strict=True):
            credit = _credit(row, number)
            if credit <= 0 or id(unit) in taken:
                continue
            if comparer.opposite(unit, comparer.nearest(unit, wordings)):
                against = unit if credit >= _TOUCHED else against
            elif credit > best.credit:
                best = PointCredit(credit, unit)
        points.append(best)
        if against is not None and best.credit < _TOUCHED:
            denied.append((number, against))
    return Comparison(_agreement(key, said, points, wrong, denied), tuple(points), wrong, tuple(denied))


def _credit(row: Sequence[float], number: int) -> float:
    if max(row) - row[number] > _NEAREST:
        return 0.0
    return min(max((row[number] - _NOTHING) / (_ALL - _NOTHING), 0.0), 1.0)


def _wrong_claims(
    comparer: Comparer,
    key: KeyWordings,
    said: Sequence[Wording],
    likes: Sequence[Sequence[float]],
    within: Sequence[int | None],
) -> tuple[WrongClaim, ...]:
    """The wrong claims that the answer makes: nearer to a claim than to any point, and not its opposite.

    A clause must also be nearer to the claim than its whole sentence is to any point: what is said there
    may be to deny it.
    """
    best: dict[int, WrongClaim] = {}
    for unit, row, place in zip(said, likes, within, strict=True):
        nearest = max((*row, *(likes[place] if place is not None else ()), _WRONG + _ALIKE))
        claims = [(comparer.alike(unit, claim), number) for number, claim in enumerate(key.wrong)]
        for likeness, number in sorted(claims, reverse=True)[:1]:
            strength = min((likeness - _WRONG) / (_ALL - _WRONG) + _LEAST_STRENGTH, 1.0)
            far = number in best and best[number].strength >= strength
            if likeness >= nearest - _ALIKE and not far and not comparer.opposite(unit, key.wrong[number]):
                best[number] = WrongClaim(number, strength, unit)
    return tuple(claim for _, claim in sorted(best.items()))


def _agreement(
    key: KeyWordings,
    said: Sequence[Wording],
    points: Sequence[PointCredit],
    wrong: Sequence[WrongClaim],
    denied: Sequence[tuple[int, Wording]],
) -> Agreement:
    """Whether the conclusion is the key's: by the yes or no in front, else by what is said for and against it."""
    leads = (w.reading.leads for point in key.points[:1] for w in point)
    expected = next((lead for lead in leads if lead is not None), None)
    told = said[0].reading.leads if said else None
    grade = agrees(key.verdict, frozenset(stance for unit in said for stance in unit.reading.stances))
    if expected is not None and told is not None:
        if expected is not told:
            return Agreement.PARTLY if said[0].reading.conditional else Agreement.OPPOSITE
        return Agreement.PARTLY if grade == _TOO_WEAK else Agreement.AGREES
    heard = max((point.credit for point in points), default=0.0)
    against = max((*(claim.strength for claim in wrong), *(1.0 for _ in denied)), default=0.0)
    if against - heard > _CLEARLY:
        return Agreement.OPPOSITE
    if heard - against > _CLEARLY:
        return Agreement.PARTLY if grade is not None and grade < 1 else Agreement.AGREES
    return Agreement.UNCLEAR


def score(found: Comparison, provisions: float, *, faults: int = 0) -> int:
    """From 0 to 100.

    Args:
        found: the comparison.
        provisions: the share of the points whose provision the answer names.
        faults: how many provisions it names that do not apply.
    """
    points = sum(point.credit for point in found.points) / max(len(found.points), 1)
    rest = _WEIGHTS["points"] * points + _WEIGHTS["provisions"] * provisions
    if found.agreement is Agreement.OPPOSITE:
        rest *= _OPPOSITE_KEEPS
    if found.agreement is Agreement.UNCLEAR and not rest:
        return 0  # «I do not know» is not half a conclusion
    whole = _WEIGHTS["verdict"] * _AGREEMENT[found.agreement] + rest
    whole -= _EACH_WRONG * (sum(claim.strength for claim in found.wrong) + len(found.denied)) + _EACH_FAULT * faults
    return round(100 * min(max(whole, 0.0), 1.0))
