"""A source's text in pieces that say one thing: sentences, and list items together with what leads into them."""

from __future__ import annotations

import re

_ITEM = re.compile(r"^\s*(?:[-–•*]|\(?[a-zæøå]\)|[a-zæøå]\.|\(?\d{1,2}[.)]|nr\.?\s*\d+\.?)\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[A-ZÆØÅ«“\"(§])")
_CLAUSE = re.compile(
    r"[;:]\s+|(?<!\d)(?<!jf)(?<!nr)\.\s+(?=[A-ZÆØÅ])|,\s+(?:og|men|mens|and|but|while)\s+|\s+(?:og|and|men|but|or|eller)\s+"
    r"(?=(?:\w+\s+){0,2}?(?:skal|må|kan|bør|plikter|pliktar|trenger|treng|har|must|may|can|cannot|should|shall|need|"
    r"does|do|is|are)\b)",
    re.IGNORECASE,
)
_SHORT = 3
"""Words that a clause must have to be read on its own."""


def segments(text: str) -> tuple[str, ...]:
    """The pieces of a text, each once, in order."""
    found: dict[str, None] = {}
    lead = ""
    for line in text.splitlines():
        line = " ".join(line.split())
        if not line:
            continue
        item = _ITEM.match(line)
        if item and lead:
            found[f"{lead} {line[item.end() :]}"] = None
            continue
        pieces = [piece for piece in _SENTENCE.split(line) if re.search(r"\w", piece)]
        found.update(dict.fromkeys(pieces))
        lead = pieces[-1].rstrip(":") if pieces and not pieces[-1].endswith((".", "!", "?")) else ""
    return tuple(found)


def clauses(sentence: str) -> tuple[str, ...]:
    """The parts of a sentence that each have a verb of their own, as far as their joints tell."""
    parts: list[str] = []
    start = 0
    for match in _CLAUSE.finditer(sentence):
        piece = sentence[start : match.start()]
        if len(piece.split()) >= _SHORT and len(sentence[match.end() :].split()) >= _SHORT:
            parts.append(piece.strip(" ,.;:"))
            start = match.end()
    parts.append(sentence[start:].strip(" ,.;:"))
    return tuple(part for part in parts if part)
