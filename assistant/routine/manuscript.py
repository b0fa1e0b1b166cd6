"""A document as it is checked: its text, where each part of it stands, and its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.errors import DocumentError
from ingest.blocks import Extracted
from ingest.plain_text import decode

MAX_BYTES = 15 * 1024 * 1024
MAX_PAGES = 100
MAX_CHARACTERS = 400_000
"""The largest routine, plan or agreement that is checked at once."""

_ENDS = re.compile(
    r"(?<=[.!?…])[\"»”)\]]*\s+(?=[A-ZÆØÅ«\"“(\[–•§])"
    r"|\n[ \t]*\n\s*"
    r"|\n(?=\s*(?:[-•*·«»°>–▪◦|]\s|\(?\d{1,2}[.)]\s|[a-zæøå]\)\s|[A-ZÆØÅ§]))"
    r"|(?<=[.:;!?])[ \t]*\n\s*"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:jf|jfr|nr|pkt|kap|art|bl|f|ff|mv|m\.v|m\.m|dvs|evt|ev|jfr|bokst|p|ca|kl|no|sec|cf|osv|o\.l|[a-zæøå]{1,7}l|"
    r"s)\.[\"»”)\]]*$|(?:^|\n)[ \t]*(?:§+\s*[\d-]+\s?[a-z]?|\d{1,2})\.$",
    re.IGNORECASE,
)
_LONGEST = 700


@dataclass(frozen=True)
class Manuscript:
    """``text`` is the whole document. ``starts`` are where its lines begin, ``places`` each line's page and number."""

    name: str
    text: str
    starts: tuple[int, ...]
    places: tuple[tuple[int | None, int], ...]
    warnings: tuple[str, ...] = ()
    ends: tuple[int, ...] = field(init=False, repr=False)
    """Where each sentence begins, and the end of the text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", tuple(_sentence_starts(self.text)))

    def place(self, offset: int) -> tuple[int | None, int]:
        """The page and line of a place in the text."""
        return self.places[max(0, bisect_right(self.starts, offset) - 1)]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The beginning and end of the sentence that holds what stands from ``start`` to ``end``."""
        first = self.ends[bisect_right(self.ends, start) - 1]
        after = bisect_right(self.ends, max(start, end - 1))
        last = self.ends[after] if after < len(self.ends) else len(self.text)
        return max(first, start - _LONGEST), min(last, end + _LONGEST)


def read_manuscript(data: bytes, name: str, *, ocr: bool = False) -> Manuscript:
    """Read a routine from a file's bytes. ``ocr`` as in :func:`ingest.pdf_text.read_pdf`.

    Raises :class:`DocumentError` for a file that cannot be read, is too large, holds a macro or no text, or is
    something else than its name says.
    """
    if not data:
        raise DocumentError(f"{name}: the file is empty; choose another", "empty")
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name}: larger than {MAX_BYTES // 2**20} MB; split it", "too_large")
    suffix = "." + name.lower().rpartition(".")[2] if "." in name else ""
    _check_kind(data, name, suffix)
    # The readers are loaded where a file is read: an answer does not wait for them.
    if suffix == ".pdf":
        from ingest.pdf_text import read_pdf

        return _from_pdf(read_pdf(data, name, ocr=ocr, most_pages=MAX_PAGES), name)
    if suffix == ".docx":
        from ingest.docx_text import read_docx

        return _from_lines(read_docx(data, name), name)
    if suffix in {".html", ".htm", ".xhtml"}:
        from ingest.html_text import read_html

        return _from_lines(read_html(data, name), name)
    return from_text(decode(data, name), name)


def from_text(text: str, name: str) -> Manuscript:
    """A routine that was pasted, or a text file. A form feed begins a new page; lines are counted in the whole text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    page = 1 if "\f" in text else None
    lines: list[tuple[str, int | None, int]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if page is not None:
            page += line.count("\f")
        lines.append((line.replace("\f", " "), page, number))
    return _made(name, lines)


def _check_kind(data: bytes, name: str, suffix: str) -> None:
    if suffix in {".docm", ".dotm"}:
        raise DocumentError(f"{name}: a Word document with macros is not read; save it as .docx", "macro")
    if suffix in {".doc", ".odt", ".rtf", ".pages"}:
        raise DocumentError(f"{name}: this format cannot be read; save it as .docx or PDF", "other_format")
    is_pdf, is_zip = data[:1024].lstrip().startswith(b"%PDF-"), data.startswith(b"PK\x03\x04")
    if (is_pdf and suffix != ".pdf") or (is_zip and suffix != ".docx"):
        kind = "a PDF" if is_pdf else "a Word document or another packed file"
        raise DocumentError(f"{name}: is {kind} although it is named otherwise; give it its right name", "wrong_name")


def _from_pdf(read: Extracted, name: str) -> Manuscript:
    lines: list[tuple[str, int | None, int]] = []
    for block in read.blocks:
        lines += [(line, block.page, number) for number, line in enumerate(block.text.split("\n"), start=1)]
        lines.append(("", block.page, 0))
    return _made(name, lines, read.warnings)


def _from_lines(read: Extracted, name: str) -> Manuscript:
    return _made(name, [(line, None, number) for number, line in enumerate(read.lines, start=1)], read.warnings)


def _made(name: str, lines: Iterable[tuple[str, int | None, int]], warnings: tuple[str, ...] = ()) -> Manuscript:
    kept = list(lines)
    starts, position = [], 0
    for line, _, _ in kept:
        starts.append(position)
        position += len(line) + 1
    text = "\n".join(line for line, _, _ in kept)
    if not text.strip():
        raise DocumentError(f"{name}: there is no text in it; run OCR on a scanned document first", "no_text")
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(
            f"{name}: {len(text)} characters, and at most {MAX_CHARACTERS} can be checked; split it", "too_large"
        )
    return Manuscript(name, text, tuple(starts), tuple((page, number) for _, page, number in kept), warnings)


def _sentence_starts(text: str) -> Iterable[int]:
    yield 0
    for match in _ENDS.finditer(text):
        cut = match.end()
        if "\n" not in match[0] and _ABBREVIATION.search(text, max(0, match.start() - 14), match.start()):
            continue
        if 0 < cut < len(text):
            yield cut
