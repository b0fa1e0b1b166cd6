"""What the separate checks tell about one sentence, before anything is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.grounding.evidence import Evidence, EvidenceReader, Piece
from assistant.grounding.likeness import Likeness
from assistant.grounding.segments import clauses
from assistant.grounding.stance import Stance, agrees
from ingest.embedding import Vectors


@dataclass(frozen=True)
class Signals:
    """Numbers that the decision is made from.

    ``like_text`` and ``like_own`` are the highest cosine of the sentence with a piece of the text and of our
    words; ``like_clause`` the lowest over its clauses of the best. ``shared`` is the share of its search terms that
    the evidence has. ``stance`` is how much nearer the nearest piece with a contrary stance is than the
    nearest with an agreeing one (negative is well), ``negation`` the same for pieces that deny or do not.
    """

    like_text: float
    like_own: float
    like_clause: float
    shared: float
    stance: float
    negation: float
    said: tuple[Stance, ...]


_MOST, _MOST_OWN = 24, 10
"""Pieces of the text and of our words that are compared by meaning."""
_NONE = -0.2
"""What counts where no piece takes a stance: as if a contrary one was far away."""


class SignalReader:
    """Measures sentences against evidence."""

    def __init__(self, reader: EvidenceReader, likeness: Likeness) -> None:
        self._reader = reader
        self._likeness = likeness

    def read(self, sentence: str, evidence: Sequence[Evidence]) -> Signals:
        whole = self._reader.piece(sentence)
        parts = [self._reader.piece(clause) for clause in clauses(sentence)]
        pieces = [
            piece
            for source in evidence
            for piece in (*_nearest(whole, source.pieces, _MOST), *_nearest(whole, source.own, _MOST_OWN))
        ]
        cosines = self._likeness.between([whole.text, *(p.text for p in parts)], [p.text for p in pieces])
        own = np.array([piece.own for piece in pieces])
        score = cosines + 0.15 * np.array([[_shared(one, piece) for piece in pieces] for one in (whole, *parts)])
        terms = frozenset(term for piece in pieces for term in piece.terms)
        return Signals(
            like_text=_highest(cosines[0], ~own),
            like_own=_highest(cosines[0], own),
            like_clause=float(cosines[1:].max(axis=1).min()),
            shared=len(whole.terms & terms) / max(1, len(whole.terms)),
            stance=max((_stance(part, pieces, row) for part, row in zip(parts, score[1:], strict=True)), default=_NONE),
            negation=max(
                (_negation(part, pieces, row) for part, row in zip(parts, score[1:], strict=True)), default=_NONE
            ),
            said=tuple(sorted(whole.stances)),
        )


def _nearest(one: Piece, pieces: Sequence[Piece], most: int) -> Sequence[Piece]:
    """Of many pieces those that share most words with the sentence: an embedding costs time."""
    if len(pieces) <= most:
        return pieces
    order = sorted(range(len(pieces)), key=lambda row: -_shared(one, pieces[row]))
    return [pieces[row] for row in sorted(order[:most])]


def _highest(values: Vectors, which: Vectors) -> float:
    return float(values[which].max()) if which.any() else 0.0


def _shared(one: Piece, other: Piece) -> float:
    """The share of the terms of one that the other has."""
    return len(one.terms & other.terms) / len(one.terms) if one.terms else 0.0


def _stance(part: Piece, pieces: Sequence[Piece], score: Vectors) -> float:
    worst = _NONE
    for said in part.stances:
        with_stance = [
            (float(s), agrees(said, piece.stances)) for piece, s in zip(pieces, score, strict=True) if piece.stances
        ]
        best = max((s for s, well in with_stance if well), default=None)
        contrary = max((s for s, well in with_stance if not well), default=None)
        if contrary is not None:
            worst = max(worst, contrary - best if best is not None else 0.2)
    return worst


def _negation(part: Piece, pieces: Sequence[Piece], score: Vectors) -> float:
    alike = [float(s) for piece, s in zip(pieces, score, strict=True) if piece.denies is part.denies]
    contrary = [float(s) for piece, s in zip(pieces, score, strict=True) if piece.denies is not part.denies]
    if not contrary:
        return _NONE
    return max(contrary) - max(alike) if alike else 0.2
