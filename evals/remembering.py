"""An embedder that embeds no text twice, from one run to the next: the law's text does not change between two runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.embedding import Embedder, Vectors
from ingest.vectors import VectorCache


class RememberingEmbedder(Embedder):
    """Another embedder's vectors, kept in a cache. Never used where the time of an answer is measured.

    ``on_progress`` is called with how many more texts are done.
    """

    def __init__(self, embedder: Embedder, cache: VectorCache, on_progress: Callable[[int], None]) -> None:
        self.name = embedder.name
        self.model = embedder.model
        self.dimensions = embedder.dimensions
        self._embedder = embedder
        self._cache = cache
        self._on_progress = on_progress

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts, as_question=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts, as_question=False)

    def _embed(self, texts: Sequence[str], *, as_question: bool) -> Vectors:
        done = 0

        def advance(now: int, total: int) -> None:
            nonlocal done
            del total
            self._on_progress(now - done)
            done = now

        return self._cache.embed(self._embedder, texts, as_question=as_question, on_progress=advance)
