"""A known question with its known vector: what an engine must agree with before it is let in.

An engine can run and still compute something else: another version of the weights, a kernel that a
processor gets wrong, a graph that somebody changed. Vectors of two models in one index fail without
a word, so every engine of the embedded model shows first that it is the model.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.embedding import Embedder, Vectors

FILE = Path(__file__).parent / "shipped" / "multilingual-e5-small.probe.npz"
_LIKENESS = 0.99
"""The engines differ by rounding, less than 0.01 in cosine; another model's vectors are far from this."""


def agrees(embedder: Embedder) -> bool:
    """Whether the embedder gives the vectors that are shipped. They are of different length, in one batch."""
    with np.load(FILE) as file:
        texts, known = [str(text) for text in file["texts"]], file["vectors"].astype(np.float32)
    if known.shape[1] != embedder.dimensions:
        return False
    cosines = (embedder.questions(texts) * known).sum(axis=1)
    return bool((cosines > _LIKENESS).all())  # false for NaN as well


def save(texts: list[str], vectors: Vectors, path: Path = FILE) -> None:
    """Write the file, with what the reference engine computed."""
    np.savez(path, texts=np.array(texts), vectors=vectors.astype(np.float16))
