"""What the separate checks tell about one sentence, as numbers, before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from assistant.grounding.evidence import Evidence, EvidenceReader, Part, Piece
from assistant.grounding.likeness import Likeness
from assistant.grounding.stance import Stance, agrees, contradicts, spoken
from ingest.embedding import Vectors
from ingest.norwegian import tokens

_MOST, _MOST_OWN = 24, 10
"""Pieces of the text and of our words that are compared by meaning."""
_TELLING = 4
"""Terms that a clause must have for the share of them to tell anything."""
_NONE = -0.2
"""What counts where no clause goes against the sentence: as if one was far away."""
_LOST = 0.2
"""What counts at most, and where no clause goes with the sentence."""
_WORDS = 0.3
"""How much the words that two clauses share count beside the cosine of their sentences."""
_ACTS = 0.15
"""How much the words right after the verb count on top of that."""
_TONGUES = 0.12
"""What shared words are worth between two clauses that say the same in one language, at least."""
_BOUND = 0.12
"""What counts for a party that the provision is known to bind."""


@dataclass(frozen=True)
class _Weighing:
    """How clauses of one kind are weighed. ``silent`` is how much farther away a clause counts that does not speak to
    the matter; one that goes against the sentence counts only from the score ``near`` on, as the same statement.
    """

    silent: float
    near: float


_STANCE = _Weighing(0.2, 0.95)
_DENIAL = _Weighing(0.0, 1.0)
_COUNT = _Weighing(0.05, 0.8)
_WHO = _Weighing(0.1, 1.1)
_TO_WHOM = _Weighing(0.05, 0.8)
_LIMITS = frozenset({"condition", "exception", "only", "without"})
_SAYS_LIMITS = _LIMITS | {"given"}
_STRICT = frozenset({"exception", "only", "without"})
_UNLESS = frozenset({"without", "exception"})
_ONLY_IF = frozenset({"only", "condition"})
_HINDRANCE = frozenset({Stance.FREE, Stance.BLOCKED})
_SOFT = frozenset({"child", "patient", "user", "next_of_kin", "public_body"})


@dataclass(frozen=True)
class Signals:
    """Numbers that the decision is made from; the higher, the worse, but for likeness.

    ``like_text`` and ``like_own`` are the highest cosine of the sentence with a piece of the text and of our
    words; ``like_clause`` the lowest over its clauses of the best. ``shared`` is the share of its search terms that
    the evidence has (``shared_clause`` the lowest over its clauses; both 1 where the languages differ).

    The gaps tell how much nearer the nearest clause is that goes against the sentence than the nearest that goes
    with it: in what must or may be done (``stance``), in whether something is denied
    (``negation``), in numbers, in who acts and to whom; ``limit`` the same for text that is limited where
    the sentence is not. ``parties`` counts parties that are not spoken of at all, ``soft_parties`` those of them that a
    text often only means.
    ``unbound`` tells that somebody must do it whom the provision does not bind and who acts nowhere in the text.
    ``absolute`` tells that the sentence says «always» and the text does not.
    """

    like_text: float
    like_own: float
    like_clause: float
    shared: float
    shared_clause: float
    stance: float
    stance_text: float
    negation: float
    number: float
    subject: float
    recipient: float
    limit: float
    exception: float
    parties: float
    soft_parties: float
    unbound: float
    absolute: float

    def row(self) -> Vectors:
        """The numbers in their order."""
        return np.array(astuple(self), dtype=np.float32)


class SignalReader:
    """Measures sentences against evidence."""

    def __init__(self, reader: EvidenceReader, likeness: Likeness) -> None:
        self._reader = reader
        self._likeness = likeness

    def read(self, sentence: str, evidence: Sequence[Evidence]) -> Signals:
        """The signals of a sentence on its evidence, which may not be empty."""
        whole = self._reader.piece(sentence)
        pieces = [
            piece
            for found in evidence
            for piece in (*self._nearest(whole, found.pieces, _MOST), *self._nearest(whole, found.own, _MOST_OWN))
        ]
        texts = [whole.text, *(part.text for part in whole.parts)] if len(whole.parts) > 1 else [whole.text]
        cosines = self._likeness.between(texts, [piece.text for piece in pieces])
        binds = frozenset(party for source in evidence for party in source.binds)
        towards = frozenset(party for source in evidence for party in source.towards)
        own = np.array([piece.own for piece in pieces])
        by_part = cosines[1:] if len(texts) > 1 else cosines
        terms = frozenset(term for piece in pieces for term in piece.terms)
        is_english = self._reader.tongues.is_english
        english = is_english(tokens(whole.text))
        comparable = any(found.own for found in evidence) or all(
            is_english(tokens(found.text)) is english for found in evidence
        )
        said = whole.cues
        source = [piece for piece in pieces if not piece.own]
        rows = list(zip(whole.parts, by_part, strict=True))
        missing, soft = self._missing(whole, evidence)
        limited = [self._reader.share(whole.terms, piece.terms) for piece in pieces]
        score = cosines[0] + _WORDS * np.array(limited)
        return Signals(
            like_text=_highest(cosines[0], ~own),
            like_own=_highest(cosines[0], own),
            like_clause=float(by_part.max(axis=1).min()),
            shared=self._reader.share(whole.terms, terms) if comparable else 1.0,
            shared_clause=min(
                (self._reader.share(part.terms, terms) for part in whole.parts if len(part.terms) >= _TELLING),
                default=1.0,
            )
            if comparable
            else 1.0,
            stance=max(self._stance(part, pieces, row) for part, row in rows),
            stance_text=max(self._stance(part, source, row[~own]) for part, row in rows) if source else _NONE,
            negation=max(self._negation(part, pieces, row) for part, row in rows),
            number=max(self._number(part, pieces, row) for part, row in rows),
            subject=max(self._subject(part, pieces, row, binds) for part, row in rows),
            recipient=max(self._recipient(part, pieces, row, towards) for part, row in rows),
            limit=_NONE if said & _SAYS_LIMITS else _difference(pieces, score, _LIMITS),
            exception=_NONE if said & _LIMITS else _difference(pieces, score, _STRICT),
            parties=missing,
            soft_parties=soft,
            unbound=float(any(self._unbound(part, pieces, binds) for part in whole.parts)),
            absolute=float("always" in said and not any("always" in piece.cues for piece in pieces)),
        )

    def nearest(self, sentence: str, evidence: Sequence[Evidence], count: int) -> list[str]:
        """The ``count`` pieces of the evidence that are most like a sentence, the nearest first."""
        whole = self._reader.piece(sentence)
        pieces = [p for found in evidence for p in self._nearest(whole, (*found.pieces, *found.own), _MOST)]
        cosines = self._likeness.between([sentence], [piece.text for piece in pieces])[0]
        return [pieces[row].text for row in np.argsort(-cosines, kind="stable")[:count]]

    def _missing(self, whole: Piece, evidence: Sequence[Evidence]) -> tuple[float, float]:
        reader = self._reader.parties
        known = frozenset(party for source in evidence for party in source.parties | source.bound)
        missing = [party for party in whole.parties if not reader.carried(party, known)]
        hard = sum(party not in _SOFT for party in missing)
        return float(hard), float(len(missing) - hard)

    def _negation(self, part: Part, pieces: Sequence[Piece], row: Vectors) -> float:
        if part.main:
            return _NONE  # what must and may be done is compared as that

        def well(other: Part) -> bool | None:
            return None if other.main else other.denies is part.denies

        return self._gap(part, pieces, row, well, _DENIAL)

    def _unbound(self, part: Part, pieces: Sequence[Piece], binds: frozenset[str]) -> bool:
        if not binds or Stance.MUST not in part.main:
            return False
        acting = binds.union(*(other.subjects for piece in pieces for other in piece.parts))
        return any(not self._reader.parties.carried(one, acting) for one in part.subjects)

    def _number(self, part: Part, pieces: Sequence[Piece], row: Vectors) -> float:
        worst = _NONE
        for quantity in part.quantities:

            def well(other: Part, quantity: tuple[float, str] = quantity) -> bool | None:
                if quantity in other.quantities:
                    return True
                return False if any(_comparable(quantity, q) for q in other.quantities) else None

            worst = max(worst, self._gap(part, pieces, row, well, _COUNT))
        return worst

    def _subject(self, part: Part, pieces: Sequence[Piece], row: Vectors, involved: frozenset[str]) -> float:
        if not part.subjects:
            return _NONE
        carried = self._reader.parties.carried

        def well(other: Part) -> bool | None:
            return all(carried(one, other.subjects) for one in part.subjects) if other.subjects else None

        found = self._gap(part, pieces, row, well, _WHO)
        return found - _BOUND if all(carried(one, involved) for one in part.subjects) else found

    def _recipient(self, part: Part, pieces: Sequence[Piece], row: Vectors, towards: frozenset[str]) -> float:
        worst = _NONE
        for party in part.recipients:
            if self._reader.parties.carried(party, towards):
                continue

            def well(other: Part, party: str = party) -> bool | None:
                if not other.recipients:
                    return None
                return self._reader.parties.carried(party, other.recipients)

            worst = max(worst, self._gap(part, pieces, row, well, _TO_WHOM))
        return worst

    def _nearest(self, one: Piece, pieces: Sequence[Piece], most: int) -> Sequence[Piece]:
        """Of many pieces those that share most words with the sentence: an embedding costs time."""
        if len(pieces) <= most:
            return pieces
        order = sorted(range(len(pieces)), key=lambda row: -self._reader.share(one.terms, pieces[row].terms))
        return [pieces[row] for row in sorted(order[:most])]

    def _gap(
        self, part: Part, pieces: Sequence[Piece], row: Vectors, well: Callable[[Part], bool | None], by: _Weighing
    ) -> float:
        """How much nearer the nearest clause that goes against a part is than the nearest that goes with it.

        A clause that does neither counts as one that goes with it, only farther away.
        """
        best: float | None = None
        contrary: float | None = None
        share = self._reader.share
        english = self._reader.tongues.is_english(spoken(part.text))
        for piece, cosine in zip(pieces, row, strict=True):
            for other in piece.parts:
                fits = well(other)
                words = _WORDS * share(part.terms, other.terms) + _ACTS * share(part.acts, other.acts | other.terms)
                score = float(cosine) + words
                if fits is False:
                    # Between two languages no words are shared, so the same statement scores lower.
                    if score >= by.near - (_TONGUES if piece.english is not english else 0.0):
                        contrary = score if contrary is None else max(contrary, score)
                else:
                    score -= by.silent if fits is None else 0.0
                    best = score if best is None else max(best, score)
        if contrary is None:
            return _NONE
        return _LOST if best is None else max(_NONE, min(_LOST, contrary - best))

    def _stance(self, part: Part, pieces: Sequence[Piece], row: Vectors) -> float:
        worst = _NONE
        for said in part.main:

            def well(other: Part, said: Stance = said) -> bool | None:
                carried = other.stances if said in _HINDRANCE else other.main or other.complete
                if said is Stance.MUST and "only" in other.cues:
                    carried -= {Stance.RIGHT}  # «gets it only if» is no duty to give it
                if self._of_another(part, other):
                    return None  # what another must do is no matter of what this one may do
                if agrees(said, carried) or _same_limit(said, part.tail, carried, other.tail):
                    return True
                if not contradicts(said, carried):
                    return None
                # A side clause may say it: «… skal få vite at de ikke har plikt».
                return None if agrees(said, other.complete) else False

            worst = max(worst, self._gap(part, pieces, row, well, _STANCE))
        return worst

    def _of_another(self, part: Part, other: Part) -> bool:
        """Whether two clauses are about different parties («the board may demand», «you must give it to the board»)."""
        carried = self._reader.parties.carried
        if not other.subjects:
            return any(carried(one, other.objects) for one in part.subjects)
        return bool(part.subjects) and not any(carried(one, other.subjects) for one in part.subjects)


def _highest(values: Vectors, which: Vectors) -> float:
    return float(values[which].max()) if which.any() else 0.0


def _same_limit(said: Stance, cues: frozenset[str], carried: frozenset[Stance], other: frozenset[str]) -> bool:
    """Whether one says «may only if» and the other «may not unless»."""
    if said is Stance.MAY:
        return Stance.MUST_NOT in carried and "only" in cues and bool(other & _UNLESS)
    return said is Stance.MUST_NOT and Stance.MAY in carried and bool(cues & _UNLESS) and bool(other & _ONLY_IF)


def _difference(pieces: Sequence[Piece], score: Vectors, limits: frozenset[str]) -> float:
    """How much nearer the nearest limited piece is than the nearest that is not."""
    limited = [float(s) for piece, s in zip(pieces, score, strict=True) if piece.cues & limits]
    free = [float(s) for piece, s in zip(pieces, score, strict=True) if not piece.cues & limits]
    if not limited:
        return _NONE
    return _LOST if not free else max(_NONE, min(_LOST, max(limited) - max(free)))


def _comparable(one: tuple[float, str], other: tuple[float, str]) -> bool:
    """Whether two quantities could stand in each other's place: both are lengths of time, or of one unit."""
    times = {"months", "hours", "workday"}
    return one[1] == other[1] or {one[1], other[1]} <= times
