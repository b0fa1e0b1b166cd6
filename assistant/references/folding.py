"""Text as the citation grammar reads it: words broken at a margin made whole, damage of text recognition undone.

What is changed is only what hides a reference; every place in the folded text leads back to its place
in the text as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_CHANGES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("[\u00ad\u200b\u2060\ufeff]"), ""),
    # A word broken at the margin; the hyphen of «helse- og» stands for a word left out and stays.
    (re.compile(r"(?<=[a-zæøå])-[ \t]*\r?\n\s{0,40}(?=[a-zæøå])(?!(?:og|eller|and|or|samt)\b)"), ""),
    (re.compile("[\u2010\u2011]"), "-"),
    (re.compile("[\u00a0\u2007\u2009\u202f]"), " "),
    (re.compile(r"%C2%A7", re.IGNORECASE), "§"),
    (re.compile(r"%20"), " "),
    # Read from a picture: § 15-8 as «§ 15-B», 7-1 as «/-1», «og» as «0g».
    (re.compile(r"(?<=§)(\s*\d+-)B\b"), lambda match: match[1] + "8"),
    (re.compile(r"(?<=[§8&])(\s)/(?=-\d)"), lambda match: match[1] + "7"),
    (re.compile(r"(?<=\s)0g(?=\s)"), "og"),
)


@dataclass(frozen=True)
class Folded:
    """``text`` is what the grammar reads, ``lower`` the same in lower case and of the same length."""

    text: str
    lower: str
    places: tuple[int, ...]
    """For each character, and for the end, its place in the text as it was written."""

    def place(self, index: int) -> int:
        """The place in the written text of a place in the folded one."""
        return self.places[index]

    def end(self, index: int) -> int:
        """Where what ends at ``index`` ends in the written text."""
        return self.places[index - 1] + 1 if index else 0


def fold(text: str) -> Folded:
    """The text for the grammar."""
    folded, places = text, list(range(len(text) + 1))
    for pattern, replacement in _CHANGES:
        if pattern.search(folded):
            folded, places = _changed(folded, places, pattern, replacement)
    lower = "".join(_lower(folded))
    return Folded(folded, lower, tuple(places))


def _changed(
    text: str, places: list[int], pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]
) -> tuple[str, list[int]]:
    pieces: list[str] = []
    kept: list[int] = []
    position = 0
    for match in pattern.finditer(text):
        new = replacement if isinstance(replacement, str) else replacement(match)
        pieces += (text[position : match.start()], new)
        kept += places[position : match.start()]
        last = match.end() - 1
        kept += [places[min(match.start() + offset, last)] for offset in range(len(new))]
        position = match.end()
    pieces.append(text[position:])
    return "".join(pieces), kept + places[position:]


def _lower(text: str) -> Iterator[str]:
    """Lower case that keeps every character at its place: the few that would become two stay."""
    low = text.lower()
    if len(low) == len(text):
        yield low
        return
    for char in text:
        small = char.lower()
        yield small if len(small) == 1 else char
