from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import RefError
from corpus.knowledge import Knowledge
from corpus.refs import ProvisionRef

SECTIONS = st.from_regex(r"[1-9][0-9]{0,2}(-[1-9][0-9]?)?( ?[a-h])?", fullmatch=True)


@given(SECTIONS, st.integers(1, 12), st.sampled_from(["a", "b", "1", "4"]))
def test_what_is_written_is_read_back(section: str, subsection: int, item: str) -> None:
    for ref in (
        ProvisionRef("lov/2021-06-18-97", section),
        ProvisionRef("lov/2021-06-18-97", section, subsection),
        ProvisionRef("lov/2021-06-18-97", section, subsection, item),
    ):
        again = ProvisionRef.parse(str(ref))
        assert again == ref
        assert again.section == section


@pytest.mark.parametrize("other", ["lov/1967-02-10#13b", "lov/1967-02-10#§ 13 b", "lov/1967-02-10#13 B"])
def test_spellings_of_one_section_are_equal(other: str) -> None:
    assert ProvisionRef.parse(other) == ProvisionRef.parse("lov/1967-02-10#13 b")
    assert hash(ProvisionRef.parse(other)) == hash(ProvisionRef.parse("lov/1967-02-10#13 b"))


def test_articles_are_spelled_in_one_way() -> None:
    assert ProvisionRef.parse("lov/2018-06-15-38#Artikkel 6").section == "art 6"
    assert ProvisionRef.parse("lov/1999-05-21-30#Art. 3 (barnekonvensjonen)").section == "art 3 (barnekonvensjonen)"


@pytest.mark.parametrize(
    "wrong", ["", "#13", "lov/2021-06-18-97", "lov/2021-06-18-97#", "lov/2021#3", "a b#3", "lov/2021-06-18-97#3/x",
              "lov/2021-06-18-97#3/0", "lov/2021-06-18-97#3/1/2/3", "lov/2021-06-18-97#3/1/"]
)  # fmt: skip
def test_what_is_no_reference_is_refused(wrong: str) -> None:
    with pytest.raises(RefError):
        ProvisionRef.parse(wrong)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        ref = ProvisionRef.parse(text)
    except RefError:
        return
    assert ProvisionRef.parse(str(ref)) == ref


def test_which_sections_a_law_has_is_known_without_its_text(knowledge: Knowledge) -> None:
    assert knowledge.has_section(ProvisionRef("lov/2023-06-09-30", "15-6"))
    assert knowledge.has_section(ProvisionRef("lov/2023-06-09-30", "15-8")) is False
    assert knowledge.has_section(ProvisionRef("lov/1998-07-17-61", "15-8"))  # the concordance tells
    assert knowledge.has_section(ProvisionRef("lov/1998-07-17-61", "99-1")) is None  # nobody has listed that act
    assert knowledge.section_is_repealed(ProvisionRef("forskrift/2006-12-15-1456", "29"))
