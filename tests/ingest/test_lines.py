"""Running text out of lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lines import running_text, without_running_lines


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["et samar-", "beid mellom tjenestene"], "et samarbeid mellom tjenestene"),
        (["barnehage-", "og skoleeier"], "barnehage- og skoleeier"),
        (["sam\u00adarbeid"], "samarbeid"),
        (["Dette er et punkt som er langt nok:", "• ett", "• to"], "Dette er et punkt som er langt nok:\n• ett\n• to"),
        (["En tittel", "", "Teksten"], "En tittel\nTeksten"),
    ],
)
def test_lines_become_paragraphs(lines: list[str], text: str) -> None:
    assert running_text(lines) == text


def test_a_line_that_comes_back_on_most_pages_is_a_running_line() -> None:
    pages = [["Rapport 2024", f"innhold om {who}", "skal ikke deles", f"svar fra {who}", f"{n} av 4"]
             for n, who in enumerate(("barn", "lærere", "leger", "politi"), start=1)]  # fmt: skip
    assert without_running_lines(pages)[2] == ["innhold om leger", "skal ikke deles", "svar fra leger"]


def test_a_line_inside_a_page_stays_however_often_it_comes_back() -> None:
    pages = [[f"{who} spør", "Husk at barnet skal høres.", f"{who} svarer"] for who in ("Ola", "Kari", "Mor", "Far")]
    assert without_running_lines(pages) == pages


def test_a_page_number_is_taken_out_of_a_short_document() -> None:
    assert without_running_lines([["Side 1", "Tekst om 14 barn", "14"]]) == [["Tekst om 14 barn"]]


@given(st.lists(st.text(st.characters(categories=("L", "Zs")), max_size=30)))
def test_no_word_is_lost_and_none_invented(lines: list[str]) -> None:
    assert running_text(lines).split() == " ".join(lines).split()
