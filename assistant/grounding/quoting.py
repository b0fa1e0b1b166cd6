"""Whether what stands between quotation marks stands in the source, and whether a cut has lost what limits it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.phrases import PhraseFinder
from ingest.norwegian import tokens

_QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|\"([^\"]+)\"|„([^„“]+)“")
_CUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.)\s*")
_LEAST = 3
"""Words from which on something between quotation marks is a quotation and not a term."""
_END = re.compile(r"[.!?;]\s|\n|$")


def quotations(sentence: str) -> tuple[str, ...]:
    """What the sentence quotes."""
    found = ("".join(part or "" for part in match.groups()) for match in _QUOTED.finditer(sentence))
    return tuple(text for text in found if len(tokens(text)) >= _LEAST)


def verbatim(quotation: str, texts: Sequence[str]) -> bool:
    """Whether every piece of a quotation stands in one of the texts, in its order."""
    pieces = [_plain(piece) for piece in _CUT.split(quotation) if piece.strip()]
    return any(_in_order(pieces, _plain(text)) for text in texts)


def cut_short(quotation: str, texts: Sequence[str], limiting: PhraseFinder) -> str | None:
    """The limiting words («med mindre», «men») that the quotation leaves out of the sentence it is taken from."""
    for text in texts:
        flat = " ".join(text.split())
        pieces = [piece.strip(" .,;") for piece in _CUT.split(quotation) if piece.strip()]
        spans: list[tuple[int, int]] = []
        position = 0
        for piece in pieces:
            match = re.compile(r"\s+".join(map(re.escape, piece.split())), re.IGNORECASE).search(flat, position)
            if match is None:
                break
            spans.append(match.span())
            position = match.end()
        if len(spans) != len(pieces) or not spans:
            continue
        end = _END.search(flat, spans[-1][1])
        left_out = [flat[spans[-1][1] : end.start() if end else len(flat)]]
        left_out += [flat[one[1] : other[0]] for one, other in pairwise(spans)]
        before = max((flat.rfind(mark, 0, spans[0][0]) for mark in (". ", "; ", "\n")), default=-1)
        left_out.append(flat[before + 1 : spans[0][0]])
        for rest in left_out:
            words = tokens(rest)
            hits = limiting.find(words)
            if hits:
                return " ".join(words[hits[0].start : hits[0].end])
        return None
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _in_order(pieces: Sequence[str], text: str) -> bool:
    position = 0
    for piece in pieces:
        at = text.find(piece, position)
        if at < 0:
            return False
        position = at + len(piece)
    return bool(pieces)
