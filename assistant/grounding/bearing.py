"""Whether one sentence of the source bears a sentence whole: what is asked of what a language model writes."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.grounding.evidence import EvidenceReader, Piece
from assistant.grounding.stance import agrees

_SHARED = 0.4
"""The share of its words that a sentence has in common with what bears it, at least."""
_LIMITS = frozenset({"condition", "exception", "only", "without"})


def borne(sentence: Piece, pieces: Sequence[Piece], reader: EvidenceReader) -> bool:
    """Whether some piece has most of the sentence's words and all of its parties, says the same must, may and not, and
    has no limit that the sentence leaves out.

    The signals look for what speaks against a sentence; this looks for what speaks for it, all in one place.
    """
    return any(_bears(piece, sentence, reader) for piece in pieces)


def _bears(piece: Piece, sentence: Piece, reader: EvidenceReader) -> bool:
    if reader.share(sentence.terms, piece.terms) < _SHARED:
        return False
    if not all(reader.parties.carried(party, piece.parties) for party in sentence.parties):
        return False
    if piece.cues & _LIMITS and not sentence.cues & _LIMITS:
        return False
    for part in sentence.parts:
        same = [other for other in piece.parts if part.denies is other.denies or part.main]
        if part.main and not any(agrees(said, other.main | other.complete) for said in part.main for other in same):
            return False
        if not same:
            return False
    return True
