"""Documents printed as DOCX, PDF and text say the same, look like documents, and never remain half-written."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assistant.printing import (
    Blank,
    Box,
    Bullets,
    Document,
    Fields,
    Format,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    render,
    save,
)
from corpus.errors import ExportError
from corpus.models import Language

WORDS = ["Vurderingsnotat", "Få plass til ærlige råd", "§ 24-3 andre ledd", "Beslutning", "Ring 110", "tredje"]


def sheet(**changes: object) -> Document:
    document = Document(
        title="Vurderingsnotat",
        subtitle="Få plass til ærlige råd",
        footer="Pliktkompass",
        page_word="Side",
        language=Language.NB,
        blocks=(
            Fields(rows=(("Dato", "22.11.2026"), ("Rolle", "lærer"))),
            Box(paragraphs=(Paragraph(lead="Fare?", text="Ring 110 først."),), tone="warning"),
            Heading(text="Regler"),
            Table(head=("Bestemmelse", "Sier"), rows=(("§ 24-3 andre ledd", "«Meld fra» – straks"),), widths=(1, 3)),
            Heading(text="Steg", level=3),
            Bullets(items=("første", "andre", "tredje"), numbered=True),
            Bullets(items=("punkt",)),
            Paragraph(text="Linje en\nLinje to", quiet=True),
            PageBreak(),
            Blank(label="Beslutning", lines=4),
        ),
    )
    return document.model_copy(update=changes)


def text_of(content: bytes, form: Format) -> str:
    if form is Format.TEXT:
        return content.decode()
    if form is Format.PDF:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    file = docx.Document(BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


@pytest.mark.parametrize("form", Format)
def test_every_form_holds_every_word(form: Format) -> None:
    text = text_of(render(sheet(), form), form)
    for words in WORDS:
        assert words in text


def test_a_pdf_is_tagged_for_screen_readers_and_says_its_language_and_title() -> None:
    reader = PdfReader(BytesIO(render(sheet(), Format.PDF)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nb")
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Vurderingsnotat"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert len(reader.pages) == 2


def test_a_docx_has_real_headings_its_language_and_nobody_elses_name() -> None:
    file = docx.Document(BytesIO(render(sheet(), Format.DOCX)))
    styles = [paragraph.style.name for paragraph in file.paragraphs if paragraph.style is not None]
    assert [name for name in styles if name and name.startswith("Heading")] == ["Heading 1", "Heading 2", "Heading 3"]
    assert file.core_properties.author == ""
    assert file.core_properties.language == "nb-NO"


def test_each_numbered_list_begins_at_one() -> None:
    twice = Bullets(items=("a", "b"), numbered=True)
    file = docx.Document(BytesIO(render(sheet(blocks=(twice, twice)), Format.DOCX)))
    numbers = {p._p.pPr.numPr.numId.val for p in file.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None}
    assert len(numbers) == 2


@pytest.mark.parametrize("form", Format)
def test_markup_is_only_text(form: Format) -> None:
    evil = '#panic() $x$ *a* <script> \\u{41} #image("/etc/passwd") {{7*7}} &amp;'
    text = text_of(render(sheet(blocks=(Paragraph(text=evil),)), form), form)
    assert "".join(evil.split()) in "".join(text.split())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_whatever_people_write_can_be_printed(text: str) -> None:
    words = Paragraph(text=text, lead=text)
    document = sheet(
        blocks=(words, Box(paragraphs=(words,)), Bullets(items=(text,)), Table(head=("a",), rows=((text,),)))
    )
    for form in Format:
        assert render(document, form)


def test_a_file_is_put_in_place_whole(tmp_path: Path) -> None:
    target = tmp_path / "note.pdf"
    target.write_text("older")
    save(sheet(), Format.PDF, target)
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["note.pdf"]


@pytest.mark.parametrize("form", Format)
def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path, form: Format) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(ExportError, match="cannot be written"):
        save(sheet(), form, folder)  # a folder stands where the file should be
    with pytest.raises(ExportError, match="missing"):
        save(sheet(), form, tmp_path / "missing" / "note")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_folder_without_write_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        (tmp_path / "probe").touch()
    except PermissionError:
        with pytest.raises(ExportError, match="may write"):
            save(sheet(), Format.TEXT, tmp_path / "note.txt")
    else:
        pytest.skip("this user may write everywhere")
    finally:
        tmp_path.chmod(0o700)
