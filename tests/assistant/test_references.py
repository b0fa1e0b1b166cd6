from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.references import ReferenceFinder
from corpus.knowledge import Knowledge
from corpus.refs import ProvisionRef


@pytest.fixture(scope="module")
def finder(knowledge: Knowledge) -> ReferenceFinder:
    return ReferenceFinder(knowledge)


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("hpl § 33", ["lov/1999-07-02-64#33"]),
        ("etter hpl. § 33 andre ledd", ["lov/1999-07-02-64#33/2"]),
        ("opplæringslova 24-3 andre ledd", ["lov/2023-06-09-30#24-3/2"]),
        ("opplæringsloven § 24-3 annet ledd", ["lov/2023-06-09-30#24-3/2"]),
        ("§ 13 b nr. 5 i forvaltningsloven", ["lov/1967-02-10#13 b/1/5"]),
        ("fvl. § 13b første ledd nr 5", ["lov/1967-02-10#13 b/1/5"]),
        ("fvl §§ 13 og 13 a", ["lov/1967-02-10#13", "lov/1967-02-10#13 a"]),
        ("barnevernsloven §§ 13-2 og 13-4", ["lov/2021-06-18-97#13-2", "lov/2021-06-18-97#13-4"]),
        ("GDPR artikkel 6", ["lov/2018-06-15-38#art 6"]),
        ("artikkel 12 i barnekonvensjonen", ["lov/1999-05-21-30#art 12 (barnekonvensjonen)"]),
        ("EMK art. 8", ["lov/1999-05-21-30#art 8 (EMK)"]),
        ("section 33 of the Health Personnel Act", ["lov/1999-07-02-64#33"]),
        ("lov/1999-07-02-64#33/2 gjelder", ["lov/1999-07-02-64#33/2"]),
        ("strl. § 196 første ledd", ["lov/2005-05-20-28#196/1"]),
        ("den nye forvaltningsloven § 31", ["lov/2025-06-20-81#31"]),
        ("opplæringslova 1998 § 15-8", ["lov/1998-07-17-61#15-8"]),
        ("barnevernloven § 6-4", ["lov/1992-07-17-100#6-4"]),
        ("barnevernsloven § 6-4", ["lov/2021-06-18-97#6-4"]),
        ("oppll. § 24-3", ["lov/2023-06-09-30#24-3"]),
        ("§ 31 i den nye forvaltningsloven", ["lov/2025-06-20-81#31"]),
        ("§ 6-4 i den gamle barnevernloven", ["lov/1992-07-17-100#6-4"]),
        ("i 2024 kom barnevernsloven med 24 nye regler", []),
        ("barnehagen har 13 barn", []),
        ("", []),
        # full titles, dates and numbers
        (
            "lov 17. juli 1998 nr. 61 om grunnskolen og den vidaregåande opplæringa (opplæringslova) § 15-8",
            ["lov/1998-07-17-61#15-8"],
        ),
        ("opplæringslova (LOV-1998-07-17-61) § 13-1", ["lov/1998-07-17-61#13-1"]),
        ("lov av 2. juli 1999 nr. 64 om helsepersonell § 33 andre ledd", ["lov/1999-07-02-64#33/2"]),
        ("Lov om barnehager (barnehageloven) § 46", ["lov/2005-06-17-64#46"]),
        ("forskrift 19. oktober 2018 nr. 1584 § 4", ["forskrift/2018-10-19-1584#4"]),
        ("https://lovdata.no/lov/2011-06-24-30/%C2%A77-2a", ["lov/2011-06-24-30#7-2a"]),
        # lists and ranges
        ("fvl. §§ 13 til 13 e", [f"lov/1967-02-10#{s}" for s in ("13", "13 a", "13 b", "13 c", "13 d", "13 e")]),
        ("fvl §§ 19-21", ["lov/1967-02-10#19", "lov/1967-02-10#20", "lov/1967-02-10#21"]),
        ("forvaltningsloven § 13 a og 13 b", ["lov/1967-02-10#13 a", "lov/1967-02-10#13 b"]),
        ("opplæringslova § 15-8 og § 9 A-4", ["lov/1998-07-17-61#15-8", "lov/1998-07-17-61#9 A-4"]),
        ("barnehageloven §§ 44, 45 og 46", [f"lov/2005-06-17-64#{s}" for s in (44, 45, 46)]),
        ("barnevernsloven §§ 13-2 og 13-4 skal leses sammen", ["lov/2021-06-18-97#13-2", "lov/2021-06-18-97#13-4"]),
        ("Se barnehageloven § 46 og 14 dager senere", ["lov/2005-06-17-64#46"]),
        ("barnekonvensjonen artikkel 3 og 12", [f"lov/1999-05-21-30#art {n} (barnekonvensjonen)" for n in (3, 12)]),
        # ledd and items
        ("pbrl § 2-5 a første ledd nr. 3", ["lov/1999-07-02-63#2-5 a/1/3"]),
        ("hpl. § 33 første og andre ledd", ["lov/1999-07-02-64#33/1", "lov/1999-07-02-64#33/2"]),
        (
            "personvernforordningen art. 6 nr. 1 bokstav e og art. 9 bokstav h",
            ["lov/2018-06-15-38#art 6/1/e", "lov/2018-06-15-38#art 9/1/h"],
        ),
        ("GDPR Article 6(1)(e)", ["lov/2018-06-15-38#art 6/1/e"]),
        # the law named before
        (
            "Helsepersonellovens § 33 gjelder. Etter samme lov § 21 også.",
            ["lov/1999-07-02-64#33", "lov/1999-07-02-64#21"],
        ),
        ("Barnevernsloven er ny. § 13-2 gjelder offentlige.", ["lov/2021-06-18-97#13-2"]),
        ("Barnevernsloven er ny. Lovens § 13-2 gjelder offentlige.", ["lov/2021-06-18-97#13-2"]),
        ("bvl. §13-2 jf. §13-4", ["lov/2021-06-18-97#13-2", "lov/2021-06-18-97#13-4"]),
        ("barnevernsloven § 13-1, jf. § 13 b i forvaltningsloven", ["lov/2021-06-18-97#13-1", "lov/1967-02-10#13 b"]),
        ("hpl. § 21, jf. pasjl § 5", ["lov/1999-07-02-64#21"]),  # another law, that we do not know
        ("Barnevernsloven gjelder.\n\nVedlegg § 4", []),
        # wrong spellings, broken lines, text read from pictures
        ("helsepersonloven § 33", ["lov/1999-07-02-64#33"]),
        ("barnehagelovas § 46", ["lov/2005-06-17-64#46"]),
        ("forvaltnings-\nloven § 13 b", ["lov/1967-02-10#13 b"]),
        ("helse- og\nomsorgs-\ntjenesteloven § 7-2 a", ["lov/2011-06-24-30#7-2 a"]),
        ("Spesialisthelsetj.loven § 2-5", ["lov/1999-07-02-61#2-5"]),
        ("Grunnloven 8 104", ["lov/1814-05-17#104"]),
        ("Oppleeringsloven &8 15-8", ["lov/1998-07-17-61#15-8"]),
        (
            "helse- og omsorgstjenesteloven 88 4-1, 4-2 0g 3-1",
            [f"lov/2011-06-24-30#{s}" for s in ("4-1", "4-2", "3-1")],
        ),
        ("the Child Welfare Act section 13-2 second paragraph", ["lov/2021-06-18-97#13-2/2"]),
        ("sections 13 a and 13 b of the Public Administration Act", ["lov/1967-02-10#13 a", "lov/1967-02-10#13 b"]),
        # no reference to a law that we know
        ("politiinstruksens § 15-1", []),
        ("Opplæringslova\n\n§ 4. Samarbeid", []),
        ("nr. §71 og kl. 8 10-12", []),
    ],
)
def test_references_in_running_text(finder: ReferenceFinder, text: str, refs: list[str]) -> None:
    assert [mention.ref for mention in finder.find(text)] == [ProvisionRef.parse(ref) for ref in refs]


