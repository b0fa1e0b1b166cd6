"""The XML reader: structure on invented acts, properties on made-up ones, and the real files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import DocumentError
from corpus.models import Language
from ingest.act import Act, ChangeKind, Item, Section
from ingest.lovdata import read_act


@pytest.fixture(scope="module")
def act(samples: Path) -> Act:
    return read_act((samples / "nl-20200101-005.xml").read_bytes(), "nl-20200101-005.xml")


def section_of(act: Act, name: str) -> Section:
    section = act.section(name)
    assert section is not None
    return section


def test_header(act: Act) -> None:
    assert (act.refid, act.short_title) == ("lov/2020-01-01-5", "Lekestueloven")
    assert act.title == "Lov om lekestuer (lekestueloven)"
    assert act.language is Language.NB
    assert act.header["ministry"] == "Lekedepartementet"
    assert act.date_in_force == dt.date(2021, 1, 1)
    assert not act.not_in_force
    assert "table-of-contents" not in act.header


def test_sections_are_spelled_as_in_the_heading(act: Act) -> None:
    names = [section.section for section in act.sections]
    assert names == [
        "1",
        "2 a",
        "3",
        "4",
        "5-1",
        "6",
        "art 1 (Vedlegg 1. Convention on the playhouse (autentisk engelsk)",
        "art 1",
    ]


def test_chapters_titles_and_addresses(act: Act) -> None:
    section = section_of(act, "§ 2A")
    assert section.title == "Hva som kan fortelles videre"
    assert section.chapters == ("Kapittel 1. Hva en lekestue er",)
    assert section.address == "NL/lov/2020-01-01-5/§2a"


def test_ledd_list_items_nesting_and_continuation(act: Act) -> None:
    section = section_of(act, "2 a")
    (ledd,) = section.subsections
    assert [item.key for item in ledd.items] == ["a", "b"]
    nested = ledd.items[1]
    assert [item.key for item in nested.items] == [None, None]
    assert nested.items[0] == Item("-", ("trøste, eller",))
    assert ledd.parts[-1] == "Den som får vite noe slik, forteller det ikke videre."
    assert ledd.text.splitlines() == [
        "Det barna sier i lekestuen, kan fortelles til",
        "a. den som barna har bedt om hjelp,",
        "b. en voksen som må vite det for å",
        "  – trøste, eller",
        "  – plastre.",
        "Den som får vite noe slik, forteller det ikke videre.",
    ]


def test_a_link_does_not_break_the_sentence(act: Act) -> None:
    section = section_of(act, "1")
    assert section.subsections[0].text == "En lekestue er et lite hus som barn rår over, jf. § 2 a."


def test_a_footnote_is_not_a_ledd(act: Act) -> None:
    section = section_of(act, "1")
    assert [ledd.number for ledd in section.subsections] == [1, 2]
    assert section.footnotes == ("1 Fra 1. januar 2021 ifølge en oppdiktet kunngjøring.",)


def test_numbered_paragraphs_are_ledd_or_items(act: Act) -> None:
    ledd, items = section_of(act, "5-1"), section_of(act, "6")
    assert [(sub.number, sub.text[:3]) for sub in ledd.subsections] == [(1, "(1)"), (2, "(2)")]
    assert len(items.subsections) == 1
    assert [item.key for item in items.subsections[0].items] == ["1", "2"]
    assert items.subsections[0].text.splitlines()[1] == "1. det regner, eller"


def test_notes_stay_out_of_the_text(act: Act) -> None:
    section = section_of(act, "2 a")
    assert "lov 10 jan 2026" not in section.text
    assert section.notes[0].text.startswith("Tilføyd ved lov 4 mars 2022 nr. 7")
    (change,) = section.changes
    assert (change.act, change.in_force_from, change.kind) == (
        "lov/2026-01-10-2",
        dt.date(2026, 7, 1),
        ChangeKind.CHANGED,
    )


def test_pending_on_a_day(act: Act) -> None:
    before, after = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    assert act.pending_on(before) == ()
    assert [section.section for section, _ in act.pending_on(after)] == ["2 a", "5-1"]


def test_english_annex_is_english(act: Act) -> None:
    assert [section.language for section in act.sections[-2:]] == [Language.EN, Language.NB]


def test_unnumbered_headings_are_sections(samples: Path) -> None:
    plan = read_act((samples / "sf-20210203-0044.xml").read_bytes(), "plan")
    assert [section.section for section in plan.sections] == ["1 Ansvar", "Styrar", "Styrar (2 Kvardag)"]
    assert plan.sections[1].chapters == ("1 Ansvar",)
    assert [ledd.number for ledd in plan.sections[1].subsections] == [1, 2]
    assert plan.language is Language.NN
    assert plan.in_force_to == dt.date(2027, 7, 31)


def test_the_gazette_is_read_with_tables_and_footnotes(samples: Path) -> None:
    gazette = read_act((samples / "nl-20260404-011.xml").read_bytes(), "gazette")
    (section,) = gazette.sections
    assert gazette.not_in_force
    assert "Storm | 24,5 m/s" in section.text
    assert section.footnotes == ("1 Sterk vind.",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<!DOCTYPE html [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><html><body>&b;</body></html>', "entities"),
        (b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html>&a;</html>', "entities"),
        (b"<a>" * 400 + b"</a>" * 400, "well-formed"),
        (b"", "well-formed"),
        (b"\x00\xff", "well-formed"),
        (b"<html><body><main class='documentBody'><p>x</p></main></body></html>", "not a document from Lovdata"),
        (b"<html>" + b" " * (32 * 1024 * 1024) + b"</html>", "limit"),
    ],
    ids=["bomb", "external", "deep", "empty", "binary", "foreign", "huge"],
)
def test_unsafe_and_broken_documents_say_what_is_wrong(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        read_act(data, "ond.xml")
    assert str(caught.value).startswith("ond.xml: ")


_TEXT = st.text(st.characters(categories=("L", "Nd", "P", "Zs")), min_size=1, max_size=40).filter(
    lambda text: any(char.isalpha() for char in text) and not text.lstrip()[:1].isdigit()
)


def _document(ledd: list[tuple[str, list[str]]]) -> bytes:
    body = ""
    for text, items in ledd:
        entries = "".join(
            f'<li data-name="{chr(97 + index)}."><article class="listArticle"><article class="legalP">'
            f"{escape(item)}</article></article></li>"
            for index, item in enumerate(items)
        )
        inner = f'<ol class="defaultList" type="a">{entries}</ol>' if items else ""
        body += f'<article class="legalP">{escape(text)}{inner}</article>'
    return (
        '<html lang="nb"><body><main class="documentBody" data-lovdata-URL="NL/lov/2020-01-01-5"><h1>Lov</h1>'
        '<article class="legalArticle" data-name="§1"><h2 class="legalArticleHeader">'
        f'<span class="legalArticleValue">§ 1</span></h2>{body}</article></main></body></html>'
    ).encode()


@given(st.lists(st.tuples(_TEXT, st.lists(_TEXT, max_size=4)), min_size=1, max_size=5))
def test_every_ledd_and_item_comes_back_in_its_place(ledd: list[tuple[str, list[str]]]) -> None:
    (section,) = read_act(_document(ledd), "made.xml").sections
    assert [sub.number for sub in section.subsections] == list(range(1, len(ledd) + 1))
    for (text, items), read in zip(ledd, section.subsections, strict=True):
        assert read.parts[0] == " ".join(text.split())
        assert [item.parts[0] for item in read.items] == [" ".join(item.split()) for item in items]


@given(st.binary(max_size=300))
def test_any_bytes_give_an_act_or_a_clear_error(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"x\.xml: "):
        read_act(data, "x.xml")


@pytest.mark.law
def test_the_real_constitution(shared: Path) -> None:
    act = read_act((shared / "lovdata/samples/nl-18140517-000.xml").read_bytes(), "Grunnloven")
    assert act.refid == "lov/1814-05-17"
    assert sum(section.numbered for section in act.sections) == 122
    assert act.section("§ 104") is not None


@pytest.mark.law
def test_the_real_header_without_a_body(shared: Path) -> None:
    act = read_act((shared / "lovdata/samples/regnskapsloven-header-only.xml").read_bytes(), "header")
    assert (act.refid, act.short_title) == ("lov/1998-07-17-56", "Regnskapsloven")
    assert act.sections == ()
