"""What a printed document consists of, whatever it is printed as.

Text is plain: nothing in it is read as markup. Characters that no document can hold (control
characters, lone surrogates) are left out; a line break is a space, except in a :class:`Paragraph`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from corpus.models import Language

_SPACES = re.compile(" +")  # not those that keep «§ 13» together on a line
_NOT_PRINTED = frozenset({"Cc", "Cs", "Cn", "Co"})


def _printable(text: str) -> str:
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _NOT_PRINTED)


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", _printable(text.replace("\t", " ").replace("\n", " "))).strip(" ")


Line = Annotated[str, AfterValidator(_one_line)]
Lines = Annotated[str, AfterValidator(lambda text: _printable(text.replace("\r\n", "\n").replace("\t", " ")).strip())]


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Block):
    """A heading: 2 is under the title, 3 under a 2."""

    kind: Literal["heading"] = "heading"
    text: Line
    level: Annotated[int, Field(ge=2, le=3)] = 2


class Paragraph(_Block):
    """Running text. ``lead`` stands before it in bold; ``quiet`` is small print."""

    kind: Literal["paragraph"] = "paragraph"
    text: Lines
    lead: Line = ""
    quiet: bool = False


class Bullets(_Block):
    """A list, with numbers where the order matters."""

    kind: Literal["bullets"] = "bullets"
    items: Annotated[tuple[Line, ...], Field(min_length=1)]
    numbered: bool = False


class Fields(_Block):
    """What is known about the document, a name and its value a line (date, role, time needed)."""

    kind: Literal["fields"] = "fields"
    rows: Annotated[tuple[tuple[Line, Line], ...], Field(min_length=1)]


class Blank(_Block):
    """A place where the person writes: what belongs there, and how many lines it is high."""

    kind: Literal["blank"] = "blank"
    label: Line
    lines: Annotated[int, Field(ge=1, le=30)] = 3


class Box(_Block):
    """Paragraphs that stand out: the conclusion, a danger, a proposal to be checked."""

    kind: Literal["box"] = "box"
    paragraphs: Annotated[tuple[Paragraph, ...], Field(min_length=1)]
    tone: Literal["calm", "warning"] = "calm"


class Table(_Block):
    """A table with a row of headings. ``widths`` are the columns' shares of the width; even without."""

    kind: Literal["table"] = "table"
    head: Annotated[tuple[Line, ...], Field(min_length=1)]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[Annotated[int, Field(ge=1)], ...] = ()


class PageBreak(_Block):
    """What comes after begins on a new page."""

    kind: Literal["page_break"] = "page_break"


Block = Annotated[
    Heading | Paragraph | Bullets | Fields | Blank | Box | Table | PageBreak,
    Field(discriminator="kind"),
]


class Document(_Block):
    """A document: its title, what stands small under the title and at the foot of each page, and its blocks."""

    kind: Literal["document"] = "document"
    title: Annotated[Line, Field(min_length=1)]
    subtitle: Line = ""
    footer: Line = ""
    page_word: Line = ""
    """The word before the page's number at the foot («Side»); no number without it."""
    language: Language = Language.NB
    compact: bool = False
    """Smaller type and margins, for what should fit on one page."""
    blocks: tuple[Block, ...]
