"""Embeds the sources' own text, a few passages at a time: while others are answered, or in the foreground.

Only passages whose key has no vector yet cost anything, so what was stopped goes on where it was, and of law that
was read again only the changed passages are embedded.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.errors import BusyError
from corpus.files import replacing
from ingest.dense import Rows, embedded_text, key_of, keys_file
from ingest.disk import writing_in
from ingest.embedding import Embedder
from ingest.texts import TextStore
from ingest.vector_file import Keys, VectorFile

_BATCH = 32
"""Passages that are embedded at once: less than a second of one processor, so that a stop is soon heard."""
_STALE = 0.25
"""The share of records of no use above which the file is written anew without them."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far the embedding is, in passages. ``seconds_left`` is reckoned by length from what this run has done, and
    missing until it has done something."""

    done: int
    total: int
    seconds_left: float | None = None


Watch = Callable[[Progress], None]


def densify(
    texts: TextStore,
    embedder: Embedder,
    folder: Path,
    *,
    first: Collection[str] = (),
    watch: Watch = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> bool:
    """Embed the passages that have no vector yet, and keep them in ``folder``. Whether all have one at the end.

    Passages of the sources ``first`` come before the others. ``stopped`` is asked before each batch.
    Raises :class:`corpus.errors.BusyError` where another process is at it, and its parent class where the vectors
    there are another model's or the disk is full; what was computed is kept.
    """
    with _alone(folder):
        file = VectorFile.create(folder, embedder)
        keys = _keys_of(texts, stopped)
        if keys is None:
            return False
        work = _Work(texts, keys, _tidied(file, keys), frozenset(first))
        done, spent, embedded = work.known, 0.0, 0.0
        watch(Progress(done, len(keys)))
        for rows in work.batches():
            if stopped():
                return False
            start = time.perf_counter()
            file.append(keys[rows], embedder.passages([embedded_text(passage) for passage in texts.at(rows.tolist())]))
            spent += time.perf_counter() - start
            embedded += work.lengths[rows].sum()
            done += int(work.copies[rows].sum())
            watch(Progress(done, len(keys), float(work.left - embedded) * spent / embedded))
        return True


def _keys_of(texts: TextStore, stopped: Callable[[], bool]) -> Keys | None:
    """The keys of all passages, kept for the next time; nothing where it was stopped."""
    path = keys_file(texts.folder)
    try:
        kept: Keys = np.load(path)
        if kept.shape == (len(texts),) and kept.dtype == np.uint64:
            return kept
    except (OSError, ValueError):
        pass  # the first time, or damaged
    keys = np.zeros(len(texts), dtype=np.uint64)
    for row, passage in enumerate(texts.all()):
        keys[row] = key_of(embedded_text(passage))
        if stopped():
            return None
    with writing_in(path.parent), replacing(path) as partial, partial.open("wb") as file:
        np.save(file, keys)
    return keys


class _Work:
    """What there is to embed. ``known`` passages have their vector; ``left`` is the length of the others."""

    def __init__(self, texts: TextStore, keys: Keys, known: Keys, first: frozenset[str]) -> None:
        sizes = list(texts.sizes())
        self.lengths = np.array([length for _, length in sizes], dtype=np.float64)
        once, rows, copies = np.unique(keys, return_index=True, return_counts=True)
        self.copies = np.zeros(len(keys), dtype=np.int64)
        """How many passages a passage stands for: the law says some things twice."""
        self.copies[rows] = copies
        missing: Rows = rows[~np.isin(once, known)]
        early = np.array([sizes[row][0] in first for row in missing], dtype=np.bool_)
        self._groups = (missing[early], missing[~early])
        self.known = len(keys) - int(self.copies[missing].sum())
        self.left = float(self.lengths[missing].sum())

    def batches(self) -> Iterator[Rows]:
        """Passages of like length together; the batches in a random order, so that those done tell the time left."""
        for group in self._groups:
            ordered = group[np.argsort(self.lengths[group], kind="stable")]
            starts = np.arange(0, len(ordered), _BATCH)
            for start in np.random.default_rng(0).permutation(starts):
                yield ordered[start : start + _BATCH]


def _tidied(file: VectorFile, keys: Keys) -> Keys:
    """The keys of the sound records, after damaged ones, and very many of no use, have been thrown away."""
    records = file.read()
    damaged = int((~records.sound).sum())
    if damaged:
        _log.warning("%d of %d vectors in %s are damaged. They are computed again.", damaged, len(records), file.path)
    wanted = records.sound & np.isin(records.keys, keys)
    if damaged or (~wanted).sum() > _STALE * len(records):
        file.keep(records, wanted)
        return records.keys[wanted]
    return records.keys[records.sound]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time."""
    lock = FileLock(folder / "build.lock")
    with writing_in(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BusyError(
                f"Another process is computing the vectors in {folder}. Let it work, or stop the server it belongs to."
            ) from error
    try:
        yield
    finally:
        lock.release()
