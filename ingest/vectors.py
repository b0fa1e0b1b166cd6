"""Vectors that were computed once, kept by what they were computed from.

Only a text that nobody has embedded with this model before costs anything: an index of changed
knowledge embeds what changed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from ingest.embedding import Embedder, Vectors

_BATCH = 64


Progress = Callable[[int], None]
"""Called with how many more texts are done."""


def _ignore(done: int) -> None:
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
        """Unit vectors for ``texts``, in order; those not in the cache are computed and kept as they come."""
        keys = [_key(embedder.name, as_question, text) for text in texts]
        vectors = np.zeros((len(texts), embedder.dimensions), dtype=np.float32)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=60)) as db:
            db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
            missing: list[int] = []
            for row, key in enumerate(keys):
                found = db.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
                if found is None:
                    missing.append(row)
                else:
                    vectors[row] = np.frombuffer(found[0], dtype=np.float32)
            on_progress(len(texts) - len(missing))
            # Texts of like length together: a batch costs what its longest text costs.
            missing.sort(key=lambda row: len(texts[row]))
            embed = embedder.questions if as_question else embedder.passages
            for start in range(0, len(missing), _BATCH):
                rows = missing[start : start + _BATCH]
                vectors[rows] = embed([texts[row] for row in rows])
                db.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [(keys[row], vectors[row].tobytes()) for row in rows],
                )
                db.commit()
                on_progress(len(rows))
        return vectors


def _key(model: str, as_question: bool, text: str) -> bytes:
    return hashlib.sha256(f"{model}\0{'q' if as_question else 'p'}\0{text}".encode()).digest()[:16]
