"""A disk that fills, a process that is killed, files that somebody damaged: nothing is lost and nothing is wrong."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexBuildError
from ingest.embedding import Embedder
from ingest.generations import Generations
from ingest.index import build_index, open_index
from ingest.vectors import VectorCache

from .test_index import ROWS, Counting, corpus

SCRIPTS = Path(__file__).parent / "scripts"
ROOT = Path(__file__).parents[2]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_a_full_disk_is_told_and_the_old_index_answers(tmp_path: Path) -> None:
    """A real file system of 12 MB, filled to the last byte."""
    unshare = shutil.which("unshare")
    mount = f'mount -t tmpfs -o size=12m none "{tmp_path}"'
    if unshare is None or subprocess.run([unshare, "-Urm", "sh", "-c", mount], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a small file system of their own (unshare -Urm)")
    run = f'{mount} && exec "{sys.executable}" "{SCRIPTS / "full_disk.py"}" "{tmp_path}"'
    done = subprocess.run([unshare, "-Urm", "sh", "-c", run], capture_output=True, text=True, env=_environment())
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split() == ["graph", "vectors", "index", "texts", "dense", "answers"]


def test_a_killed_build_goes_on_where_it_was(tmp_path: Path, embedder: Embedder) -> None:
    cache = tmp_path / "vectors.sqlite"
    with subprocess.Popen(
        [sys.executable, str(SCRIPTS / "endless_index.py"), str(cache)], stdout=subprocess.PIPE, env=_environment()
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    done = int(line)
    assert done > 0
    sys.path.insert(0, str(SCRIPTS))
    try:
        from endless_index import TEXTS  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(SCRIPTS))
    counted = Counting(embedder)
    VectorCache(cache).embed(counted, TEXTS, as_question=True)
    assert counted.texts <= len(TEXTS) - done


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _garbage(path: Path) -> None:
    path.write_bytes(b"nothing of the kind" * 500)


@pytest.mark.parametrize("damage", [_cut, _garbage, Path.unlink])
@pytest.mark.parametrize("part", ["projection.npz", "manifest.json", "keywords/analyzer.json", "chroma/chroma.sqlite3"])
def test_a_damaged_index_is_built_again(
    tmp_path: Path, embedder: Embedder, part: str, damage: Callable[[Path], None]
) -> None:
    small = corpus(tmp_path / "corpus", *ROWS)
    root, cache = tmp_path / "index", VectorCache(tmp_path / "vectors.sqlite")
    build_index(root, small, embedder, cache)
    # Chroma keeps what it opened: a copy is what another process meets.
    shutil.copytree(root, tmp_path / "copy")
    folder = Generations(tmp_path / "copy").current()
    assert folder is not None
    damage(folder / part)
    assert open_index(tmp_path / "copy", small, embedder) is None
    build_index(tmp_path / "copy", small, embedder, cache)
    assert open_index(tmp_path / "copy", small, embedder) is not None


def test_a_damaged_cache_of_vectors_is_set_aside(
    tmp_path: Path, embedder: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    cache = VectorCache(tmp_path / "v.sqlite")
    texts = ["en tekst", "en annen tekst"]
    before = cache.embed(embedder, texts, as_question=True)
    _garbage(tmp_path / "v.sqlite")
    with caplog.at_level(logging.WARNING):
        assert np.allclose(cache.embed(embedder, texts, as_question=True), before, atol=1e-3)
    assert (tmp_path / "v.damaged").exists()
    assert "computed again" in caplog.text


@pytest.mark.parametrize("stored", [b"", b"\0" * 4, np.full(384, np.nan, np.float32).tobytes(), b"\0" * 1536])
def test_a_damaged_vector_is_computed_again(tmp_path: Path, embedder: Embedder, stored: bytes) -> None:
    cache = VectorCache(tmp_path / "v.sqlite")
    before = cache.embed(embedder, ["en tekst"], as_question=True)
    with closing(sqlite3.connect(tmp_path / "v.sqlite")) as db:
        db.execute("UPDATE vectors SET vector = ?", (stored,))
        db.commit()
    assert np.allclose(cache.embed(embedder, ["en tekst"], as_question=True), before, atol=1e-3)


def test_spaces_and_unicode_form_make_no_new_text(tmp_path: Path, embedder: Embedder) -> None:
    counted = Counting(embedder)
    cache = VectorCache(tmp_path / "v.sqlite")
    first = cache.embed(counted, ["på  en måte\n"], as_question=True)
    again = cache.embed(counted, [" pa\u030a en ma\u030ate"], as_question=True)
    assert counted.texts == 1
    assert np.array_equal(first, again)
    cache.embed(counted, ["På en måte"], as_question=True)
    assert counted.texts == 2


def test_the_time_left_can_be_told_from_what_is_done(tmp_path: Path) -> None:
    """Long texts do not all come last: the share of the work done follows the share of the texts done."""
    texts = [("ord " * (1 + 60 * row // 4000)).strip() + f" {row}" for row in range(4000)]
    work: list[int] = []
    seen: list[int] = []
    whole = sum(map(len, texts))
    cache = VectorCache(tmp_path / "v.sqlite")
    cache.embed(_Weighing(work), texts, as_question=True, on_progress=lambda done, _: seen.append(done))
    assert seen[0] == 0
    assert seen[-1] == len(texts)
    for part in (0.25, 0.5, 0.75):
        step = next(i for i, done in enumerate(seen) if done >= part * len(texts))
        assert abs(sum(work[:step]) / whole - part) < 0.12


class _Weighing(Embedder):
    """Weighs the texts of each batch instead of computing anything."""

    name = model = "weighing"
    dimensions = 2

    def __init__(self, work: list[int]) -> None:
        self.work = work

    def questions(self, texts):  # type: ignore[no-untyped-def]
        self.work.append(sum(map(len, texts)))
        return np.tile(np.array([1.0, 0.0], dtype=np.float32), (len(texts), 1))

    passages = questions


def test_a_full_quota_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> Iterator[None]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("ingest.vectors.VectorCache._embed", full)
    monkeypatch.setattr("ingest.disk.shutil.disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))  # type: ignore[attr-defined]
    with pytest.raises(IndexBuildError, match="disk is full"):
        VectorCache(tmp_path / "v.sqlite").embed(_Weighing([]), ["x"], as_question=True)
