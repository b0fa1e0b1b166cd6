"""Numbers in a sentence and in its source: ages, deadlines, shares, in digits and in words.

Lengths of time are told in the smallest unit of their kind (months or hours), so that two weeks are
fourteen days and half a year is six months.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.grounding.tongues import TongueReader
from assistant.phrases import PhraseFinder
from corpus.models import Concept, Language
from ingest.norwegian import tokens


class Direction(StrEnum):
    """Which side of a number is meant."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what is counted (``months``, ``hours``, ``workday``, ``percent``, or empty), and which side."""

    value: float
    unit: str
    written: str
    direction: Direction | None = None


_IN_UNITS = {
    "year": ("months", 12.0),
    "month": ("months", 1.0),
    "week": ("hours", 168.0),
    "day": ("hours", 24.0),
    "hour": ("hours", 1.0),
    "workday": ("workday", 1.0),
    "percent": ("percent", 1.0),
    "times": ("times", 1.0),
}
_REFERENCE = re.compile(
    r"§+\s*\d[\w-]*(?:\s[a-h]\b)?(?:\s*(?:,|og|and|eller|or|til|to|–|-)\s*§*\s*\d[\w-]*(?:\s[a-h]\b)?)*"
    r"|\b(?:paragraf(?:ene|ane|en)?|sections?|sec\.|artikkel|artiklene|articles?|art\.?|kapittel|kap\.?|chapters?|nr\.?|no\.|"
    r"number|bokstav|litra|letter|ledd|punktum|paragraphs?|subsections?|punkt|items?)\s*\d[\w-]*(?:\s[a-h]\b)?"
    r"(?:\s*(?:,|og|and|eller|or|til|to|–|-)\s*§*\s*\d[\w-]*)*"
    r"|\b\d+\.?\s*(?:ledd|punktum|kapittel)\b|\b\d+-\d+\s?[a-h]?\b(?!\s*(?:år|year|dag|day|uke|veke|week|mån|month))"
    r"|\b(?:lov|forskrift|act|regulation)?\s*(?:av|of)?\s*\d{1,2}\.?\s+"
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january|february|march|may|"
    r"june|july|october|december)\s+\d{4}|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\d+(?:[.,]\d+)?|%|[^\W\d_]+(?:['’]s)?", re.UNICODE)
_UP = re.compile(
    r"\b(?:over|fylt|fyller|fylte|minst|fra|frå|eldre enn|more than|at least|over|above|from|older than|aged|turned|"
    r"reached|after|etter|tidligst|tidlegast|minimum)\s+(?:de(?:n|t|i)?\s+|the\s+(?:age\s+of\s+)?|age\s+)?$",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:under|yngre enn|inntil|innen|innan|senest|seinast|høyst|høgst|opptil|opp til|maksimalt|mindre enn|"
    r"below|younger than|up to|within|no later than|at most|less than|before|før|until|not exceeding|no more than|"
    r"maximum|by)\s+(?:de(?:n|t|i)?\s+|the\s+(?:age\s+of\s+)?|age\s+|en\s+frist\s+på\s+)?$",
    re.IGNORECASE,
)
_UP_AFTER = re.compile(
    r"^\s*(?:\w+\s+){0,2}?(?:og|and|or|eller)\s+(?:over|eldre|older|above|more|oppover|meir|mer)\b(?!\s+\w+\s+(?:år|year))"
)
_DOWN_AFTER = re.compile(
    r"^\s*(?:\w+\s+){0,2}?(?:og|and|or|eller)\s+(?:under|yngre|younger|below|less|mindre)\b(?!\s+\w+\s+(?:år|year))"
)
_SPANS = frozenset({"til", "to", "og", "and", "eller", "or"})
_SPAN = re.compile(r"^\s*(?:til|to|–|-|og|and|eller|or|,)\s*$", re.IGNORECASE)


