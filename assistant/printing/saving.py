"""A document to bytes or to a file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from assistant.printing.as_text import as_text
from assistant.printing.model import Document
from corpus.files import export


class Format(StrEnum):
    """What a document can be printed as."""

    DOCX = "docx"
    PDF = "pdf"
    TEXT = "text"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def suffix(self) -> str:
        """The ending of such a file's name."""
        return ".txt" if self is Format.TEXT else f".{self.value}"


_MEDIA_TYPES: Mapping[Format, str] = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.TEXT: "text/plain; charset=utf-8",
}


def render(document: Document, form: Format) -> bytes:
    """The document's bytes. Raises :class:`ExportError` where it cannot be made."""
    # What writes a format is loaded where that is asked for: an answer does not wait for it.
    match form:
        case Format.DOCX:
            from assistant.printing.as_docx import as_docx

            return as_docx(document)
        case Format.PDF:
            from assistant.printing.as_pdf import as_pdf

            return as_pdf(document)
        case Format.TEXT:
            return as_text(document).encode()


def save(document: Document, form: Format, path: Path) -> None:
    """Write the document to ``path``, in place of what is there.

    Raises :class:`ExportError` where it cannot be made or written; what was there before then stays.
    """
    export(render(document, form), path)
