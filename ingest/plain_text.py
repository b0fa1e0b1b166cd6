"""Reads plain text and Markdown, in UTF-8 or the older Latin-1."""

from __future__ import annotations

import re

from corpus.errors import DocumentError
from ingest.blocks import Block, Extracted, Outline

_HEADING = re.compile(r"(#{1,6})\s+(.*\S)\s*#*\Z")
_LEFTOVER = re.compile(r"\[(?:bookmark|image):[^\]\n]*\]")
_RULE = re.compile(r"[-=*_]{3,}\Z")


def decode(data: bytes, name: str) -> str:
    """Text out of bytes: UTF-8 where it is valid, else Windows' and ISO's Latin-1.

    Raises :class:`DocumentError` where the bytes are no text at all.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DocumentError(f"{name}: UTF-16 that is cut short; save it as UTF-8") from error
    if b"\0" in data:
        raise DocumentError(f"{name}: not text (it holds binary data); give a PDF, DOCX, HTML or text file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read_text(data: bytes, name: str) -> Extracted:
    """The text of a file, under its Markdown headings where it has them.

    A form feed begins a new page. What Word leaves behind in an export («[image: ]») is taken out.
    Raises :class:`DocumentError` where there is no text.
    """
    text = _LEFTOVER.sub("", decode(data, name).replace("\r\n", "\n").replace("\r", "\n"))
    pages = text.split("\f")
    if len(pages) > 1:
        blocks = tuple(Block(_tidy(page), number) for number, page in enumerate(pages, start=1) if _tidy(page))
    else:
        blocks = _outlined(text)
    if not blocks:
        raise DocumentError(f"{name}: the file is empty")
    title = blocks[0].headings[0] if blocks[0].headings else blocks[0].text.splitlines()[0]
    return Extracted(title.strip("*_ ")[:200], blocks)


def _outlined(text: str) -> tuple[Block, ...]:
    outline = Outline()
    for line in text.splitlines():
        stripped = line.strip()
        heading = _HEADING.match(stripped)
        if heading:
            outline.heading(len(heading[1]), heading[2].strip("*_ "))
        elif not _RULE.match(stripped):
            outline.line(" ".join(stripped.split()))
    return outline.blocks()


def _tidy(page: str) -> str:
    return "\n".join(" ".join(line.split()) for line in page.splitlines() if line.strip())
