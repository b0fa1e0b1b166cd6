"""A document as plain text, for a terminal, a journal system or an e-mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from assistant.printing.model import Blank, Block, Box, Bullets, Document, Fields, Heading, Paragraph, Table

_WIDTH = 88


def as_text(document: Document) -> str:
    """The whole document, wrapped, with a line break at its end."""
    lines = [document.title, "=" * min(len(document.title), _WIDTH)]
    lines += [document.subtitle] if document.subtitle else []
    for block in document.blocks:
        lines += ["", *_lines(block)]
    lines += ["", *_wrapped(document.footer)] if document.footer else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
        yield ("-" if block.level == 2 else "·") * min(len(block.text), _WIDTH)
    elif isinstance(block, Paragraph):
        yield from _paragraph(block)
    elif isinstance(block, Bullets):
        for number, item in enumerate(block.items, 1):
            yield from _wrapped(item, f"{number}. " if block.numbered else "- ")
    elif isinstance(block, Fields):
        for name, value in block.rows:
            yield from _wrapped(f"{name}: {value}")
    elif isinstance(block, Blank):
        yield from _wrapped(f"{block.label}:")
        yield from ["_" * _WIDTH] * block.lines
    elif isinstance(block, Box):
        for paragraph in block.paragraphs:
            yield from (f"| {line}" for line in _paragraph(paragraph))
    elif isinstance(block, Table):
        for row in block.rows:
            cells = [f"{name}: {cell}" for name, cell in zip(block.head, row, strict=False) if cell]
            for at, cell in enumerate(cells):
                yield from _wrapped(cell, "  " if at else "- ")


def _paragraph(block: Paragraph) -> Iterator[str]:
    text = f"{block.lead} {block.text}" if block.lead else block.text
    for line in text.split("\n"):
        yield from _wrapped(line)


def _wrapped(text: str, first: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH - 2, initial_indent=first, subsequent_indent=" " * len(first)) or [""]
