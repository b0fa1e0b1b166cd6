"""Guidelines and reports in every format, and every way they can be unreadable."""

from __future__ import annotations

import datetime as dt
import io
import stat
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from corpus.errors import DocumentError
from corpus.models import Language
from ingest.blocks import Extracted
from ingest.documents import language_of, passages_of_document, read_document, source_id
from ingest.passages import Passage

_DAY = dt.date(2026, 7, 2)


def pdf(*pages: str, password: str | None = None) -> bytes:
    """A PDF with these lines on its pages; an empty page is one without text."""
    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(600, 800)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = DecodedStreamObject()
        shown = b"".join(b"(%s) Tj T* " % line.encode("cp1252") for line in text.splitlines())
        stream.set_data(b"BT /F1 10 Tf 14 TL 40 760 Td " + shown + b"ET")
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _passages(extracted: Extracted) -> list[Passage]:
    return list(passages_of_document(extracted, "en-plan", _DAY))


def test_a_pdf_is_read_page_by_page() -> None:
    extracted = read_document(pdf("Barna har ikke fått hjelp.", "Skolen og helsesykepleier møtes."), "plan.pdf")
    passages = _passages(extracted)
    assert [(passage.page, passage.ref.section, passage.ref.subsection) for passage in passages] == [
        (1, "side 1", 1),
        (2, "side 2", 1),
    ]
    assert passages[1].text == "Skolen og helsesykepleier møtes."


def test_running_lines_and_broken_words_are_mended() -> None:
    whom = ("lærere", "leger", "politiet", "foreldre")
    page = "Plan for lekestuer\nHer om {0}: kommunen skal kjenne sam-\narbeidet med {0} og det de sier.\nSide {1}"
    extracted = read_document(pdf(*(page.format(name, n) for n, name in enumerate(whom, start=1))), "p.pdf")
    assert [block.text for block in extracted.blocks] == [
        f"Her om {name}: kommunen skal kjenne samarbeidet med {name} og det de sier." for name in whom
    ]


def test_a_page_without_text_is_a_warning() -> None:
    extracted = read_document(pdf("Barna har det godt i lekestuen.", ""), "plan.pdf")
    assert [block.page for block in extracted.blocks] == [1]
    assert extracted.warnings == ("plan.pdf: page 2 has no text; if it is a scan, run the file through OCR",)


def test_a_scanned_pdf_needs_ocr(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError, match=r"skann\.pdf: page 1 .* images without text; run it through OCR first"):
        read_document(pdf("", ""), "skann.pdf")


def _fake_ocr(folder: Path, body: str) -> None:
    program = folder / "ocrmypdf"
    program.write_text(f"#!{sys.executable}\nimport sys, shutil\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_a_scanned_pdf_is_read_with_ocrmypdf_where_it_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "ferdig.pdf").write_bytes(pdf("Teksten som sto i bildet."))
    _fake_ocr(tmp_path, f"shutil.copy({str(tmp_path / 'ferdig.pdf')!r}, sys.argv[-1])")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_document(pdf(""), "skann.pdf").blocks[0].text == "Teksten som sto i bildet."
    with pytest.raises(DocumentError, match="run it through OCR"):
        read_document(pdf(""), "skann.pdf", ocr=False)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("sys.exit('mangler norsk')", "ocrmypdf failed .*mangler norsk"),
        ("shutil.copy(sys.argv[-2], sys.argv[-1])", "found no text"),
    ],
)
def test_ocr_that_fails_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, said: str) -> None:
    _fake_ocr(tmp_path, body)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError, match=said):
        read_document(pdf(""), "skann.pdf")


