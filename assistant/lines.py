"""What somebody wrote as words, what stands between them, and the sentences as spans of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Wording:
    """A text as all who read something out of it need it, each view of it made once."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return tokens(self.text)

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where each word stands: its first character, and the one after its last."""
        return places(self.text)

    @cached_property
    def is_placed(self) -> bool:
        """Whether the places are true: not where letters change in number as they are made small."""
        return len(self.text.lower()) == len(self.text) and len(self.places) == len(self.words)

    @cached_property
    def gaps(self) -> list[str]:
        """What stands between each word and the next, the text's end after the last; blanks without true places."""
        if not self.is_placed or not self.words:
            return [" "] * len(self.words)
        starts = [*(start for start, _ in self.places[1:]), len(self.text)]
        return [self.text[end:start].lstrip(" ") for (_, end), start in zip(self.places, starts, strict=True)]

    @cached_property
    def lines(self) -> list[Line]:
        """The sentences."""
        return lines_of(self.text, self.words)


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
