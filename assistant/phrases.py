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


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``number`` is the phrase's place among all: those that begin at one word are told in this order."""

    number: int
    vocabulary: str
    owner: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A phrase with a star in one of its words."""

    phrase: _Phrase
    first: str
    rest: tuple[str, ...]


Vocabulary = Mapping[str, Iterable[str]]
"""The phrases of each owner."""


class PhraseBook:
    """Several vocabularies that are looked for at once: one walk along a text finds what any of them has.

    Phrases are whole words; ``word*`` matches any ending and ``*word`` any beginning.
    """

    def __init__(self, vocabularies: Mapping[str, Vocabulary]) -> None:
        self._names = tuple(vocabularies)
        # A phrase without a star is looked up whole, once for each length that a phrase with its first word has.
        self._whole: dict[str, list[_Phrase]] = defaultdict(list)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        # One with a star is tried where its first word is, or what stands before the star in that.
        self._first: dict[str, list[_Pattern]] = defaultdict(list)
        self._beginning: dict[str, list[_Pattern]] = defaultdict(list)
        self._open: list[_Pattern] = []
        seen: set[tuple[str, str, tuple[str, ...]]] = set()
        for vocabulary, phrases in vocabularies.items():
            for owner, lines in phrases.items():
                for line in lines:
                    words = tuple(_words(line))
                    key = (vocabulary, owner, words)
                    if words and key not in seen:
                        seen.add(key)
                        self._keep(_Phrase(len(seen), vocabulary, owner), words)

    def _keep(self, phrase: _Phrase, words: tuple[str, ...]) -> None:
        first = words[0]
        if not any("*" in word for word in words):
            self._whole[" ".join(words)].append(phrase)
            self._lengths[first].add(len(words))
            return
        pattern = _Pattern(phrase, first, words[1:])
        if "*" not in first:
            self._first[first].append(pattern)
        elif first.startswith("*"):
            self._open.append(pattern)
        else:
            self._beginning[first.removesuffix("*")].append(pattern)

    def find(self, words: Sequence[str]) -> Mapping[str, list[Hit]]:
        """All hits in a tokenised text by vocabulary, in order."""
        hits: dict[str, list[Hit]] = {name: [] for name in self._names}
        for start, word in enumerate(words):
            found = [
                (phrase.number, phrase, start + length)
                for length in self._lengths.get(word, ())
                if start + length <= len(words)
                for phrase in self._whole.get(" ".join(words[start : start + length]), ())
            ]
            for pattern in self._starred(word):
                end = start + 1 + len(pattern.rest)
                if end <= len(words) and all(map(_fits, pattern.rest, words[start + 1 : end])):
                    found.append((pattern.phrase.number, pattern.phrase, end))
            for _, phrase, end in sorted(found) if len(found) > 1 else found:
                hits[phrase.vocabulary].append(Hit(phrase.owner, start, end))
        return hits

    def _starred(self, word: str) -> list[_Pattern]:
        """The phrases with a star whose first word a word is."""
        found = [pattern for end in range(1, len(word) + 1) for pattern in self._beginning.get(word[:end], ())]
        found += self._first.get(word, ())
        found += [pattern for pattern in self._open if _fits(pattern.first, word)]
        return found


class PhraseFinder:
    """A book of one vocabulary."""

    def __init__(self, phrases: Vocabulary) -> None:
        self._book = PhraseBook({"": phrases})

    def find(self, words: Sequence[str]) -> list[Hit]:
        """All hits in a tokenised text, in order."""
        return self._book.find(words)[""]


def phrases_of(phrases: Phrases) -> tuple[str, ...]:
    """All lines of all languages."""
    return tuple(line for _, line in phrases.all())


def _words(line: str) -> list[str]:
    """The tokens of a phrase, each with the stars that stood at its ends."""
    found: list[str] = []
    for piece in line.split():
        if piece.isalpha():  # nearly all are, and there are forty thousand
            found.append(piece.lower())
            continue
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
