"""The text of a document, as the readers of each format hand it over to be cut into passages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text under one heading, or on one page.

    ``headings`` are the headings it stands under, the nearest last; ``page`` counts from 1 and is
    None for formats without pages.
    """

    text: str
    page: int | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document's title and text. ``warnings`` say what could not be read although the rest could.

    ``lines`` are all its lines in order, headings too, for formats without pages.
    """

    title: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class Outline:
    """Collects text under headings while a document is read from top to bottom."""

    def __init__(self) -> None:
        self._levels: list[tuple[int, str]] = []
        self._lines: list[str] = []
        self._blocks: list[Block] = []
        self._all: list[str] = []

    def heading(self, level: int, text: str) -> None:
        """A heading ends the block before it and all headings of its own level and below."""
        if not text:
            return
        self._close()
        self._all.append(text)
        self._levels = [entry for entry in self._levels if entry[0] < level]
        self._levels.append((level, text))

    def line(self, text: str) -> None:
        """A paragraph, a list item or a row of a table."""
        if text:
            self._lines.append(text)
            self._all.append(text)

    def blocks(self) -> tuple[Block, ...]:
        """What was collected."""
        self._close()
        return tuple(self._blocks)

    def lines(self) -> tuple[str, ...]:
        """Every line in order, headings too."""
        return tuple(self._all)

    def _close(self) -> None:
        if self._lines:
            headings = tuple(text for _, text in self._levels)
            self._blocks.append(Block("\n".join(self._lines), None, headings))
            self._lines = []