def _damaged_page() -> bytes:
    reader = PdfReader(io.BytesIO(pdf("Første side er hel og fin.", "Andre side er ikke det.")))
    writer = PdfWriter(clone_from=reader)
    broken = DecodedStreamObject()
    broken.set_data(b"not flate")
    broken[NameObject("/Filter")] = NameObject("/Finnes-ikke")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(broken)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"ikke en pdf", "not a PDF"),
        (pdf("Tekst som er lang nok.")[:-40], "cut short"),
        (b"%PDF-1.7\n%%EOF", "damaged|pages"),
        (pdf("Hemmelig tekst i filen.", password="x"), "encrypted; save it without a password"),
        (_damaged_page(), r"page 2 cannot be read.*take that page out"),
    ],
    ids=["empty", "foreign", "cut", "hollow", "encrypted", "page"],
)
def test_an_unreadable_pdf_names_the_file_and_the_remedy(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        read_document(data, "rapport.pdf")
    assert str(caught.value).startswith("rapport.pdf: ")


def test_word_documents_keep_headings_lists_and_tables() -> None:
    document = docx.Document()
    document.core_properties.title = "Plan for lekestuer"
    document.add_heading("Ansvar", 1)
    document.add_paragraph("Styrer har ansvaret.")
    document.add_heading("Møter", 2)
    document.add_paragraph("Én gang i uken", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Hvem", "Når"
    out = io.BytesIO()
    document.save(out)
    passages = _passages(read_document(out.getvalue(), "plan.docx"))
    assert [(passage.ref.section, passage.path) for passage in passages] == [
        ("Ansvar", ("Plan for lekestuer", "Ansvar")),
        ("Møter", ("Plan for lekestuer", "Ansvar", "Møter")),
    ]
    assert passages[1].text == "Én gang i uken\nHvem | Når"


def test_a_web_page_keeps_its_content_and_loses_the_menu() -> None:
    page = (
        "<html><head><title>Råd – Etaten</title><script>var x</script></head><body><nav>Meny</nav><main><h1>Råd</h1>"
        "<p>Spør <a href='x'>barnet</a> først.</p><div>Løst<br>ord<ul><li>ett</li><li>to <b>tre</b></li></ul></div>"
        "<h2>Mer</h2><table><tr><th>A</th><td>B</td></tr></table></main><footer>Bunn</footer></body></html>"
    )
    extracted = read_document(page.encode(), "rad.html")
    assert extracted.title == "Råd – Etaten"
    assert [(block.headings, block.text) for block in extracted.blocks] == [
        (("Råd",), "Spør barnet først.\nLøst ord\nett\nto tre"),
        (("Råd", "Mer"), "A | B"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_text_in_every_encoding(encoding: str) -> None:
    extracted = read_document("# Råd\n\nFå øye på barna.\n\n[image: ]".encode(encoding), "rad.txt")
    assert [(block.headings, block.text) for block in extracted.blocks] == [(("Råd",), "Få øye på barna.")]


def test_form_feeds_are_pages() -> None:
    extracted = read_document(b"En side.\fTo sider.", "a.txt")
    assert [(block.page, block.text) for block in extracted.blocks] == [(1, "En side."), (2, "To sider.")]


def _word_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * (257 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\x03\x04tull", "not a readable Word document"),
        ("a.docx", b"tull", "not a readable Word document"),
        ("a.docx", _word_bomb(), "unpacks to more"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "save it as .docx or PDF"),
        ("a.html", b"<html><body><script>x</script></body></html>", "no text on the page"),
        ("a.html", b" ", "HTML|no text"),
        ("a.txt", b"\x00\x01\x02", "binary data"),
        ("a.txt", b" \n ", "the file is empty"),
    ],
)
def test_unreadable_documents_say_what_to_do(name: str, data: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        read_document(data, name)
    assert str(caught.value).startswith(f"{name}: ")


def test_long_text_is_cut_without_losing_a_word() -> None:
    words = [f"ord{number}" for number in range(2000)]
    text = ". ".join(" ".join(words[start : start + 12]) for start in range(0, 2000, 12))
    passages = _passages(read_document(text.encode(), "lang.txt"))
    assert max(len(passage.text) for passage in passages) <= 1200
    assert " ".join(passage.text for passage in passages).replace(".", "").split() == words
    assert [passage.ref.subsection for passage in passages] == list(range(1, len(passages) + 1))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mappe/Årsrapport 2024 – Økt innsats.pdf", "arsrapport-2024-okt-innsats"),
        ("plan.pdf", "dokument-plan"),
        ("giske-plan.pdf", "giske-plan-for-barn"),
        ("statens-rapport.pdf", "statens-rapport"),
    ],
)
def test_a_file_gets_the_id_of_the_source_it_is(name: str, expected: str) -> None:
    known = ("giske-plan-for-barn", "statens-rapport", "statens-rapport-to")
    assert source_id(name, known) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dei veit ikkje kva dei skal gjere når eit barn er redd.", Language.NN),
        ("De vet ikke hva de skal gjøre når et barn er redd.", Language.NB),
        ("The duty of care is not always the same as the duty to report.", Language.EN),
        ("", Language.NB),
    ],
)
def test_the_language_is_told_from_small_words(text: str, language: Language) -> None:
    assert language_of(text) is language


@pytest.mark.law
def test_the_seed_documents(shared: Path) -> None:
    for file in sorted((shared / "seeds").glob("*.txt")):
        assert _passages(read_document(file.read_bytes(), file.name))
    plan = read_document((shared / "seeds-as-pdf/giske-kommune-samhandlingsteam.pdf").read_bytes(), "giske.pdf")
    assert {block.page for block in plan.blocks} == set(range(1, 10))
    assert not any(block.text.startswith("Side ") for block in plan.blocks)
    with pytest.raises(DocumentError, match="OCR"):
        read_document((shared / "seeds-as-pdf/skannet-side-uten-tekst.pdf").read_bytes(), "skannet.pdf", ocr=False)
