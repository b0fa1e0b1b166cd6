"""Vectors of very many texts in one file that grows: 8 bits a number, read without loading, checked record by record.

A record is a text's key, its vector and a checksum. What a crash or a damaged disk leaves behind does not fit its
checksum, is passed over, and its text is embedded again. The head of the file tells which embedder made it, with
the vector of a known text, so that vectors of another model are never compared with these.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexBuildError
from corpus.files import replacing
from ingest.disk import writing_in
from ingest.embedding import Embedder, Vectors

Keys = NDArray[np.uint64]

_FORM = "pliktkompass vectors 1"
_HEAD = 16384
"""Bytes of the head: JSON, filled up with spaces."""
_PROBE = "Den som arbeider i kommunen, skal hindre at andre får vite det han har fått vite om et barn."
_LIKENESS = 0.99
"""The engines of one model differ by less in cosine, and another model's vector of the probe is far below."""
_PART = 1024
"""Records that are multiplied at once: as floats they fit in a processor's own memory."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Records:
    """What the file held at one time. ``sound`` tells which records fit their checksum."""

    rows: Any
    sound: NDArray[np.bool_]
    inode: int

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def keys(self) -> Keys:
        """The keys of all records, also of those that are not sound."""
        keys: Keys = np.ascontiguousarray(self.rows["key"])
        return keys

    def cosines(self, vector: Vectors) -> NDArray[np.float32]:
        """The cosine of a unit vector with each record, shape ``(len(self),)``."""
        found = np.empty(len(self.rows), dtype=np.float32)
        for start in range(0, len(found), _PART):
            part = self.rows[start : start + _PART]
            # Not «@»: its library would share out each small part to threads that wait for each other.
            products = np.einsum("ij,j->i", part["vector"].astype(np.float32), vector)
            found[start : start + _PART] = products * part["scale"]
        return found


class VectorFile:
    """The file of one embedder's vectors. One process writes at a time, any number read."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path = path
        self._dtype = np.dtype([("key", "<u8"), ("scale", "<f4"), ("vector", "i1", (dimensions,)), ("check", "<u4")])

    @classmethod
    def open(cls, folder: Path, embedder: Embedder) -> VectorFile | None:
        """The file for an embedder in ``folder``; nothing where there is none, or where its head is damaged.

        Raises :class:`IndexBuildError` where another model made it.
        """
        path = _path(folder, embedder)
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD)
        except OSError:
            return None
        return cls(path, embedder.dimensions) if _is_made_by(embedder, head, path) else None

    @classmethod
    def create(cls, folder: Path, embedder: Embedder) -> VectorFile:
        """The file for an embedder, begun where there is none. One whose head is damaged is set aside first.

        Raises :class:`IndexBuildError` where another model made it, or the disk is full.
        """
        there = cls.open(folder, embedder)
        if there is not None:
            return there
        path = _path(folder, embedder)
        with writing_in(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                aside = path.with_suffix(".damaged")
                os.replace(path, aside)
                _log.warning("The head of %s is damaged. It is set aside as %s and made again.", path, aside.name)
            with replacing(path) as partial:
                partial.write_bytes(_head(embedder))
        return cls(path, embedder.dimensions)

    def read(self, before: Records | None = None) -> Records:
        """What the file holds now: ``before`` itself where nothing is new. Only new records are checked."""
        now = self.path.stat()
        count = max(0, now.st_size - _HEAD) // self._dtype.itemsize
        if before is not None and before.inode == now.st_ino and len(before) == count:
            return before
        known = before.sound if before is not None and before.inode == now.st_ino and len(before) < count else _NONE
        rows: Any = np.empty(0, self._dtype)
        if count:
            rows = np.memmap(self.path, self._dtype, "r", offset=_HEAD, shape=(count,))
        return Records(rows, np.concatenate([known, self._checked(rows[len(known) :])]), now.st_ino)

    def append(self, keys: Keys, vectors: Vectors) -> None:
        """Add records. Raises :class:`IndexBuildError` where the disk is full: what was added before is kept."""
        with writing_in(self.path.parent), self.path.open("r+b") as file:
            size = os.fstat(file.fileno()).st_size
            end = _HEAD + max(0, size - _HEAD) // self._dtype.itemsize * self._dtype.itemsize
            file.seek(end)  # over the piece of a record that a full disk may have left
            file.write(self._packed(keys, vectors))

    def keep(self, records: Records, wanted: NDArray[np.bool_]) -> None:
        """Write the file anew with the wanted records alone. Who reads it goes on with what it has until it looks."""
        with writing_in(self.path.parent), replacing(self.path) as partial, partial.open("wb") as new:
            with self.path.open("rb") as old:
                new.write(old.read(_HEAD))
            for start in range(0, len(records), _PART):
                part = slice(start, start + _PART)
                new.write(records.rows[part][wanted[part]].tobytes())

    def _packed(self, keys: Keys, vectors: Vectors) -> bytes:
        rows = np.zeros(len(keys), self._dtype)
        rows["key"] = keys
        rows["vector"], rows["scale"] = _in_8_bits(vectors)
        data = rows.tobytes()
        size = self._dtype.itemsize
        rows["check"] = [zlib.crc32(data[at : at + size - 4]) for at in range(0, len(data), size)]
        return rows.tobytes()

    def _checked(self, rows: Any) -> NDArray[np.bool_]:
        size = self._dtype.itemsize
        fits: list[bool] = []
        for start in range(0, len(rows), _PART):
            part = rows[start : start + _PART]
            data = part.tobytes()
            checks = part["check"].tolist()
            fits += [zlib.crc32(data[at * size : at * size + size - 4]) == check for at, check in enumerate(checks)]
        return np.array(fits, dtype=np.bool_)


_NONE = np.empty(0, dtype=np.bool_)


def _path(folder: Path, embedder: Embedder) -> Path:
    return folder / f"{re.sub(r'[^a-zA-Z0-9.]+', '-', embedder.name)}.vectors"


def _in_8_bits(vectors: Vectors) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Each vector in steps of its own: the whole numbers, and the size of a step."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12) / 127
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def _head(embedder: Embedder) -> bytes:
    vector, _ = _in_8_bits(embedder.passages([_PROBE]))
    about = {
        "form": _FORM,
        "embedder": embedder.name,
        "dimensions": embedder.dimensions,
        "probe": base64.b64encode(vector.tobytes()).decode(),
    }
    return json.dumps(about, ensure_ascii=False).encode().ljust(_HEAD)


def _is_made_by(embedder: Embedder, head: bytes, path: Path) -> bool:
    """Whether the embedder gives the vector in the head; false for a damaged head.

    Raises :class:`IndexBuildError` where it gives another vector, or where the head names another embedder.
    """
    try:
        about = json.loads(head)
        name, dimensions = about["embedder"], about["dimensions"]
        known = np.frombuffer(base64.b64decode(about["probe"], validate=True), dtype=np.int8).astype(np.float32)
        if about["form"] != _FORM or len(known) != dimensions:
            return False
    except (ValueError, KeyError, TypeError):
        return False
    same = (name, dimensions) == (embedder.name, embedder.dimensions)
    if same and float(embedder.passages([_PROBE])[0] @ known) >= _LIKENESS * float(np.linalg.norm(known)):
        return True
    other = "of the same name" if name == embedder.name else f"({name})"
    raise IndexBuildError(
        f"The vectors in {path} were made by another model {other} than the one that is set ({embedder.name}), so "
        "they are not used. Set PLIKTKOMPASS_EMBEDDER back, or remove the file to compute them again."
    )
