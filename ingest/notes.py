"""Reads Lovdata's notes about changes: which are decided but not worked into the text.

Lovdata writes worked-in changes in the past tense («Endret ved», «Vart endra ved») and the others
in the present («Endres ved», «Vert endra ved»). Only the latter become :class:`AmendmentNote`.
A note may name several acts: «Oppheves ved forskrifter A (i kraft 1 juli 2026) og B (i kraft ...)».
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from ingest.act import AmendmentNote, ChangeKind, Note
from ingest.dates import WRITTEN, written_date

_PRESENT = re.compile(
    r"\b(?P<verb>endres|endrast|(?:vert|blir) endra|oppheves|opphevast|(?:vert|blir) oppheva"
    r"|tilføyes|tilføyast|føyes til|(?:vert|blir) (?:tilføy[dea]|føyd+ til|lagd? til))\s+ved\s+",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:endret|endra|opphevet|oppheva|tilføyd|tilføya|føyd til|vedtatt|satt i kraft) ved\s", re.IGNORECASE
)
_CITED = re.compile(
    rf"(?P<kind>lov(?:er|ar|a)?|forskrift(?:er|ar|a)?)?\s*(?P<date>{WRITTEN})(?:\s+nr\.?\s*(?P<number>\d+))?"
    rf"(?:,?\s+som endr(?:et|a) ved (?:lov|forskrift) {WRITTEN}(?:\s+nr\.?\s*\d+)?)?"
    r"\s*(?P<force>\((?:[^()]|\([^()]*\))*\))?",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:,|og|samt)\s*(?:ved\s+)?(?=(?:lov|forskrift|\d))", re.IGNORECASE)
_FORCE = re.compile(rf"(?:i kraft|ikr\.?|gjeld(?:er)?)\s+(?:fra |frå )?(?P<date>{WRITTEN})", re.IGNORECASE)
_KINDS = (("endr", ChangeKind.CHANGED), ("opphev", ChangeKind.REPEALED))


def read_note(text: str, links: Mapping[str, str]) -> Note:
    """A note with its changes that are not worked in.

    Args:
        text: the note's text in single spaces.
        links: the refids that the note links to, by the words of the link. An act that the note
            names without a link gets its refid from its date and number.
    """
    by_name = {_name(words): refid for words, refid in links.items()}
    changes: list[AmendmentNote] = []
    for match in _PRESENT.finditer(text):
        changes.extend(_changes(text, match, by_name))
    return Note(text, tuple(changes))


def _changes(text: str, verb: re.Match[str], links: Mapping[str, str]) -> list[AmendmentNote]:
    word = verb["verb"].lower()
    kind = next((kind for mark, kind in _KINDS if mark in word), ChangeKind.ADDED)
    sort = "lov"
    found: list[AmendmentNote] = []
    at = verb.end()
    while cited := _CITED.match(text, at):
        sort = "forskrift" if (cited["kind"] or sort).lower().startswith("forskrift") else "lov"
        name = _name(cited.group())
        refid = links.get(name) or _refid(sort, cited)
        if refid is not None:
            found.append(AmendmentNote(_words(text, verb, cited), refid, _in_force(cited["force"]), kind))
        joined = _JOIN.match(text, cited.end())
        if joined is None or _PAST.match(text, joined.end()):
            break
        at = joined.end()
    return found


def _words(text: str, verb: re.Match[str], cited: re.Match[str]) -> str:
    lead = text[verb.start() : verb.end()].strip()
    return f"{lead[:1].upper()}{lead[1:]} {cited.group().strip().rstrip(',')}."


def _in_force(bracket: str | None) -> dt.date | None:
    match = _FORCE.search(bracket or "")
    return written_date(match["date"]) if match else None


def _refid(sort: str, cited: re.Match[str]) -> str | None:
    day = written_date(cited["date"])
    if day is None:
        return None
    return f"{sort}/{day.isoformat()}" + (f"-{cited['number']}" if cited["number"] else "")


def _name(words: str) -> str:
    """Date and number of a cited act, the same for every way of writing them; else the words."""
    match = re.search(rf"({WRITTEN})(?:\s+nr\.?\s*(\d+))?", words, re.IGNORECASE)
    day = written_date(match[1]) if match else None
    return f"{day}/{match[2] or ''}" if match and day else words
