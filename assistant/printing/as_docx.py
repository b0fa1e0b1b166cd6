"""A document as DOCX: real headings, lists and tables, so that it can be edited and read aloud."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from assistant.printing.model import (
    Blank,
    Block,
    Box,
    Bullets,
    Document,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from corpus.models import Language

_LOCALES = {Language.NB: "nb-NO", Language.NN: "nn-NO", Language.EN: "en-GB"}
_ACCENT = RGBColor(0x0B, 0x4F, 0x6C)
_QUIET = RGBColor(0x4A, 0x58, 0x66)
_TONES = {"calm": ("EEF4F7", "0B4F6C"), "warning": ("FDF0EC", "9C2F10")}
_RULE = "9AA7B3"
_WIDTH = Cm(16.2)
_LINE = Cm(0.74)


def as_docx(document: Document) -> bytes:
    """The file's bytes."""
    file = docx.Document()
    _set_up(file, document)
    file.add_heading(document.title, level=1)
    if document.subtitle:
        _write(file.add_paragraph(), Paragraph(text=document.subtitle, quiet=True))
    for block in document.blocks:
        _add(file, block)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _set_up(file: Docx, document: Document) -> None:
    about = file.core_properties
    about.title, about.author, about.comments = document.title, "", ""
    about.language = _LOCALES[document.language]
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    scale, margin = (0.85, Cm(1.6)) if document.compact else (1.0, Cm(2.2))
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = margin
    normal: Any = file.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(round(11 * scale))
    normal.paragraph_format.space_after = Pt(6 * scale)
    normal.element.get_or_add_rPr().append(_element("w:lang", val=_LOCALES[document.language]))
    for level, size in ((1, 19), (2, 13), (3, 11)):
        style: Any = file.styles[f"Heading {level}"]
        style.font.size, style.font.color.rgb = Pt(round(size * scale)), _ACCENT
        style.paragraph_format.space_before = Pt(12 * scale)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # they would win over the name
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.name = "Calibri"
    if document.footer or document.page_word:
        _footer(section.footer.paragraphs[0], document)


def _footer(paragraph: DocxParagraph, document: Document) -> None:
    words = [document.footer] if document.footer else []
    words += [f"{document.page_word} "] if document.page_word else []
    _style(paragraph.add_run(" · ".join(words)))
    if document.page_word:
        run = paragraph.add_run()
        _style(run)
        run._r.append(_element("w:fldChar", fldCharType="begin"))
        code = OxmlElement("w:instrText")
        code.text = "PAGE"
        run._r.append(code)
        run._r.append(_element("w:fldChar", fldCharType="end"))


def _add(file: Docx, block: Block) -> None:
    if isinstance(block, Heading):
        file.add_heading(block.text, level=block.level)
    elif isinstance(block, Paragraph):
        _write(file.add_paragraph(), block)
    elif isinstance(block, Bullets):
        _bullets(file, block)
    elif isinstance(block, Fields):
        _fields(file, block)
    elif isinstance(block, Blank):
        _blank(file, block)
    elif isinstance(block, Box):
        _box(file, block)
    elif isinstance(block, Table):
        _table(file, block)
    elif isinstance(block, PageBreak):
        file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _bullets(file: Docx, block: Bullets) -> None:
    if not block.numbered:
        for item in block.items:
            file.add_paragraph(item, style="List Bullet")
        return
    numbers = _fresh_numbers(file)
    for item in block.items:
        paragraph = file.add_paragraph(item, style="List Number")
        properties: Any = paragraph._p.get_or_add_pPr()
        properties = properties.get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, numbers


def _fresh_numbers(file: Docx) -> int:
    """A numbering of its own, so that every list begins at 1."""
    style: Any = file.styles["List Number"]
    numbering = file.part.numbering_part.element
    own = style.element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(own).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _fields(file: Docx, block: Fields) -> None:
    table = file.add_table(rows=0, cols=2)
    table.autofit = False
    for name, value in block.rows:
        row = table.add_row()
        row.cells[0].width, row.cells[1].width = Cm(4.4), _WIDTH - Cm(4.4)
        row.cells[0].paragraphs[0].add_run(name).bold = True
        row.cells[1].paragraphs[0].add_run(value)
    _after(file)


def _blank(file: Docx, block: Blank) -> None:
    label = file.add_paragraph()
    label.paragraph_format.keep_with_next = True
    label.add_run(block.label).bold = True
    cell = _one_cell(file, _RULE)
    row: Any = cell._tc.getparent()
    row.get_or_add_trPr().append(_element("w:trHeight", val=int(_LINE.twips * block.lines)))
    _after(file)


def _box(file: Docx, block: Box) -> None:
    ground, edge = _TONES[block.tone]
    cell = _one_cell(file, edge)
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=ground))
    for at, paragraph in enumerate(block.paragraphs):
        _write(cell.paragraphs[0] if at == 0 else cell.add_paragraph(), paragraph)
    _after(file)


def _table(file: Docx, block: Table) -> None:
    table = file.add_table(rows=1, cols=len(block.head))
    table.style = "Table Grid"
    table.autofit = False
    shares = block.widths if len(block.widths) == len(block.head) else (1,) * len(block.head)
    for row in ((block.head), *block.rows):
        cells = table.rows[0].cells if row is block.head else table.add_row().cells
        for cell, text, share in zip(cells, row, shares, strict=False):
            cell.width = int(_WIDTH * share / sum(shares))
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(10), row is block.head
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))
    _after(file)


def _one_cell(file: Docx, edge: str) -> _Cell:
    table: DocxTable = file.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    table.autofit = False
    cell = table.rows[0].cells[0]
    cell.width = _WIDTH
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", val="single", sz=4, color=edge))
    cell._tc.get_or_add_tcPr().append(borders)
    return cell


def _after(file: Docx) -> None:
    """Two tables that touch would become one."""
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run().font.size = Pt(6)


def _write(paragraph: DocxParagraph, block: Paragraph) -> None:
    if block.lead:
        _style(paragraph.add_run(f"{block.lead} "), quiet=block.quiet, bold=True)
    for at, line in enumerate(block.text.split("\n")):
        run = paragraph.add_run()
        if at:
            run.add_break()
        run.add_text(line)
        _style(run, quiet=block.quiet)


def _style(run: Any, *, quiet: bool = True, bold: bool = False) -> None:
    run.bold = bold or None
    if quiet:
        run.font.size, run.font.color.rgb = Pt(9), _QUIET


def _element(name: str, **values: object) -> Any:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), str(value))
    return element
