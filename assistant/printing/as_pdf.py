"""A document as PDF, tagged for screen readers (PDF/UA-1): public bodies must give out nothing less.

Typst sets it, with the fonts it carries. The document reaches the template as data, so that nothing
in its text can be read as markup, and the template loads nothing from outside.
"""

from __future__ import annotations

from pathlib import Path

from assistant.printing.model import Document
from corpus.errors import ExportError

_TEMPLATE = Path(__file__).with_name("sheet.typ")


def as_pdf(document: Document) -> bytes:
    """The PDF's bytes. Raises :class:`ExportError` where it cannot be set.

    A character that the carried fonts lack is not allowed in PDF/UA; the document is then set
    with the machine's own fonts, tagged all the same but without the claim of that standard.
    """
    import typst  # it takes memory that only those who export need

    template = _TEMPLATE.read_bytes()
    data = {"document": document.model_dump_json()}
    try:
        return typst.compile(template, sys_inputs=data, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError:
        pass
    try:
        return typst.compile(template, sys_inputs=data)
    except typst.TypstError as error:
        raise ExportError(f"The PDF could not be made ({error}). Choose docx or text instead.") from error
