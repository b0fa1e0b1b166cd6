"""How old the child or youth is: told in digits or in words, or by the class he or she is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.lines import Wording
from assistant.phrases import Hit, Vocabulary, phrases_of
from corpus.knowledge import Knowledge

_AGE = re.compile(
    r"(?<![\d§-])(?P<age>\d{1,2})\s*-?\s*(?:år(?:ing|ig|s|\b)|years?\b|yo\b)"
    r"|\b(?:på|er|is|of|fylt|fylte|fyller|aged?|turned|she's|he's)\s+(?P<bare>\d{1,2})(?![\d.,:/-]*\d)"
    r"(?!\s*(?:%|prosent|percent|min|dag|day|uke|veke|week|måned|månad|mnd|month|time|tim|hour|kr|barn|born|elev|child|pupil))"
    r"|^\W*(?P<reply>\d{1,2})\W*$",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:til|until|till|before|før|innan|turning|blir|turns|fyller|fyl)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
"""Before an age that somebody has not reached yet."""
_CHILD = 25
"""Ages above this are an adult's and tell nothing about the child or youth the question is about."""


@dataclass(frozen=True, slots=True)
class Ages:
    """``age`` in years where it is told, else the ``span`` that the class tells; ``hits`` are the words of it."""

    age: int | None
    span: tuple[int, int] | None
    hits: tuple[Hit, ...]


NUMBERS, COUNTS = "numbers", "counts"
"""The vocabularies of ages in words, and of what tells whose or how long."""


class AgeReader:
    """Reads ages with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        frames = {name: knowledge.frames[name] for name in ("young", "so_long", "ago", "counted")}
        self.vocabularies: Mapping[str, Vocabulary] = {
            NUMBERS: {number.id: phrases_of(number.words) for number in knowledge.numbers.values()},
            COUNTS: {name: phrases_of(frame.words) for name, frame in frames.items()},
        }

    def read(self, wording: Wording, hits: Mapping[str, Sequence[Hit]]) -> Ages:
        """The first age that is the child's today: one told outright, else in a word, else by the class.

        ``hits`` holds what was found of the reader's vocabularies.
        """
        words, frames = wording.words, hits[COUNTS]
        found = [*self._in_digits(wording, frames), *self._after_person(wording, frames)]
        digits = {str(age) for age in found}
        told = [Hit("age", place, place + 1) for place, word in enumerate(words) if word in digits]
        spans: list[tuple[int, int]] = []
        if not found:
            told = [hit for hit in hits[NUMBERS] if "-" in hit.owner or not _is_duration(hit, frames)]
            both = [_span(hit) for hit in told]
            found = [low for low, high in both if low == high]
            spans = [span for span in both if span[0] != span[1]]
        age = next((age for age in found if age <= _CHILD), None)
        return Ages(age, spans[0] if spans and age is None else None, tuple(told))

    def _in_digits(self, wording: Wording, frames: Sequence[Hit]) -> Iterable[int]:
        """The ages written with «år» or after «er», those that lie ahead last."""
        starts = {start: place for place, (start, _) in enumerate(wording.places)}
        counted = {frame.start for frame in frames if frame.owner == "counted"}
        ahead: list[int] = []
        for match in _AGE.finditer(wording.text):
            name = next(name for name, value in match.groupdict().items() if value)
            place = starts.get(match.start(name))
            if place is not None and (
                (name == "age" and _is_duration(Hit(name, place, place + 2), frames))
                or (name == "bare" and place + 1 in counted)
            ):
                continue
            if _LATER.search(wording.text[: match.start(name)]):
                ahead.append(int(match[name]))
            else:
                yield int(match[name])
        yield from ahead

    def _after_person(self, wording: Wording, frames: Sequence[Hit]) -> Iterable[int]:
        """The number that stands right after a young person: «jente 16», «gutt (14)»."""
        words, gaps = wording.words, wording.gaps
        counted = {frame.start for frame in frames if frame.owner == "counted"}
        for frame in frames:
            after = frame.end
            if frame.owner != "young" or after >= len(words) or not re.fullmatch(r"\d{1,2}", words[after]):
                continue
            near = gaps[after - 1].strip(" ]") in {"", ",", "(", ", ("}
            if near and after + 1 not in counted and not re.match(r"[.:/-]\d", gaps[after]):
                yield int(words[after])


def _span(hit: Hit) -> tuple[int, int]:
    """The ages that a word stands for: ``n14`` is 14, ``n9-10`` from 9 to 10."""
    low, _, high = hit.owner.removeprefix("n").partition("-")
    return int(low), int(high or low)


def _is_duration(years: Hit, frames: Iterable[Hit]) -> bool:
    """Whether years tell how long or how long ago («for tre år siden»)."""
    return any(
        (frame.owner == "ago" and frame.start == years.end) or (frame.owner == "so_long" and frame.end == years.start)
        for frame in frames
    )
