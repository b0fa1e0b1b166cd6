"""Every section has an address of its own, spelled as people cite it."""

from __future__ import annotations

import pytest

from ingest.addresses import article_heading, spelled


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("§ 13 b", "13 b"),
        ("§ 1.", "1"),
        ("§ 2-5a", "2-5a"),
        ("§ 5A-1", "5A-1"),
        ("Artikkel 6", "art 6"),
        ("Art 8", "art 8"),
        ("§§ 7 – 9", "7 – 9"),
    ],
)
def test_numbers_are_spelled_as_in_the_heading(value: str, address: str) -> None:
    assert spelled(value) == address


def test_headings_that_are_articles() -> None:
    assert article_heading("Article 7. Children who play") == ("art 7", "Children who play")
    assert article_heading("Artikler og annet") is None
