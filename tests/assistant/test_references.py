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
    (mention,) = finder.find(f"Se barnevernsloven § {number}-{part}{letter}, som gjelder.")
    assert mention.ref == ProvisionRef("lov/2021-06-18-97", f"{number}-{part}{letter}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from(list("§ 13-b24ahplfv.,iog()artGDPR\n")), max_size=120))
def test_no_text_breaks_the_grammar(finder: ReferenceFinder, text: str) -> None:
    for mention in finder.find(text):
        assert ProvisionRef.parse(str(mention.ref)) == mention.ref
