"""Reads a Word document: paragraphs under their headings, lists and tables in their order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from corpus.errors import DocumentError
from ingest.blocks import Extracted, Outline

MAX_UNPACKED = 256 * 1024 * 1024
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_HEADING = re.compile(r"(?:heading|overskrift)\s*(\d)", re.IGNORECASE)


def read_docx(data: bytes, name: str) -> Extracted:
    """The text of a DOCX file.

    Raises :class:`DocumentError` where it is not one, is damaged, holds a macro or unpacks to more than it may.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if any(info.filename.lower().endswith("vbaproject.bin") for info in package.infolist()):
                raise DocumentError(f"{name}: holds a macro; save it as .docx without macros", "macro")
            if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
                raise DocumentError(f"{name}: unpacks to more than {MAX_UNPACKED // 2**20} MB; leave it out")
            if any(info.filename.endswith("vbaProject.bin") for info in package.infolist()):
                raise DocumentError(f"{name}: holds a macro and is not opened; save it as .docx without macros")
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, EOFError, etree.XMLSyntaxError) as error:
        raise DocumentError(
            f"{name}: not a readable Word document ({error}); open it in a word processor and save it anew as .docx "
            "(a file with a password cannot be read)"
        ) from error
    _lay_open(document.element.body)
    outline = Outline()
    title = (document.core_properties.title or "").strip()
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            title = _paragraph(part, outline, title)
        elif isinstance(part, Table):
            for row in part.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                outline.line(" | ".join(text for text in cells if text))
    for note in _notes(document):
        outline.line(note)
    blocks = outline.blocks()
    if not blocks:
        raise DocumentError(
            f"{name}: no text in the document; if it holds pictures of text, run OCR and save it again", "no_text"
        )
    return Extracted(title, blocks, lines=outline.lines())


def _lay_open(body: etree._Element) -> None:
    """Put what stands in content controls and tracked insertions where a reader sees it; python-docx passes it by."""
    for element in [*body.iter(*(qn(f"w:{tag}") for tag in ("sdt", "ins", "smartTag", "customXml", "moveTo")))]:
        parent = element.getparent()
        if parent is None:
            continue
        content = element.find(qn("w:sdtContent")) if element.tag == qn("w:sdt") else element
        place = parent.index(element)
        for offset, child in enumerate(list(content) if content is not None else ()):
            parent.insert(place + offset, child)
        parent.remove(element)


def _notes(document: DocxDocument) -> Iterator[str]:
    """The footnotes and endnotes, which stand in parts of their own."""
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
            continue
        try:
            root = etree.fromstring(relation.target_part.blob, _PARSER)
        except etree.XMLSyntaxError:
            continue  # the document itself could be read; a broken note must not hide it
        for note in root:
            text = " ".join("".join(part.text or "" for part in note.iter(qn("w:t"))).split())
            if text:
                yield text


def _paragraph(part: Paragraph, outline: Outline, title: str) -> str:
    text = " ".join(part.text.split())
    style = (part.style.name if part.style is not None else None) or ""
    heading = _HEADING.match(style)
    if heading:
        outline.heading(int(heading[1]), text)
    elif style.lower() in {"title", "tittel"}:
        title = title or text
        outline.heading(0, text)
    else:
        outline.line(text)
    return title
