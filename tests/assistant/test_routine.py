"""The routine check, on routines as leaders write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.routine import CheckedReference, State, from_text, read_manuscript
from assistant.routine.manuscript import MAX_CHARACTERS
from assistant.routine.words import routine_words
from corpus.errors import DocumentError
from corpus.models import Language

Check = Callable[[str], dict[str, CheckedReference]]


@pytest.fixture(scope="module")
def check(assistant: Assistant) -> Check:
    def checked(text: str) -> dict[str, CheckedReference]:
        return {found.text: found for found in assistant.check(from_text(text, "rutine.txt")).references}

    return checked


@pytest.mark.parametrize(
    ("text", "written", "state", "ref"),
    [
        ("Meldeplikt følger av barnehageloven § 46.", "barnehageloven § 46", "in_force", "lov/2005-06-17-64#46"),
        # replaced, renumbered, moved within the act, coming
        ("Skolen samarbeider, jf. oppll. § 15-8.", "oppll. § 15-8", "repealed", "lov/1998-07-17-61#15-8"),
        ("Se barnehageloven § 19 d.", "barnehageloven § 19 d", "renumbered", "lov/2005-06-17-64#19 d"),
        (
            "De ansatte i barnehagen har taushetsplikt etter barnehageloven § 20.",
            "barnehageloven § 20",
            "renumbered",
            "lov/2005-06-17-64#20",
        ),
        (
            "Foreldrebetalingen er regulert i barnehageloven § 20.",
            "barnehageloven § 20",
            "in_force",
            "lov/2005-06-17-64#20",
        ),
        ("Etter den nye forvaltningsloven § 31", "den nye forvaltningsloven § 31", "coming", "lov/2025-06-20-81#31"),
        # no such section, no such law, no law
        ("Se barnehageloven § 99.", "barnehageloven § 99", "unknown", "lov/2005-06-17-64#99"),
        ("Se politiinstruksen § 15-1.", "politiinstruksen § 15-1", "unknown", None),
        ("Vedlegg 1, se § 5.", "§ 5", "unknown", None),
        # laws without a section
        ("Etter barnevernloven av 1992 gjaldt noe annet.", "barnevernloven av 1992", "repealed", "lov/1992-07-17-100"),
        ("Elevene har rettigheter etter opplæringslova kapittel 9 A.", "opplæringslova kapittel 9 A", "repealed", None),
        # one number in two acts of one name: the sentence tells which is meant
        (
            "Barnevernstjenesten skal samarbeide med andre sektorer og instanser (bvl. § 3-2).",
            "bvl. § 3-2",
            "repealed",
            "lov/1992-07-17-100#3-2",
        ),
        (
            "Barnevernet kan tilby opphold i fosterhjem eller institusjon som frivillig tiltak, jf. bvl. § 3-2.",
            "bvl. § 3-2",
            "in_force",
            "lov/2021-06-18-97#3-2",
        ),
        (
            "Har noen brukt fysisk inngrep mot en elev, skal rektor varsles og foreldrene få vite det "
            "(opplæringslova § 13-5).",
            "opplæringslova § 13-5",
            "in_force",
            "lov/2023-06-09-30#13-5",
        ),
        (
            "Barnehagen og skolen samarbeider om overgangen fra barnehage til skole (opplæringslova § 13-5).",
            "opplæringslova § 13-5",
            "repealed",
            "lov/1998-07-17-61#13-5",
        ),
    ],
)
def test_how_a_reference_stands(check: Check, text: str, written: str, state: str, ref: str | None) -> None:
    found = check(text)[written]
    assert found.status.value == state
    assert ref is None or found.ref == ref


def test_what_replaced_it_is_told(check: Check) -> None:
    found = check("Samarbeid er regulert i opplæringslova § 15-8.")["opplæringslova § 15-8"]
    assert found.replaced_by == ("lov/2023-06-09-30#24-1",)
    assert found.replaced_by_labels == ("opplæringslova § 24-1",)
    assert "24-1" in found.note
    chapter = check("Skolemiljø: opplæringslova kapittel 9 A")["opplæringslova kapittel 9 A"]
    assert "lov/2023-06-09-30#12-4" in chapter.replaced_by


def test_a_section_that_does_not_exist_is_told_from_one_that_cannot_be_known(check: Check) -> None:
    assert check("Se barnehageloven § 99.")["barnehageloven § 99"].exists is False
    assert check("Se voldsoffererstatningsloven § 99.")["voldsoffererstatningsloven § 99"].exists is not False
    assert check("Se politiinstruksen § 15-1.")["politiinstruksen § 15-1"].exists is None


def test_the_rest_of_the_document_tells_which_act_is_meant(check: Check) -> None:
    alone = check("Ansvaret følger av opplæringslova § 13-1.")["opplæringslova § 13-1"]
    assert (alone.status, "To lover" in alone.note) == (State.IN_FORCE, True)
    named = "Kilder: opplæringslova (LOV-1998-07-17-61).\n\nAnsvaret følger av opplæringslova § 13-1."
    assert check(named)["opplæringslova § 13-1"].status is State.REPEALED
    of_its_time = "Etter opplæringslova § 9 A-4 skal skolen handle.\n\nAnsvaret følger av opplæringslova § 13-1."
    assert check(of_its_time)["opplæringslova § 13-1"].status is State.REPEALED


def test_a_quoted_provision_is_found_by_what_stands_in_it(check: Check) -> None:
    text = (
        "Lover: barnevernsloven, opplæringslova og krisesenterlova.\n\n"
        "§ 15-8. Samarbeid og samordning\nBarnevernstjenesten skal samarbeide med offentlige instanser.\n"
        "Det gjelder også etter § 15-9.\n"
    )
    found = check(text)
    assert found["§ 15-8"].ref == "lov/2021-06-18-97#15-8"
    assert found["§ 15-9"].ref == "lov/2021-06-18-97#15-9"


def test_a_sentence_about_something_else_is_a_mismatch(check: Check) -> None:
    wrong = [
        "Kommunen skal oppnevne barnekoordinator for familier som venter barn med sykdom (straffeloven § 196).",
        "Den som har kjennskap til at noen vil begå alvorlig vold, skal avverge det etter barnehageloven § 2 b.",
    ]
    assert State.MISMATCH in {found.status for line in wrong for found in check(line).values()}


def test_a_number_the_provision_lacks_is_pointed_out(assistant: Assistant) -> None:
    wrong = "Pasienten kan selv samtykke til helsehjelp fra fylte 11 år, jf. pasient- og brukerrettighetsloven § 4-3."
    right = wrong.replace("11", "16")
    (doubt,) = assistant.check(from_text(wrong, "r.txt")).statements
    assert doubt.refs == ("lov/1999-07-02-63#4-3",)
    assert "number" in doubt.reasons
    assert not any("number" in s.reasons for s in assistant.check(from_text(right, "r.txt")).statements)


def test_place_and_sentence(assistant: Assistant) -> None:
    text = "Rutine\n\nAlle skal melde fra, jf. nr. 4 og\nbarnehageloven § 46. Styrer følger opp.\n\fTaushet: fvl. § 13."
    first, second = assistant.check(from_text(text, "r.txt")).references
    assert (first.page, first.line, text[first.offset :][:14]) == (1, 4, "barnehageloven")
    assert first.sentence == "Alle skal melde fra, jf. nr. 4 og barnehageloven § 46."
    assert (second.page, second.line) == (2, 5)


def test_what_is_no_law_that_can_be_looked_up_is_left_out(assistant: Assistant) -> None:
    report = assistant.check(
        from_text("Særlovene og velferdslovgivningen gjelder. Helsepersonelloven er viktig.", "r.txt")
    )
    assert [found.ref for found in report.references] == ["lov/1999-07-02-64"]
    assert assistant.check(from_text("Ingen lover her.", "r.txt")).references == ()


@pytest.mark.parametrize("language", list(Language))
def test_the_words_are_whole(language: Language) -> None:
    words = routine_words(language)
    assert set(words.states) == set(State)
    for name, template in words.notes.model_dump().items():
        fields = {part.split("}")[0] for part in template.split("{")[1:]}
        other = routine_words(Language.NB).notes.model_dump()[name]
        assert fields == {part.split("}")[0] for part in other.split("{")[1:]}, name


def _docx(*paragraphs: str) -> docx.document.Document:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def _bytes(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_documents_are_read_with_headings_tables_and_controls(assistant: Assistant) -> None:
    document = _docx()
    document.add_heading("Melding etter barnehageloven § 46", level=2)
    document.add_heading("Bare en overskrift: helsepersonelloven § 33", level=2)
    document.add_table(1, 2).cell(0, 1).text = "fvl. § 13 b"
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    content.append(document.add_paragraph("Se barnevernsloven § 13-4.")._p)
    document.element.body.insert(0, control)
    inserted = OxmlElement("w:ins")
    paragraph = document.add_paragraph("")
    paragraph.add_run("Ny tekst: hpl. § 21.")
    run = paragraph._p.find(qn("w:r"))
    inserted.append(run)
    paragraph._p.append(inserted)
    report = assistant.check(read_manuscript(_bytes(document), "rutine.docx"))
    assert {found.text for found in report.references} == {
        "barnehageloven § 46",
        "helsepersonelloven § 33",
        "fvl. § 13 b",
        "barnevernsloven § 13-4",
        "hpl. § 21",
    }


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "tom.txt", "empty"),
        (b" \n\n ", "blank.txt", "no_text"),
        (b"x" * (MAX_CHARACTERS + 1), "lang.txt", "too_large"),
        (b"PK\x03\x04....", "makro.docm", "macro"),
        (b"%PDF-1.7 ...", "rutine.docx", "wrong_name"),
        (b"PK\x03\x04....", "rutine.txt", "wrong_name"),
        (b"not a pdf", "rutine.pdf", "wrong_name"),
        (b"\xd0\xcf\x11\xe0", "gammel.doc", "other_format"),
        (b"PK\x03\x04 broken", "rutine.docx", "unreadable"),
        (b"\0\1\2", "rutine.txt", "unreadable"),
    ],
)
def test_what_cannot_be_checked_is_named_and_why(data: bytes, name: str, kind: str) -> None:
    with pytest.raises(DocumentError) as raised:
        read_manuscript(data, name)
    assert raised.value.kind == kind
    assert str(raised.value).startswith(f"{name}: ")


def test_a_macro_in_a_docx_is_refused() -> None:
    data = io.BytesIO(_bytes(_docx("Tekst")))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(DocumentError) as raised:
        read_manuscript(data.getvalue(), "rutine.docx")
    assert raised.value.kind == "macro"


def test_a_pdf_of_200_pages_is_refused() -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(200):
        writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError) as raised:
        read_manuscript(out.getvalue(), "lang.pdf")
    assert raised.value.kind == "too_many_pages"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(alphabet=st.sampled_from(list("§ .\n\f12-8abLov()bvl hpl")), min_size=1, max_size=160))
def test_no_text_breaks_the_manuscript(text: str) -> None:
    try:
        manuscript = from_text(text, "r.txt")
    except DocumentError:
        assert not text.strip()
        return
    for offset in range(len(manuscript.text)):
        start, end = manuscript.sentence(offset, offset + 1)
        assert start <= offset < end
        assert manuscript.place(offset)[1] >= 1
