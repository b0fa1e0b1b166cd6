"""All that Lovdata publishes, read once: no words are lost, every section and every pending change is found."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from corpus.refs import ProvisionRef, section_key
from ingest.act import Act
from ingest.archives import read_members, refid_of
from ingest.completeness import GATE, token_loss
from ingest.lovdata import read_act

pytestmark = [pytest.mark.law, pytest.mark.slow, pytest.mark.timeout(600)]

LAWS, REGULATIONS = "gjeldende-lover.tar.bz2", "gjeldende-sentrale-forskrifter.tar.bz2"


@dataclass(frozen=True)
class Archive:
    """What was read of an archive: how many documents, the words in them and the words lost, and the core acts."""

    documents: int
    words: int
    lost: int
    acts: tuple[Act, ...]


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "lovdata/core" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def archive(shared: Path) -> Callable[[str], Archive]:
    """Reads an archive whole, once."""
    core = {row["refid"] for name in ("RELEVANT.tsv", "PENDING.tsv") for row in rows(shared, name)}

    @cache
    def read(name: str) -> Archive:
        documents = words = lost = 0
        acts = []
        for member in read_members(shared / "lovdata" / name):
            missing, counted = token_loss(member.data)
            documents, words, lost = documents + 1, words + counted, lost + missing.total()
            if refid_of(member.name) in core:
                acts.append(read_act(member.data, member.name))
        return Archive(documents, words, lost, tuple(acts))

    return read


@pytest.fixture
def core(archive: Callable[[str], Archive]) -> tuple[Act, ...]:
    return archive(LAWS).acts + archive(REGULATIONS).acts


@pytest.mark.parametrize(
    ("name", "documents"), [(LAWS, 794), (REGULATIONS, 3447), ("samples/lovtidend-avd1-2025.tar.bz2", 1272)]
)
def test_the_archives_pass_the_gate(archive: Callable[[str], Archive], name: str, documents: int) -> None:
    read = archive(name)
    assert read.documents == documents
    assert 1 - read.lost / read.words >= GATE


def test_every_provision_that_matters_has_its_address(shared: Path, core: tuple[Act, ...]) -> None:
    wanted = {(row["refid"], section_key(row["provision"])) for row in rows(shared, "RELEVANT.tsv")}
    found: set[tuple[str, str]] = set()
    for act in core:
        keys = [section_key(section.section) for section in act.sections]
        assert len(set(keys)) == len(keys)
        for section in act.sections:
            ref = ProvisionRef(act.refid, section.section, 1)
            assert ProvisionRef.parse(str(ref)) == ref
        found |= {(act.refid, key) for key in keys}
    assert wanted - found == set()


def test_every_pending_note_of_the_core_laws_is_found(shared: Path, core: tuple[Act, ...]) -> None:
    wanted = {
        (row["refid"], section_key(row["provision"]), row["in_force_from"].split(";")[0])
        for row in rows(shared, "PENDING.tsv")
    }
    found = {
        (act.refid, section_key(section.section), str(change.in_force_from or "ikke fastsatt"))
        for act in core
        for section in act.sections
        for change in section.changes
    }
    assert wanted - found == set()
