"""Search by meaning in the sources' own text: the file of vectors, the work that fills it, and what it finds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexBuildError
from ingest.dense import DenseTexts, embedded_text, key_of, keys_file
from ingest.dense_report import report, reported, reporting
from ingest.densifying import Progress, densify
from ingest.embedding import Embedder
from ingest.fusion import fused
from ingest.norwegian import Analyzer
from ingest.texts import TextStore, store_texts
from ingest.vector_file import VectorFile

from .test_index import Counting
from .test_texts import passage

WORDS = (
    "Båter skal være tette.",
    "Årer skal være to.",
    "Seil er valgfritt.",
    "Den som ser et barn bli slått, sier fra.",
)
MANY = [passage(str(n), 1, f"{WORDS[n % 4]} Det gjelder i havn {n}.") for n in range(100)]
"""Four batches."""


def kept(folder: Path, passages: list | None = None) -> TextStore:  # type: ignore[type-arg]
    return store_texts(folder / "texts", MANY if passages is None else passages, Analyzer())


def by_meaning(folder: Path, texts: TextStore, embedder: Embedder) -> TextStore:
    texts.dense = DenseTexts(folder / "dense", texts.folder, embedder, every=0)
    return texts


def the_file(folder: Path) -> Path:
    (path,) = (folder / "dense").glob("*.vectors")
    return path


def test_what_has_a_vector_is_found_by_meaning(tmp_path: Path, embedder: Embedder) -> None:
    texts = by_meaning(tmp_path, kept(tmp_path), embedder)
    asked = "Hvem melder om vold mot unger?"
    (vector,) = embedder.questions([asked])
    assert texts.search(asked, 5, vector) == []
    assert densify(texts, embedder, tmp_path / "dense")
    assert texts.dense is not None
    assert texts.dense.ready == len(texts) == 100
    assert "slått" in texts.search(asked, 5, vector)[0][0].text
    assert texts.search(asked, 5) == []


def test_both_searches_count(tmp_path: Path, embedder: Embedder) -> None:
    texts = by_meaning(tmp_path, kept(tmp_path), embedder)
    densify(texts, embedder, tmp_path / "dense")
    asked = "hvor mange årer i havn 33"
    found = texts.search(asked, 3, embedder.questions([asked])[0])
    assert found[0][0].ref.section == "33"
    assert [f.ref for f, _ in found] != [f.ref for f, _ in texts.search(asked, 3)]


def test_places_are_added_not_scores() -> None:
    best = fused([["a", "b"], ["b", "c"]])
    assert best[0] == ("b", pytest.approx(1 / 62 + 1 / 61))
    assert [thing for thing, _ in best] == ["b", "a", "c"]


def test_the_vectors_in_8_bits_are_the_embedders(tmp_path: Path, embedder: Embedder) -> None:
    texts = kept(tmp_path)
    densify(texts, embedder, tmp_path / "dense")
    file = VectorFile.open(tmp_path / "dense", embedder)
    assert file is not None
    records = file.read()
    by_key = {key_of(embedded_text(p)): embedded_text(p) for p in MANY}
    (question,) = embedder.questions(["båt"])
    exact = embedder.passages([by_key[int(key)] for key in records.keys]) @ question
    assert np.abs(records.cosines(question) - exact).max() < 0.003


def test_a_stop_is_heard_and_the_next_run_goes_on(tmp_path: Path, embedder: Embedder) -> None:
    texts = kept(tmp_path)
    stop = threading.Event()

    def watch(progress: Progress) -> None:
        if progress.done:
            stop.set()

    first = Counting(embedder)
    assert not densify(texts, first, tmp_path / "dense", watch=watch, stopped=stop.is_set)
    searched = by_meaning(tmp_path, texts, embedder)
    assert searched.dense is not None
    done = searched.dense.ready
    assert 0 < done < 100
    second = Counting(embedder)
    seen: list[Progress] = []
    assert densify(texts, second, tmp_path / "dense", watch=seen.append)
    assert second.texts == 100 - done + 1  # and the text that tells whose file it is
    assert seen[0] == Progress(done, 100)
    assert (seen[-1].done, seen[-1].seconds_left) == (100, 0)
    assert searched.dense.ready == 100
    third = Counting(embedder)
    assert densify(texts, third, tmp_path / "dense")
    assert third.texts == 1


def test_only_changed_passages_are_embedded(tmp_path: Path, embedder: Embedder) -> None:
    densify(kept(tmp_path), embedder, tmp_path / "dense")
    spaced = [passage(p.ref.section, 1, p.text.replace(" ", "  ")) for p in MANY[:-1]]
    texts = kept(tmp_path, [*spaced, passage("99", 1, "Fly skal kunne lande.")])
    counted = Counting(embedder)
    assert densify(texts, counted, tmp_path / "dense")
    assert counted.texts == 2
    searched = by_meaning(tmp_path, texts, embedder)
    assert searched.dense is not None
    assert searched.dense.ready == 100
    (vector,) = embedder.passages([embedded_text(MANY[99])])  # what the law no longer says
    assert "slått" in searched.search("xyz", 1, vector)[0][0].text
    assert len(searched.search("xyz", 200, vector)) == 100


def test_the_sources_that_are_known_come_first(tmp_path: Path, embedder: Embedder) -> None:
    others = [passage(str(n), 1, f"Vei {n} er stengt.", "lov/2001-01-01-1") for n in range(40)]
    texts = kept(tmp_path, [*MANY[:40], *others])
    stop = threading.Event()
    densify(
        texts, embedder, tmp_path / "dense", first={"lov/2001-01-01-1"}, stopped=stop.is_set,
        watch=lambda progress: stop.set() if progress.done >= 40 else None,
    )  # fmt: skip
    searched = by_meaning(tmp_path, texts, embedder)
    found = searched.search("stengt vei", 60, embedder.questions(["stengt vei"])[0])
    assert {one.source for one, _ in found} == {"lov/2001-01-01-1"}


def test_the_same_words_twice_are_embedded_once(tmp_path: Path, embedder: Embedder) -> None:
    texts = kept(tmp_path, [passage(str(n), 1, "(Opphevet)") for n in range(7)])
    counted = Counting(embedder)
    seen: list[Progress] = []
    densify(texts, counted, tmp_path / "dense", watch=seen.append)
    assert counted.texts == 2
    assert seen[-1].done == 7
    searched = by_meaning(tmp_path, texts, embedder)
    assert len(searched.search("opphevet", 7, embedder.questions(["opphevet"])[0])) == 7


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-200] ^= 0x10
    path.write_bytes(bytes(data))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-130])


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 16384 + 50 * 400])


def _nulled(path: Path) -> None:
    """What a crash of the machine may leave: the size is there, the words are not."""
    data = path.read_bytes()
    path.write_bytes(data[:-4000] + b"\0" * 4000)


@pytest.mark.parametrize(("damage", "lost"), [(_flipped, 1), (_cut, 1), (_half, 50), (_nulled, 10)])
def test_damaged_vectors_are_passed_over_and_computed_again(
    tmp_path: Path, embedder: Embedder, damage: Callable[[Path], None], lost: int
) -> None:
    texts = kept(tmp_path)
    densify(texts, embedder, tmp_path / "dense")
    damage(the_file(tmp_path))
    searched = by_meaning(tmp_path, texts, embedder)
    assert searched.dense is not None
    assert searched.dense.ready == 100 - lost
    counted = Counting(embedder)
    assert densify(texts, counted, tmp_path / "dense")
    assert counted.texts == lost + 1
    assert searched.dense.ready == 100


def _garbage(path: Path) -> None:
    path.write_bytes(b"nothing of the kind" * 500)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [_garbage, _empty, Path.unlink])
def test_a_file_without_its_head_is_made_again(
    tmp_path: Path, embedder: Embedder, damage: Callable[[Path], None]
) -> None:
    texts = kept(tmp_path, MANY[:10])
    densify(texts, embedder, tmp_path / "dense")
    damage(the_file(tmp_path))
    searched = by_meaning(tmp_path, texts, embedder)
    assert searched.dense is not None
    assert searched.dense.ready == 0
    assert [f.ref.section for f, _ in searched.search("seil", 1, embedder.questions(["seil"])[0])] == ["2"]
    assert densify(texts, embedder, tmp_path / "dense")
    assert searched.dense.ready == 10


def test_damaged_keys_are_made_again(tmp_path: Path, embedder: Embedder) -> None:
    texts = kept(tmp_path, MANY[:10])
    densify(texts, embedder, tmp_path / "dense")
    keys_file(texts.folder).write_bytes(b"\x93NUMPY broken")
    searched = by_meaning(tmp_path, texts, embedder)
    assert searched.dense is not None
    assert searched.dense.ready == 0
    counted = Counting(embedder)
    densify(texts, counted, tmp_path / "dense")
    assert (counted.texts, searched.dense.ready) == (1, 10)


class Turned(Counting):
    """Another model under the same name, as a folder of a model may be replaced."""

    def passages(self, texts):  # type: ignore[no-untyped-def]
        return np.roll(super().passages(texts), 7, axis=1)


def test_the_vectors_of_another_model_are_refused(
    tmp_path: Path, embedder: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    texts = kept(tmp_path, MANY[:10])
    densify(texts, embedder, tmp_path / "dense")
    before = the_file(tmp_path).read_bytes()
    with pytest.raises(IndexBuildError, match="made by another model"):
        densify(texts, Turned(embedder), tmp_path / "dense")
    searched = by_meaning(tmp_path, texts, Turned(embedder))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            found = searched.search("seil", 1, embedder.questions(["seil"])[0])
    assert found[0][0].ref.section == "2"
    assert searched.dense is not None
    assert searched.dense.problem is not None
    assert [record.levelname for record in caplog.records if record.name == "ingest.dense"] == ["WARNING"]
    assert the_file(tmp_path).read_bytes() == before


def test_two_embedders_have_a_file_each(tmp_path: Path, embedder: Embedder) -> None:
    other = Turned(embedder)
    other.name = "another/model"
    texts = kept(tmp_path, MANY[:10])
    densify(texts, embedder, tmp_path / "dense")
    densify(texts, other, tmp_path / "dense")
    assert len(list((tmp_path / "dense").glob("*.vectors"))) == 2
    the_file_of_the_other = tmp_path / "dense" / "another-model.vectors"
    the_file_of_the_other.rename(next(p for p in (tmp_path / "dense").glob("*.vectors") if p != the_file_of_the_other))
    with pytest.raises(IndexBuildError, match="another/model"):
        VectorFile.open(tmp_path / "dense", embedder)


def test_one_process_at_a_time(tmp_path: Path, embedder: Embedder) -> None:
    texts = kept(tmp_path, MANY[:10])

    def again(_: Progress) -> None:
        with pytest.raises(IndexBuildError, match="Another process"):
            densify(texts, embedder, tmp_path / "dense")

    assert densify(texts, embedder, tmp_path / "dense", watch=again)


def test_law_that_is_gone_leaves_the_file_in_time(tmp_path: Path, embedder: Embedder) -> None:
    densify(kept(tmp_path), embedder, tmp_path / "dense")
    size = the_file(tmp_path).stat().st_size
    texts = kept(tmp_path, MANY[:10])
    searched = by_meaning(tmp_path, texts, embedder)
    assert searched.dense is not None
    counted = Counting(embedder)
    densify(texts, counted, tmp_path / "dense")
    assert counted.texts == 1
    assert the_file(tmp_path).stat().st_size < size
    assert searched.dense.ready == 10


def test_what_is_told_is_what_others_read(tmp_path: Path) -> None:
    assert reported(tmp_path) is None
    seen: list[Progress] = []
    watch = reporting(tmp_path, seen.append)
    watch(Progress(1, 9, 30.0))
    watch(Progress(2, 9, 20.0))
    told = reported(tmp_path)
    assert told is not None
    assert (told.done, told.total, told.seconds_left, told.is_working) == (1, 9, 30.0, True)
    assert len(seen) == 2
    report(tmp_path, Progress(2, 9, 20.0), "The disk is full.")
    told = reported(tmp_path)
    assert told is not None
    assert (told.problem, told.is_working) == ("The disk is full.", False)
    (tmp_path / "progress.json").write_text("{", encoding="utf-8")
    assert reported(tmp_path) is None
    report(tmp_path / "nowhere", Progress(1, 2))
