"""The ways to keep very many vectors that were tried for the law's text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from ingest.embedding import Vectors
from ingest.store import VectorStore
from ingest.vector_file import Records, VectorFile

Add = Callable[[int, Vectors], object]
Search = Callable[[Vectors], object]


def way_of(form: str, folder: Path) -> tuple[Add, Search]:
    """How vectors are added and searched in a form: «8 bits», «16 bits», «32 bits» or «Chroma»."""
    folder.mkdir(parents=True)
    if form == "Chroma":
        store = VectorStore.open(folder, "keeping", create=True)
        return (
            lambda first, vectors: store.add(
                [str(first + n) for n in range(len(vectors))], vectors, [{"n": first + n} for n in range(len(vectors))]
            ),
            lambda vector: store.nearest(vector, 100),
        )
    if form == "8 bits":
        file = VectorFile(folder / "vectors", 384)
        file.path.touch()
        return (
            lambda first, vectors: file.append(np.arange(first, first + len(vectors), dtype=np.uint64), vectors),
            _remembering(file),
        )
    path, dtype = folder / "array", np.dtype(np.float16 if form == "16 bits" else np.float32)

    def add(_: int, vectors: Vectors) -> None:
        with path.open("ab") as opened:
            opened.write(vectors.astype(dtype).tobytes())

    def search(vector: Vectors) -> object:
        rows = np.memmap(path, dtype, "r").reshape(-1, 384)
        parts = (rows[at : at + 1024].astype(np.float32) for at in range(0, len(rows), 1024))
        return np.argpartition(-np.concatenate([np.einsum("ij,j->i", part, vector) for part in parts]), 100)[:100]

    return add, search


def _remembering(file: VectorFile) -> Search:
    """A search that checks the records once, as the real one does."""
    known: list[Records] = []

    def search(vector: Vectors) -> object:
        if not known:
            known.append(file.read())
        return np.argpartition(-known[0].cosines(vector), 100)[:100]

    return search
