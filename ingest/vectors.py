"""Vectors that were computed once, kept by what they were computed from.

Only a text that nobody has embedded with this model before costs anything: an index of changed
knowledge embeds what changed, and one that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from corpus.errors import IndexBuildError
from ingest.disk import REMEDY, is_damaged, is_full
from ingest.embedding import Embedder, Vectors

_BATCH = 512
"""Texts that are embedded and then kept at once: half a second's work, enough that all cores have their share of it."""
_LOOKED_UP = 500
"""Keys that are looked up at once; SQLite takes 999."""
_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many texts are done and how many there are."""


def _ignore(done: int, total: int) -> None:
    """Nobody watches the progress."""


class VectorCache:
    """A SQLite file of vectors by model, purpose and text."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def embed(
        self,
        embedder: Embedder,
        texts: Sequence[str],
        *,
        as_question: bool,
        on_progress: Progress = _ignore,
    ) -> Vectors:
        """Unit vectors for ``texts``, in order; those not in the cache are computed and kept as they come.

        Texts that differ by spaces or Unicode form alone are one text. A damaged cache is set aside.
        Raises :class:`IndexBuildError` where the disk is full; what was computed until then is kept.
        """
        try:
            try:
                return self._embed(embedder, texts, as_question, on_progress)
            except sqlite3.DatabaseError as error:
                if not is_damaged(error):
                    raise
                self._set_aside(error)
                return self._embed(embedder, texts, as_question, on_progress)
        except Exception as error:
            if is_full(error, self._path.parent):
                raise IndexBuildError(
                    f"The disk is full at {self._path.parent}. What was computed is kept, and the next build goes on "
                    f"from there; the index in use is untouched. {REMEDY}"
                ) from error
            raise

    def _embed(self, embedder: Embedder, texts: Sequence[str], as_question: bool, on_progress: Progress) -> Vectors:
        plain = [_normal(text) for text in texts]
        keys = [_key(embedder.name, as_question, text) for text in plain]
        rows: dict[bytes, list[int]] = defaultdict(list)
        for row, key in enumerate(keys):
            rows[key].append(row)
        vectors = np.zeros((len(texts), embedder.dimensions), dtype=np.float32)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=60)) as db:
            db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
            done = 0
            kept: set[bytes] = set()
            for key, vector in _kept(db, list(rows), embedder.dimensions):
                vectors[rows[key]] = vector
                kept.add(key)
                done += len(rows[key])
            on_progress(done, len(texts))
            embed = embedder.questions if as_question else embedder.passages
            missing = [places[0] for key, places in rows.items() if key not in kept]
            for batch in _batches(missing, plain):
                made = embed([plain[row] for row in batch])
                for row, vector in zip(batch, made, strict=True):
                    vectors[rows[keys[row]]] = vector
                    done += len(rows[keys[row]])
                db.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [(keys[row], vectors[row].tobytes()) for row in batch],
                )
                db.commit()
                on_progress(done, len(texts))
        return vectors

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        aside = self._path.with_suffix(".damaged")
        os.replace(self._path, aside)
        _log.warning(
            "The computed vectors in %s are damaged (%s). They are set aside as %s and computed again.",
            self._path, error, aside.name,
        )  # fmt: skip


def _batches(rows: list[int], texts: Sequence[str]) -> list[list[int]]:
    """Texts of like length together, since a batch costs what its longest text costs.

    The batches come in a random order (the same in every run), so that the speed of those done tells the time left.
    """
    ordered = sorted(rows, key=lambda row: len(texts[row]))
    batches = [ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH)]
    return [batches[place] for place in np.random.default_rng(0).permutation(len(batches))]


def _kept(db: sqlite3.Connection, keys: Sequence[bytes], dimensions: int) -> Iterator[tuple[bytes, Vectors]]:
    """The vectors that are kept of the keys. What is not a unit vector of the right length does not count."""
    for start in range(0, len(keys), _LOOKED_UP):
        asked = keys[start : start + _LOOKED_UP]
        marks = ", ".join("?" * len(asked))
        for key, stored in db.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", asked):  # noqa: S608
            if len(stored) == dimensions * np.dtype(np.float32).itemsize:
                vector = np.frombuffer(stored, dtype=np.float32)
                if abs(float(np.linalg.norm(vector)) - 1) < 0.01:  # so it is not NaN either
                    yield key, vector


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _key(model: str, as_question: bool, text: str) -> bytes:
    return hashlib.sha256(f"{model}\0{'q' if as_question else 'p'}\0{text}".encode()).digest()[:16]
