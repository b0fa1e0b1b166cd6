"""Whether a sentence is one of the source's own with a word changed on which the rule turns."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.grounding.evidence import Piece

_NEAR = 0.85
"""The share of words in common, in order, from which on two sentences count as the same but for a change."""


def same(sentence: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether the sentence stands there word for word."""
    return any(sentence.words == piece.words for piece in pieces)


def altered(sentence: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether the sentence most like it in wording differs from it in what it must, may or must not, or in a party."""
    near = [(ratio, piece) for piece in pieces if (ratio := _ratio(sentence.words, piece.words)) >= _NEAR]
    if not near:
        return False
    best = max(ratio for ratio, _ in near)
    return all(sentence.turns_on != piece.turns_on for ratio, piece in near if ratio == best)


def _ratio(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if min(len(one), len(other)) < _NEAR * max(len(one), len(other)) / (2 - _NEAR):
        return 0.0  # too unlike in length
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
