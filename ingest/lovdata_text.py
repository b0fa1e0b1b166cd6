"""The text inside a section of a Lovdata document: ledd, lists, tables, footnotes.

Nothing is left out on purpose: an element that is not known is read as a paragraph, so that new
markup costs structure and never words. The completeness gate checks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.act import Item, Note, Subsection
from ingest.notes import read_note
from ingest.xmltree import has_class, is_inline, squeeze, tag_of, text_of

_WRAPPERS = ("document-change", "change", "gazettenote", "futureLegalArticle", "box", "indent")
_FOOTNOTE = re.compile(r"(\d{1,2}) [A-ZÆØÅ«(§]")
_NUMBERED_ACT = re.compile(r"\d+\. I (?:lov|forskrift)")


@dataclass(slots=True)
class Content:
    """What stands in a section: ledd as they grow, notes and footnotes."""

    units: list[tuple[int, bool, list[str | Item]]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.units or self.notes or self.footnotes)

    def add(self, element: etree._Element) -> None:
        """Take in one child of a section, and the text that follows it."""
        if tag_of(element):
            self._take(element)
        self.loose(element.tail)

    def loose(self, text: str | None) -> None:
        """Text between the elements. It belongs to what stands before it."""
        words = squeeze(text or "")
        if words:
            self._extend([words])

    def subsections(self) -> tuple[Subsection, ...]:
        """The ledd, once trailing paragraphs that are footnotes («1 Fra 1. juli ...») are set apart."""
        kept = self._without_footnotes()
        return tuple(Subsection(number, tuple(parts)) for number, _, parts in kept)

    def _take(self, element: etree._Element) -> None:
        if has_class(element, "changesToParent") and not _NUMBERED_ACT.match(text_of(element)):
            self.notes.append(note_of(element))
        elif has_class(element, "footnotes"):
            self.footnotes.extend(text for child in element if (text := text_of(child)))
        elif any(has_class(element, name) for name in _WRAPPERS):
            self.loose_start(element)
            for child in element:
                self.add(child)
        elif has_class(element, "numberedLegalP"):
            self._numbered(element)
        elif tag_of(element) in {"article", "span", "h1", "h2", "h3", "h4", "h5", "h6"}:
            self._new(parts_of(element))
        else:
            self._extend(parts_of(element))

    def loose_start(self, element: etree._Element) -> None:
        """The text before an element's first child."""
        self.loose(element.text)

    def _numbered(self, element: etree._Element) -> None:
        """«(2) ...» is a ledd; «1. ...» that follows upon a paragraph is an item of that ledd."""
        parts = parts_of(element)
        number = element.get("data-numerator", "")
        value = int(number) if number.isdecimal() else None
        last = self.units[-1][2][-1] if self.units and self.units[-1][2] else None
        follows = isinstance(last, Item) and value is not None and last.label == f"{value - 1}."
        if self.units and not self.units[-1][1] and (value == 1 or follows):
            self._extend([Item(f"{value}.", tuple(parts))])
            return
        self._new(parts, value, numbered=True)

    def _new(self, parts: list[str | Item], number: int | None = None, *, numbered: bool = False) -> None:
        if parts:
            following = self.units[-1][0] + 1 if self.units else 1
            self.units.append((max(following, number or 0), numbered, parts))

    def _extend(self, parts: list[str | Item]) -> None:
        if self.units:
            self.units[-1][2].extend(parts)
        else:
            self._new(parts)

    def _without_footnotes(self) -> list[tuple[int, bool, list[str | Item]]]:
        start = len(self.units)
        expected: list[int] = []
        while start > 1:
            _, numbered, parts = self.units[start - 1]
            match = (
                _FOOTNOTE.match(parts[0]) if not numbered and len(parts) == 1 and isinstance(parts[0], str) else None
            )
            if match is None or (expected and int(match[1]) >= expected[0]):
                break
            expected.insert(0, int(match[1]))
            start -= 1
        if not expected or expected[0] != 1:
            return self.units
        self.footnotes[:0] = [str(unit[2][0]) for unit in self.units[start:]]
        del self.units[start:]
        return self.units


def note_of(element: etree._Element) -> Note:
    """Lovdata's note under a provision, with the acts it links to."""
    links = {
        text_of(link): href
        for link in element.iter("a")
        if (href := link.get("href", "")).startswith(("lov/", "forskrift/"))
    }
    return read_note(text_of(element), links)


def parts_of(element: etree._Element) -> list[str | Item]:
    """The paragraphs and list items in an element, in order. Table rows become lines with «|»."""
    reader = _Parts()
    reader.walk(element)
    reader.flush()
    return reader.parts


class _Parts:
    def __init__(self) -> None:
        self.parts: list[str | Item] = []
        self._buffer: list[str] = []

    def flush(self) -> None:
        text = squeeze("".join(self._buffer))
        self._buffer.clear()
        if text:
            self.parts.append(text)

    def walk(self, element: etree._Element) -> None:
        if tag_of(element) in {"ul", "ol"}:
            self._list(element)
            return
        if tag_of(element) == "table":
            self._table(element)
            return
        self._buffer.append(element.text or "")
        for child in element:
            self._child(child)
            self._buffer.append(child.tail or "")

    def _child(self, child: etree._Element) -> None:
        tag = tag_of(child)
        if is_inline(child):
            self.walk(child)
        elif tag in {"sup", "br", "img", "span"}:
            self._buffer.append(" ")
            self.walk(child)
            self._buffer.append(" ")
        elif tag:
            self.flush()
            self.walk(child)
            self.flush()

    def _list(self, element: etree._Element) -> None:
        self._buffer.append(element.text or "")
        self.flush()
        for child in element:
            if tag_of(child):
                self.parts.append(Item(_label(element, child), tuple(parts_of(child))))
            self._buffer.append(child.tail or "")
            self.flush()

    def _table(self, element: etree._Element) -> None:
        for row in _rows(element):
            self.parts.append(row)


def _rows(table: etree._Element) -> Iterator[str]:
    for child in table:
        if tag_of(child) == "tr":
            row = " | ".join(text for cell in child if (text := text_of(cell)))
            if row:
                yield row
        elif tag_of(child) in {"tbody", "thead", "tfoot"}:
            yield from _rows(child)
        elif text := text_of(child):
            yield text


def _label(parent: etree._Element, item: etree._Element) -> str:
    """The item's label: what the source says, else counted from ``<ol type="a">`` and ``value``."""
    given = item.get("data-name") or item.get("data-li-identifier")
    if given is not None:
        return given.strip()
    value = item.get("value", "")
    if tag_of(parent) != "ol" or not value.isdecimal():
        return ""
    number = int(value)
    if parent.get("type") == "a" and 1 <= number <= 26:
        return f"{chr(96 + number)}."
    return f"{number}."
