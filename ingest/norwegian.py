"""Norwegian words for keyword search.

Ready-made tokenizers lose «§ 13 b» and «§ 13-2», and their Norwegian stop lists remove ikke, skal
and kan, on which the law turns. So the analysis is ours: references survive as one token, negations
and modal verbs are kept, words are stemmed (Snowball), and a long compound also counts as its parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import snowballstemmer

_TOKEN = re.compile(
    r"""
    §{1,2}\s*(?P<section>\d+(?:\s?[a-zæøå]?-\d+)?)\s?(?P<letter>[a-hj-z](?![a-zæøå]))?        # § 13 b, § 9 a-4
    | (?P<chapter>\d+-\d+)\s?(?P<chapter_letter>[a-hj-z](?![a-zæøå]))?                        # 13-2, 2-5 c
    | nr\.?\s*(?P<number>\d+)                                                             # nr. 5
    | (?P<word>[^\W\d_]+)
    | (?P<digits>\d+)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_EMPTY_WORDS = frozenset(
    {
        *(
            "og",
            "i",
            "på",
            "som",
            "en",
            "et",
            "ein",
            "eit",
            "ei",
            "er",
            "var",
            "det",
            "den",
            "de",
            "dei",
            "du",
            "jeg",
            "eg",
        ),
        *("vi", "at", "av", "til", "for", "fra", "frå", "med", "om", "han", "hun", "ho", "seg", "sin", "sitt", "sine"),
        *("har", "hadde", "så", "da", "når", "eller", "men", "også", "være", "bli", "blir", "blitt", "ble", "vart"),
        *("vert", "denne", "dette", "disse", "desse", "meg", "deg", "oss", "hva", "kva", "hvem", "kven", "hvor", "kor"),
        *("her", "der", "noe", "noko", "noen", "nokon", "the", "a", "an", "of", "to", "in", "on", "is", "are", "was"),
        *(
            "were",
            "and",
            "or",
            "it",
            "this",
            "that",
            "i",
            "you",
            "we",
            "he",
            "she",
            "they",
            "for",
            "with",
            "at",
            "by",
            "be",
        ),
        *("do", "does"),
    }
)
"""Words without meaning for search. No negation and no modal verb (ikke, skal, kan, må, bør) may be among them."""

_MIN_COMPOUND = 9
_MIN_PART = 4
_REMEMBERED = 1 << 17
"""Most words whose terms are remembered, about 25 MB."""


def tokens(text: str) -> list[str]:
    """The words and references of a text in lower case, in order, unstemmed. «§ 13 b» is the one token ``§13b``.

    A lone «i» after a number is the preposition («§ 13 i loven»), never a letter of the section.
    """
    found: list[str] = []
    for match in _TOKEN.finditer(text.lower()):
        if match["section"]:
            found.append("§" + "".join(match["section"].split()) + (match["letter"] or ""))
        elif match["chapter"]:
            found.append("§" + match["chapter"] + (match["chapter_letter"] or ""))
        elif match["number"]:
            found.append("nr" + match["number"])
        else:
            found.append(match["word"] or match["digits"])
    return found


def places(text: str) -> list[tuple[int, int]]:
    """Where each of the ``tokens`` of a text stands: its first character, and the one after its last."""
    return [match.span() for match in _TOKEN.finditer(text.lower())]


@dataclass(frozen=True)
class Analyzer:
    """Turns text into search terms.

    ``lexicon`` holds the words that may be parts of a compound; ``variants`` maps a spelling
    (nynorsk, a common misspelling) to the one that is indexed.
    """

    lexicon: frozenset[str] = frozenset()
    variants: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _stemmer(self) -> snowballstemmer.stemmer:
        return snowballstemmer.stemmer("norwegian")

    def terms(self, text: str) -> list[str]:
        """The search terms of a text: stems, references, and the parts of long compounds."""
        found: list[str] = []
        for token in tokens(text):
            if token not in _EMPTY_WORDS:
                found.extend(self._terms_of(token))
        return found

    @cached_property
    def _terms_of(self) -> Callable[[str], tuple[str, ...]]:
        """The terms of one token, remembered: the law says 5 million words and 100,000 different ones."""
        return lru_cache(_REMEMBERED)(self._analyse)

    def _analyse(self, token: str) -> tuple[str, ...]:
        word = self.variants.get(token, token)
        return (self._stem(word), *(self._stem(self.variants.get(part, part)) for part in self.parts(word)))

    def parts(self, word: str) -> tuple[str, ...]:
        """The two parts of a compound («bekymringsmelding»: bekymring, melding), or nothing."""
        if len(word) < _MIN_COMPOUND or not word.isalpha():
            return ()
        best: tuple[str, str] | None = None
        for cut in range(_MIN_PART, len(word) - _MIN_PART + 1):
            first, last = word[:cut], word[cut:]
            if last not in self.lexicon:
                continue
            for stem in (first, first[:-1] if first[-1] in "se" else ""):
                if len(stem) >= _MIN_PART and stem in self.lexicon and (best is None or len(last) > len(best[1])):
                    best = (stem, last)
        return best or ()

    def _stem(self, word: str) -> str:
        if word.startswith("§") or not word.isalpha():
            return word
        stem: str = self._stemmer.stemWord(word)
        return stem


def lexicon_of(texts: Iterable[str], minimum: int = 2) -> frozenset[str]:
    """Words seen at least ``minimum`` times, to split compounds by."""
    counts = Counter(token for text in texts for token in tokens(text) if token.isalpha() and len(token) >= _MIN_PART)
    return frozenset(word for word, count in counts.items() if count >= minimum)
