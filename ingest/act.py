"""A law or regulation as it was read: the values that the Lovdata reader makes.

::

    Act
    └── Section        a § or article, or the text right under an unnumbered heading
        ├── Subsection     a ledd: text and list items, in the order of the source
        │   └── Item           a list item, which may hold items of its own
        ├── Note           what Lovdata says about changes; never part of the text
        │   └── AmendmentNote  a change that is decided but not worked into the text
        └── footnotes
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.models import Language
from corpus.refs import section_key


class ChangeKind(StrEnum):
    """What an amending act does to a provision."""

    CHANGED = "changed"
    REPEALED = "repealed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class AmendmentNote:
    """A change that stands as a note because it is not worked into the text.

    ``act`` is the amending act's refid; ``in_force_from`` is empty where the day is not set.
    """

    text: str
    act: str
    in_force_from: dt.date | None
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class Note:
    """Lovdata's note under a provision, with the changes in it that are still to be worked in."""

    text: str
    changes: tuple[AmendmentNote, ...] = ()


class _Composed:
    """What consists of paragraphs, list items and continuation paragraphs, as they stand."""

    __slots__ = ()
    parts: tuple[str | Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(part for part in self.parts if isinstance(part, Item))

    @property
    def text(self) -> str:
        """The whole of it, each list item on its own line with its label."""
        return render(self.parts)


@dataclass(frozen=True, slots=True)
class Item(_Composed):
    """A list item. ``label`` is as in the source (``a.``, ``1.``, ``-``), empty where it has none."""

    label: str
    parts: tuple[str | Item, ...]

    @property
    def key(self) -> str | None:
        """The bare letter or number that people cite, None for dashes and unlabelled items."""
        bare = self.label.strip().rstrip(".)").lstrip("(").strip()
        return bare.lower() if bare and any(char.isalnum() for char in bare) else None


@dataclass(frozen=True, slots=True)
class Subsection(_Composed):
    """A ledd."""

    number: int
    parts: tuple[str | Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A § or article, or the text right under an unnumbered heading.

    ``section`` is the address within the act, unique there (``13 b``, ``art 6``, ``Styrer``);
    ``heading`` the heading as printed, ``title`` the words of it after the number; ``chapters`` the
    headings above it; ``address`` Lovdata's own (``NL/lov/1999-07-02-64/§21``).
    """

    section: str
    heading: str
    title: str
    chapters: tuple[str, ...]
    numbered: bool
    language: Language
    address: str
    subsections: tuple[Subsection, ...] = ()
    notes: tuple[Note, ...] = ()
    footnotes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(sub.text for sub in self.subsections)

    @property
    def changes(self) -> tuple[AmendmentNote, ...]:
        """Every change not worked into the text, whatever its date."""
        return tuple(change for note in self.notes for change in note.changes)

    def pending_on(self, day: dt.date) -> tuple[AmendmentNote, ...]:
        """The changes that are in force on ``day`` although the text does not show them."""
        return tuple(c for c in self.changes if c.in_force_from is not None and c.in_force_from <= day)


@dataclass(frozen=True, slots=True)
class Act:
    """One document from Lovdata.

    ``headings`` are the title and the chapter headings, each once; ``header`` the document header's
    fields by their class (``ministry``, ``legalArea``, ...), without the table of contents.
    ``not_in_force`` is set where the King has not yet said from when the act applies; ``in_force_to``
    is the last day of an act that Lovdata says ends.
    """

    refid: str
    title: str
    short_title: str
    language: Language
    date_in_force: dt.date | None
    in_force_to: dt.date | None
    not_in_force: bool
    sections: tuple[Section, ...]
    headings: tuple[str, ...] = ()
    header: dict[str, str] = field(default_factory=dict)
    address: str = ""

    def section(self, name: str) -> Section | None:
        """The section with this address, in any spelling, or None."""
        key = section_key(name)
        return next((s for s in self.sections if section_key(s.section) == key), None)

    def pending_on(self, day: dt.date) -> tuple[tuple[Section, AmendmentNote], ...]:
        """Every section with a change that is in force on ``day`` but not worked into its text."""
        return tuple((section, change) for section in self.sections for change in section.pending_on(day))

    def raw_texts(self) -> Iterator[str]:
        """Every text that was read, once each, without labels: what the completeness gate counts."""
        yield from self.header.values()
        yield from self.headings
        for section in self.sections:
            if section.numbered:
                yield section.heading
            for subsection in section.subsections:
                yield from _raw(subsection.parts)
            yield from (note.text for note in section.notes)
            yield from section.footnotes


def render(parts: tuple[str | Item, ...], indent: str = "") -> str:
    """Parts as lines: paragraphs as they are, items with their label, nested items further in.

    A label that the source prints in the item's own text («1. I registeret ...») is not repeated.
    """
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(f"{indent}{part}")
            continue
        label = "–" if part.label in {"", "-", "–"} else part.label
        inner = render(part.parts, indent + "  ").lstrip()
        lines.append(f"{indent}{inner}" if inner.startswith(label) else f"{indent}{label} {inner}".rstrip())
    return "\n".join(lines)


def _raw(parts: tuple[str | Item, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _raw(part.parts)
