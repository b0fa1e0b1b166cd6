"""The one door: what it picks, what it reports and what stops it."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import tarfile
import time
from pathlib import Path

import pytest

from corpus.errors import ArchiveError, SourceError
from corpus.models import Kind, Language, Source, Status, Text
from ingest.reader import Failure, Reading, read

_DAY = dt.date(2026, 7, 2)


@pytest.fixture
def archive(samples: Path, tmp_path: Path) -> Path:
    path = tmp_path / "gjeldende-lover.tar.bz2"
    with tarfile.open(path, "w:bz2") as tar:
        for file in sorted(samples.glob("*.xml")):
            tar.add(file, f"nl/{file.name}")
    return path


def test_only_what_is_kept_and_the_wording_of_what_is_not(archive: Path) -> None:
    passages = list(read(archive, {"lov/2020-01-01-5"}, None, Reading(day=_DAY)))
    assert {passage.source for passage in passages} == {"lov/2020-01-01-5"}
    changed = next(passage for passage in passages if str(passage.ref).endswith("#2 a/1"))
    assert changed.pending[0].wording[0].text.startswith("§ 2 a. Det som er sagt")


def test_all_is_the_same_as_keeping_everything(archive: Path, samples: Path) -> None:
    everything = list(read(archive, None, None, Reading(day=_DAY)))
    named = {passage.source for passage in everything}
    assert len(named) == len(list(samples.glob("*.xml")))
    assert list(read(archive, named, None, Reading(day=_DAY))) == everything


def test_a_folder_with_archives_stands_for_them(archive: Path) -> None:
    (archive.parent / "annet.md").write_text("Ikke les dette.")
    assert list(read(archive.parent, None, None, Reading(day=_DAY))) == list(
        read(archive, None, None, Reading(day=_DAY))
    )


def test_one_broken_document_does_not_stop_the_rest(samples: Path, tmp_path: Path) -> None:
    shutil.copytree(samples, tmp_path / "mappe")
    (tmp_path / "mappe" / "ødelagt.xml").write_text("<html>")
    (tmp_path / "mappe" / "råd.txt").write_text("Spør barnet først.")
    (tmp_path / "mappe" / "skadet.pdf").write_bytes(b"%PDF-")
    reading = Reading(day=_DAY)
    sources = {passage.source for passage in read(tmp_path / "mappe", None, None, reading)}
    assert sources >= {"lov/2020-01-01-5", "dokument-rad"}
    assert [failure.name for failure in reading.failures] == ["ødelagt.xml", "skadet.pdf"]


def test_a_broken_archive_gives_nothing(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-20])
    passages = read(archive, {"lov/2020-01-01-5"})
    with pytest.raises(ArchiveError, match="fetch it again"):
        next(passages)


def test_a_single_file_is_read_whatever_is_kept(samples: Path) -> None:
    assert list(read(samples / "nl-20200101-005.xml", {"lov/1999-07-02-64"}, None, Reading(day=_DAY)))


def test_a_known_document_gets_what_is_known_of_it(tmp_path: Path) -> None:
    source = Source(
        id="en-plan-for-barn",
        kind=Kind.PLAN,
        title="Planen",
        short=Text(nb="planen"),
        publisher="Kommunen",
        url="https://example.org/plan",
        language=Language.NN,
    )
    (tmp_path / "en-plan.txt").write_text("Noe om barn.")
    reading = Reading(sources={source.id: source})
    (passage,) = read(tmp_path / "en-plan.txt", None, None, reading)
    assert (passage.source, passage.path, passage.url, passage.language) == (
        "en-plan-for-barn",
        ("Planen",),
        "https://example.org/plan",
        Language.NN,
    )
    assert passage.status is Status.IN_FORCE


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(read(tmp_path / "ingen"))
    with pytest.raises(SourceError, match="holds no archive"):
        list(read(tmp_path))
    with pytest.raises(SourceError, match="no folder to download to"):
        list(read("https://example.org/a.pdf"))


def test_a_failure_is_noted_once() -> None:
    reading = Reading()
    reading.failed("a", "x")
    reading.failed("a", "x")
    assert reading.failures == [Failure("a", "x")]


@pytest.mark.law
@pytest.mark.slow
def test_the_core_laws_out_of_both_archives(shared: Path) -> None:
    with (shared / "lovdata/core/INDEX.tsv").open(encoding="utf-8") as file:
        keep = {row["refid"] for row in csv.DictReader(file, delimiter="\t")}
    reading = Reading(day=_DAY)
    began = time.monotonic()
    passages = list(read(shared / "lovdata", keep, None, reading))
    assert time.monotonic() - began < 60
    assert reading.failures == []
    assert {passage.source for passage in passages} == keep
    assert len({passage.ref for passage in passages}) == len(passages)
    by_ref = {str(passage.ref): passage for passage in passages}
    health = by_ref["lov/1999-07-02-64#21/1"]
    assert health.pending[0].act == "lov/2026-01-23-1"
    assert health.pending[0].wording[0].text.startswith("§ 21. ")
    assert by_ref["lov/1999-07-02-64#25 a/1"].status is Status.REPEALED
    assert by_ref["lov/2025-06-20-81#1/1"].status is Status.COMING
    assert "lov/2018-06-15-38#art 6/1" in by_ref
    assert "lov/1999-05-21-30#art 3 (barnekonvensjonen)/1" in by_ref
