"""Whether a sentence is one of the source's own with a word changed, or left out, on which the rule turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from assistant.grounding.evidence import Piece

_NEAR = 0.85
"""The share of words in common, in order, from which on two sentences count as the same but for a change."""
_FEW = 2
"""Words that a sentence may have in another's place and still count as the same but for a change."""
_SIXTH = 6
"""How many times as long as the change such a sentence is at least."""
_LEAST = 5
"""Words from which on a sentence whose words all stand in a longer one counts as cut from it."""
_CUTS = 5
"""Runs of words, kept and left out, that a cut may have: more are chance."""
Limits = Callable[[Sequence[str]], bool]
"""Tells whether some words limit a rule."""


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


def cut_short(sentence: Piece, pieces: Sequence[Piece], limits: Limits) -> bool:
    """Whether the sentence is one of the source's without words that limit it, and stands nowhere as it is."""
    cuts = [cut for piece in pieces if (cut := _left_out(sentence.words, piece.words)) is not None]
    return bool(cuts) and all(any(limits(words) for words in cut) for cut in cuts)


def _left_out(words: tuple[str, ...], longer: tuple[str, ...]) -> list[tuple[str, ...]] | None:
    """The runs of words that a longer sentence has more, where it has all others in the same order."""
    if not _LEAST <= len(words) < len(longer):
        return None
    ways = SequenceMatcher(None, words, longer, autojunk=False).get_opcodes()
    if any(way in ("replace", "delete") for way, *_ in ways) or len(ways) > _CUTS:
        return None
    return [longer[start:end] for way, _, _, start, end in ways if way == "insert"]


def _ratio(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if min(len(one), len(other)) < _NEAR * max(len(one), len(other)) / (2 - _NEAR) - _FEW:
        return 0.0  # too unlike in length
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    changed = sum(
        max(to - since, end - start) for way, since, to, start, end in matcher.get_opcodes() if way != "equal"
    )
    longer = max(len(one), len(other))
    return max(matcher.ratio(), 1 - changed / longer / 4 if changed <= _FEW and changed * _SIXTH <= longer else 0.0)