class QuantityReader:
    """Finds quantities by the vocabulary's words for numbers and units."""

    def __init__(self, quantities: Mapping[str, Concept], tongues: TongueReader) -> None:
        self._tongues = tongues
        self._by_language: dict[bool, dict[str, float]] = {True: {}, False: {}}
        for id_, concept in quantities.items():
            if re.fullmatch(r"n\d+", id_):
                for language, line in concept.words.all():
                    self._by_language[language is Language.EN][line.lower()] = float(id_[1:])
        self._half = frozenset(line for _, line in quantities["half"].words.all())
        units = {id_: [line for _, line in c.words.all()] for id_, c in quantities.items() if id_ in _IN_UNITS}
        self._units = PhraseFinder(units)

    def find(self, text: str) -> tuple[Quantity, ...]:
        """The quantities of a text, references to law left out."""
        words = self._by_language[self._tongues.is_english(tokens(text))]
        text = _REFERENCE.sub(lambda match: " " * len(match[0]), text)
        pieces = [(m[0].lower(), m.start(), m.end()) for m in _PIECE.finditer(text)]
        found: list[tuple[float, str | None, int, int]] = []
        for index, (word, start, end) in enumerate(pieces):
            value, taken = self._value(pieces, index, words)
            if value is None:
                continue
            unit, unit_end = self._unit(pieces, index + taken, word)
            if unit is None and not word[0].isdecimal() and not _continued(pieces, index + taken):
                continue  # «en», «a», «de tre punktene»: an article, or a count of what the text lists
            if unit == "times" and value == 1:
                continue  # «med én gang», «once»
            found.append((value, unit, start, max(end, unit_end)))
        return tuple(self._finish(text, found))

    def _value(
        self, pieces: list[tuple[str, int, int]], index: int, words: dict[str, float]
    ) -> tuple[float | None, int]:
        word = pieces[index][0]
        if word[0].isdecimal():
            return float(word.replace(",", ".")), 1
        if any(word == half.rstrip("*") or (half.endswith("*") and word.startswith(half[:-1])) for half in self._half):
            return 0.5, 0 if word.startswith("halvår") else 1
        if index and pieces[index - 1][0] + " " + word in words:
            return None, 1  # the second word of «twenty one»
        if index + 1 < len(pieces):
            both = word + " " + pieces[index + 1][0]
            if both in words:
                return words[both], 2
        if word in words:
            return words[word], 1
        for line, value in words.items():
            if line.endswith("*") and len(line) > 4 and word.startswith(line[:-1]):
                return value, 0
        return None, 1

    def _unit(self, pieces: list[tuple[str, int, int]], index: int, word: str) -> tuple[str | None, int]:
        if not word[0].isdecimal() and re.search(r"år(?:ing|ig)|halvår", word):
            return "year", pieces[index][2] if index < len(pieces) else 0
        for position in range(index, min(index + 3, len(pieces))):
            if pieces[position][0] == "%":
                return "percent", pieces[position][2]
            following = [piece for piece, _, _ in pieces[position : position + 2]]
            best = max((h for h in self._units.find(following) if h.start == 0), key=lambda h: h.length, default=None)
            if best:
                return best.owner, pieces[position + best.length - 1][2]
            if pieces[position][0] not in ("full", "fulle", "hele", "heile", "neste", "calendar", "complete", "fylte"):
                break
        return None, 0

    def _finish(self, text: str, found: list[tuple[float, str | None, int, int]]) -> Iterable[Quantity]:
        del self
        for index in range(len(found) - 2, -1, -1):  # «12 til 16 år»: the unit counts for both
            value, unit, start, end = found[index]
            following = found[index + 1]
            if unit is None and following[1] is not None and _SPAN.match(text[end : following[2]]):
                found[index] = (value, following[1], start, end)
        for value, unit, start, end in found:
            name, size = _IN_UNITS[unit] if unit else ("", 1.0)
            yield Quantity(value * size, name, text[start:end].strip(), _direction(text, start, end))


def _continued(pieces: list[tuple[str, int, int]], index: int) -> bool:
    """Whether a span goes on («tolv til seksten år»)."""
    return index < len(pieces) and pieces[index][0] in _SPANS


def _direction(text: str, start: int, end: int) -> Direction | None:
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if _UP_AFTER.match(after):
        return Direction.UP
    if _DOWN_AFTER.match(after):
        return Direction.DOWN
    if re.search(
        r"(?:under|below|before|før|fra|from|mellom|between)\s+\S*\s*(?:fylt|fyller|age of|the age of)\s*$", before
    ):
        return Direction.DOWN if re.search(r"(?:under|below|before|før)", before) else None
    if _DOWN.search(before):
        return Direction.DOWN
    if _UP.search(before):
        return Direction.UP
    return None


def missing(said: Iterable[Quantity], carried: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """The quantities that the carrying text lacks. A number without a unit is carried by the same number with one."""
    have = {(q.value, q.unit) for q in carried}
    bare = {q.value for q in carried if not q.unit} | {_plain(q) for q in carried}
    return tuple(q for q in said if (q.value, q.unit) not in have and not (q.unit == "" and q.value in bare))


def turned(said: Iterable[Quantity], carried: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """The quantities that the text has on their other side only («over 16» for «under 16»)."""
    others = list(carried)
    found: list[Quantity] = []
    for quantity in said:
        same = [other.direction for other in others if (other.value, other.unit) == (quantity.value, quantity.unit)]
        if quantity.direction and same and all(d is not None and d is not quantity.direction for d in same):
            found.append(quantity)
    return tuple(found)


def _plain(quantity: Quantity) -> float:
    match = re.match(r"\d+(?:[.,]\d+)?", quantity.written)
    sizes = {size for name, size in _IN_UNITS.values() if name == quantity.unit}
    if match:
        return float(match[0].replace(",", "."))
    return min((quantity.value / size for size in sizes if quantity.value % size == 0), default=quantity.value)
