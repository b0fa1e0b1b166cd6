"""Chroma as the store of vectors: embedded by default, or a Chroma server behind a trusted network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from corpus.errors import ConfigError, IndexBuildError
from ingest.embedding import Vectors

_BATCH = 2000


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

    def nearest(self, vector: Vectors, count: int, where: dict[str, Any] | None = None) -> list[tuple[str, float]]:
        """Up to ``count`` pairs of id and cosine, nearest first."""
        found = self._collection.query(
            query_embeddings=[np.asarray(vector, dtype=np.float32)], n_results=count, where=where, include=["distances"]
        )
        return [
            (record, 1.0 - float(distance))
            for record, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

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
