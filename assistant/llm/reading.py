"""A model's reply, sentence by sentence as it comes, with the ids it cites. Lenient: no form is relied on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MARK = re.compile(r"\s*[\[(【]\s*(?P<ids>[a-z]\d{3}(?:\s*[,;&]?\s*[a-z]\d{3})*)\s*[\])】]", re.IGNORECASE)
_ID = re.compile(r"[a-z]\d{3}", re.IGNORECASE)
_END = re.compile(
    r"(?<=[.!?])(?P<marks>(?:\s*[\[(【]\s*[a-z]\d{3}(?:\s*[,;&]?\s*[a-z]\d{3})*\s*[\])】])*)(?=\s+\S)(?!\s*[\[(【])|\n+",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"^[\s>#*•–-]+|\*\*|__|`")
_TOO_SHORT = 3
"""Words below which a line is a heading or a scrap."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote, without its marks, and the ids it gave."""

    text: str
    ids: tuple[str, ...]


def sentences(pieces: Iterable[str]) -> Iterator[Written]:
    """The sentences of a reply that comes in pieces. Each is given out as soon as the next has begun."""
    rest = ""
    for piece in pieces:
        rest += "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in piece)
        while (match := _END.search(rest)) is not None and match.end() < len(rest):
            if (
                re.fullmatch(r"\s*[\[(【]?[a-z\d,\s]*", rest[match.end() :], re.IGNORECASE)
                and len(rest) - match.end() < 8
            ):
                break  # the marks may not have come yet
            yield from _written(rest[: match.end()])
            rest = rest[match.end() :]
    yield from _written(rest)


def _written(line: str) -> Iterator[Written]:
    ids = tuple(dict.fromkeys(one.lower() for mark in _MARK.finditer(line) for one in _ID.findall(mark["ids"])))
    text = " ".join(_DECORATION.sub("", _MARK.sub("", line)).split())
    if len(text.split()) >= _TOO_SHORT:
        yield Written(text, ids)
