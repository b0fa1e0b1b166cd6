"""Every section has an address of its own, spelled as people cite it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpus.refs import ProvisionRef, section_key
from ingest.addresses import article_heading, spelled
from ingest.archives import read_members
from ingest.lovdata import read_act


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


@pytest.mark.law
@pytest.mark.slow
def test_every_provision_that_matters_has_its_address(shared: Path) -> None:
    with (shared / "lovdata/core/RELEVANT.tsv").open(encoding="utf-8") as file:
        wanted = {(row["refid"], section_key(row["provision"])) for row in csv.DictReader(file, delimiter="\t")}
    refids = {refid for refid, _ in wanted}
    found: set[tuple[str, str]] = set()
    for archive in ("gjeldende-lover.tar.bz2", "gjeldende-sentrale-forskrifter.tar.bz2"):
        for member in read_members(shared / "lovdata" / archive, refids):
            act = read_act(member.data, member.name)
            keys = [section_key(section.section) for section in act.sections]
            assert len(set(keys)) == len(keys)
            for section in act.sections:
                ref = ProvisionRef(act.refid, section.section, 1)
                assert ProvisionRef.parse(str(ref)) == ref
            found |= {(act.refid, key) for key in keys}
    assert wanted - found == set()