def test_what_was_written_is_kept(finder: ReferenceFinder) -> None:
    (mention,) = finder.find("Gjelder hpl § 33 meg?")
    assert mention.written == "hpl § 33"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, 40), part=st.integers(1, 30), letter=st.sampled_from(["", " a", " b", "c"]))
def test_any_section_is_read_as_it_is_written(finder: ReferenceFinder, number: int, part: int, letter: str) -> None:
    (mention,) = finder.find(f"Se helse- og omsorgstjenesteloven § {number}-{part}{letter}, som gjelder.")
    assert mention.ref == ProvisionRef("lov/2011-06-24-30", f"{number}-{part}{letter}")


_NAMES = ("barnehageloven", "barnehagelova", "bhl.", "barnehagelovens", "lov om barnehager", "Barnehageloven (2005)")
_MARKS = ("§ {}", "§{}", "paragraf {}", "§  {}")
_TAILS = {"": None, " første ledd": 1, " annet ledd": 2, " tredje ledd bokstav a": 3, ", 2. ledd": 2}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(_NAMES),
    mark=st.sampled_from(_MARKS),
    tail=st.sampled_from(sorted(_TAILS)),
    section=st.sampled_from(["2", "2 a", "2 b", "44", "46"]),
    around=st.sampled_from([("", ""), ("Etter ", " skal vi melde."), ("(jf. ", ")"), ("Sjå også\n", ",\nog spør.")]),
)
def test_every_way_to_write_a_reference_means_the_same(
    finder: ReferenceFinder, name: str, mark: str, tail: str, section: str, around: tuple[str, str]
) -> None:
    text = around[0] + name + " " + mark.format(section) + tail + around[1]
    (reference,) = finder.read(text)
    assert reference.ref is not None
    assert (reference.ref.provision, reference.ref.subsection) == (
        ProvisionRef("lov/2005-06-17-64", section),
        _TAILS[tail],
    )
    assert text[reference.start : reference.end].split() == reference.written.split()


