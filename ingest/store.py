"""Chroma as the store of vectors: embedded by default, or a Chroma server behind a trusted network.

Chroma keeps the vectors and searches where there are many. A few thousand are read from it once and compared all
at once, which takes a tenth of the time and misses none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from corpus.errors import ConfigError, IndexBuildError
from ingest.embedding import Vectors

_BATCH = 2000
_TINY = 1e-9
_AT_ONCE = 5_000
"""Most vectors that are compared all at once. With twice as many, Chroma's own search is as fast."""


@dataclass(frozen=True)
class _Rows:
    """All vectors of a collection, at length one, with their ids."""

    ids: Sequence[str]
    vectors: Vectors

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        # Not «@»: the library behind it would wake a thread on every core for work of a tenth of a millisecond.
        cosines = np.einsum("ij,j->i", self.vectors, vector / max(float(np.linalg.norm(vector)), _TINY))
        best = np.argpartition(-cosines, count)[:count] if count < len(cosines) else np.arange(len(cosines))
        best = best[np.argsort(-cosines[best])]
        return [(self.ids[row], cosine) for row, cosine in zip(best.tolist(), cosines[best].tolist(), strict=True)]


class VectorStore:
    """One collection of unit vectors with our own ids and metadata. Chroma never embeds anything itself."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    @classmethod
    def open(cls, folder: Path, name: str, url: str | None = None, *, create: bool = False) -> VectorStore:
        """The collection ``name`` in ``folder``, or on the Chroma server at ``url``.

        Raises :class:`IndexBuildError` where it does not exist or the server does not answer.
        """
        client = _client(folder, url)
        try:
            if create:
                collection = client.create_collection(
                    name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 400}}
                )
            else:
                collection = client.get_collection(name, embedding_function=None)
        except Exception as error:  # Chroma raises its own and its server's kinds
            raise IndexBuildError(
                f"The vector store has no usable collection «{name}» ({type(error).__name__}). "
                "Build the index again with «pliktkompass ingest»."
            ) from error
        return cls(collection)

    def add(self, ids: Sequence[str], vectors: Vectors, metadata: Sequence[dict[str, str | int | bool]]) -> None:
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            self._collection.add(ids=list(ids[part]), embeddings=vectors[part], metadatas=list(metadata[part]))
        self.__dict__.pop("_rows", None)

    def nearest(self, vector: Vectors, count: int, where: dict[str, Any] | None = None) -> list[tuple[str, float]]:
        """Up to ``count`` pairs of id and cosine, nearest first."""
        if where is None and self._rows is not None:
            return self._rows.nearest(vector, count)
        found = self._collection.query(
            query_embeddings=[np.asarray(vector, dtype=np.float32)], n_results=count, where=where, include=["distances"]
        )
        return [
            (record, 1.0 - float(distance))
            for record, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    @cached_property
    def _rows(self) -> _Rows | None:
        """What is compared all at once; nothing where there is too much."""
        if len(self) > _AT_ONCE:
            return None
        found = self._collection.get(include=["embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32).reshape(len(found["ids"]), -1)
        return _Rows(found["ids"], vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _TINY))

    def __len__(self) -> int:
        return int(self._collection.count())


def _client(folder: Path, url: str | None) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ConfigError(f"PLIKTKOMPASS_CHROMA_URL «{url}» is not an address like http://127.0.0.1:8000")
    secure = address.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=address.hostname, port=address.port or (443 if secure else 80), ssl=secure, settings=settings
        )
    except Exception as error:
        raise IndexBuildError(
            f"The Chroma server at {url} does not answer ({type(error).__name__}). Is it running?"
        ) from error
