"""The sentences of a text as spans of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.norwegian import places, tokens

_SENTENCE = re.compile(r"[^.!?:\n]*[.!?:\n]*\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """The words ``start`` to ``end`` of a text, and the mark they end with («.», «?» or nothing)."""

    start: int
    end: int
    mark: str

    def holds(self, position: int) -> bool:
        return self.start <= position < self.end


def lines_of(text: str, words: Sequence[str]) -> list[Line]:
    """The sentences as spans of words; one span where they cannot be told apart («nr. 5»)."""
    lines: list[Line] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        count = len(tokens(match[0]))
        if count:
            marks = match[0].strip()
            lines.append(Line(start, start + count, marks[-1] if marks[-1:] in ".!?:" else ""))
            start += count
    return lines if start == len(words) else [Line(0, len(words), "")]


def line_of(lines: Sequence[Line], position: int) -> Line | None:
    """The sentence that holds the word at a position."""
    return next((line for line in lines if line.holds(position)), None)


def gaps_of(text: str, words: Sequence[str]) -> list[str]:
    """The text between the words; blanks where its letters change in number as they are made small."""
    spots = places(text)
    if len(text.lower()) != len(text) or len(spots) != len(words):
        return [" "] * len(words)
    starts = [*(start for start, _ in spots[1:]), len(text)]
    return [text[end:start].lstrip(" ") for (_, end), start in zip(spots, starts, strict=True)]
