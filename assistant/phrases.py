"""Finds the vocabulary's words in what somebody wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.models import Phrases
from ingest.norwegian import tokens


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found: whose it is, and where (token positions, end exclusive)."""

    owner: str
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


_BEGINNING = 3
"""Letters of an open-ended word that patterns are sorted by."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    owner: str
    first: str
    rest: tuple[str, ...]


class PhraseFinder:
    """Finds phrases as whole words; ``word*`` matches any ending and ``*word`` any beginning."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        # By what the first word must be or begin with, so that a text meets few of the many patterns.
        self._plain: dict[str, list[_Pattern]] = defaultdict(list)
        self._beginning: dict[str, list[_Pattern]] = defaultdict(list)
        self._open: list[_Pattern] = []
        seen: set[_Pattern] = set()
        for owner, lines in phrases.items():
            for line in lines:
                words = tuple(_words(line))
                if not words:
                    continue
                pattern = _Pattern(owner, words[0], words[1:])
                if pattern in seen:
                    continue
                seen.add(pattern)
                first = pattern.first
                if "*" not in first:
                    self._plain[first].append(pattern)
                elif not first.startswith("*") and len(first) > _BEGINNING:
                    self._beginning[first[:_BEGINNING]].append(pattern)
                else:
                    self._open.append(pattern)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """All hits in a tokenised text, in order."""
        hits: list[Hit] = []
        for start, word in enumerate(words):
            begun = [*self._plain.get(word, ())]
            for group in (self._beginning.get(word[:_BEGINNING], ()), self._open):
                begun += [pattern for pattern in group if _fits(pattern.first, word)]
            for pattern in begun:
                end = start + 1 + len(pattern.rest)
                if not pattern.rest or (end <= len(words) and all(map(_fits, pattern.rest, words[start + 1 : end]))):
                    hits.append(Hit(pattern.owner, start, end))
        return hits


def phrases_of(phrases: Phrases) -> Iterable[str]:
    """All lines of all languages."""
    return (line for _, line in phrases.all())


def _words(line: str) -> list[str]:
    """The tokens of a phrase, each with the stars that stood at its ends."""
    found: list[str] = []
    for piece in line.split():
        inner = tokens(piece.strip("*"))
        if inner:
            inner[0] = "*" + inner[0] if piece.startswith("*") else inner[0]
            inner[-1] = inner[-1] + "*" if piece.endswith("*") else inner[-1]
            found.extend(inner)
    return found


def _fits(pattern: str, word: str) -> bool:
    if pattern[-1] == "*":
        return pattern[1:-1] in word if pattern[0] == "*" else word.startswith(pattern[:-1])
    return word.endswith(pattern[1:]) if pattern[0] == "*" else word == pattern
