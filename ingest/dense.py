"""Search by meaning in the sources' own text, over as many passages as have their vector already.

The vectors lie in a file that another process may be adding to; each search takes up what has come. Passages and
vectors meet by key: the hash of what is embedded, without differences of spaces and Unicode form.
"""

from __future__ import annotations

import hashlib
import logging
import math
import threading
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexBuildError
from ingest.embedding import Embedder, Vectors
from ingest.passages import Passage
from ingest.vector_file import Keys, Records, VectorFile

_log = logging.getLogger(__name__)

Rows = NDArray[np.int64]


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: a ledd alone rarely says what it is about, its act and heading do."""
    act = passage.path[0] if passage.path else ""
    return " ".join(unicodedata.normalize("NFC", f"{act}. {passage.heading}: {passage.text}").split())


def key_of(text: str) -> int:
    """The key of an embedded text, 64 bits. Two of a million texts share one once in forty million indexes."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def keys_file(folder: Path) -> Path:
    """Where the keys of a generation of texts are kept. The number is raised when what is embedded changes its form."""
    return folder / "dense-keys-1.npy"


@dataclass(frozen=True)
class _Found:
    """The state of the file with what follows from it. ``usable`` are the records of a passage that is kept, ``keys``
    the keys of the passages in order, ``rows`` the passages in the order of their keys."""

    records: Records
    usable: NDArray[np.bool_]
    keys: Keys
    rows: Rows
    ready: int


class DenseTexts:
    """The passages of one generation of texts by meaning. Safe to share between threads.

    ``vectors`` is the folder of the vectors, ``texts`` that of the generation; ``every`` is how often, in seconds,
    the file is looked at for what has come.
    """

    def __init__(self, vectors: Path, texts: Path, embedder: Embedder, every: float = 5.0) -> None:
        self._vectors = vectors
        self._texts = texts
        self._embedder = embedder
        self._every = every
        self._lock = threading.Lock()
        self._looked = -math.inf
        self._file: VectorFile | None = None
        self._found: _Found | None = None
        self.problem: str | None = None
        """Why the vectors that are there cannot be used."""

    @property
    def ready(self) -> int:
        """How many passages have a vector now."""
        found = self._now()
        return found.ready if found is not None else 0

    def nearest(self, vector: Vectors, count: int) -> list[tuple[int, float]]:
        """Up to ``count`` rows of passages with their cosine to a question's vector, nearest first."""
        found = self._now()
        if found is None or not found.ready:
            return []
        cosines = found.records.cosines(vector)
        cosines[~found.usable] = -np.inf
        few = min(count, int(found.usable.sum()))
        best = np.argpartition(-cosines, few - 1)[:few]
        best = best[np.argsort(-cosines[best], kind="stable")]
        pairs = [(int(row), float(cosines[at])) for at in best for row in _of(found, found.records.rows["key"][at])]
        return pairs[:count]

    def _now(self) -> _Found | None:
        """The newest state of the file; nothing where there is none that can be used."""
        with self._lock:
            if time.monotonic() - self._looked >= self._every:
                self._look()
                self._looked = time.monotonic()
            return self._found

    def _look(self) -> None:
        try:
            if self._file is None and self.problem is None:  # once: it costs an embedding to see who made the file
                self._file = VectorFile.open(self._vectors, self._embedder)
            self._found = self._read(self._file) if self._file is not None else None
        except (OSError, ValueError):  # not there yet, or not whole yet
            self._file = self._found = None
        except IndexBuildError as error:
            self._found, self.problem = None, str(error)
            _log.warning("The law's text is searched by word only. %s", error)

    def _read(self, file: VectorFile) -> _Found:
        before = self._found
        records = file.read(before.records if before is not None else None)
        if before is not None and records is before.records:
            return before
        if before is not None:
            keys, rows = before.keys, before.rows
        else:
            keys = np.load(keys_file(self._texts))
            rows = np.argsort(keys, kind="stable")
            keys = keys[rows]
        usable = records.sound & np.isin(records.keys, keys)
        return _Found(records, usable, keys, rows, int(np.isin(keys, records.keys[usable]).sum()))


def _of(found: _Found, key: np.uint64) -> Rows:
    """The passages of a key: several where the law says the same twice."""
    return found.rows[np.searchsorted(found.keys, key, "left") : np.searchsorted(found.keys, key, "right")]