def test_every_occurrence_has_its_own_place(finder: ReferenceFinder) -> None:
    text = "Se hpl. § 33. Og igjen hpl. § 33,\nog «§ 9 A-4»."
    read = finder.read(text)
    assert [text[reference.start : reference.end] for reference in read] == ["hpl. § 33", "hpl. § 33", "§ 9 A-4"]


def test_a_chapter_tells_which_of_two_acts_is_meant(finder: ReferenceFinder) -> None:
    (old,) = finder.read("elevenes skolemiljø (opplæringslova kapittel 9 A)")
    assert (old.act, old.chapter) == ("lov/1998-07-17-61", "9 A")
    (unclear,) = finder.read("opplæringslova")
    assert unclear.act is None
    assert set(unclear.acts) == {"lov/1998-07-17-61", "lov/2023-06-09-30"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=200) | st.text(alphabet=st.sampled_from(list("§-ab2 \n\u00adlovenfvl.8&og")), max_size=200)
)
def test_places_are_in_order_and_inside_the_text(finder: ReferenceFinder, text: str) -> None:
    read = finder.read(text)
    assert all(0 <= reference.start < reference.end <= len(text) for reference in read)
    assert [reference.start for reference in read] == sorted(reference.start for reference in read)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from(list("§ 13-b24ahplfv.,iog()artGDPR\n")), max_size=120))
def test_no_text_breaks_the_grammar(finder: ReferenceFinder, text: str) -> None:
    for mention in finder.find(text):
        assert ProvisionRef.parse(str(mention.ref)) == mention.ref


@pytest.mark.parametrize(
    ("written", "law"),
    [
        ("folkehelsforskriften § 3", "forskrift/2012-06-28-692"),
        ("folkehelsloven § 3", "lov/2011-06-24-29"),
        ("jornalforskriften § 3", "forskrift/2019-03-01-168"),
        ("jornalloven § 3", "lov/2014-06-20-42"),
    ],
)
def test_a_misspelt_act_and_a_misspelt_regulation_are_told_apart(
    finder: ReferenceFinder, written: str, law: str
) -> None:
    assert [reference.act for reference in finder.read(written)] == [law]
