"""Learns the linear map under which every example question lies nearest to the others of its own entry.

Dividing by the spread within entries (:mod:`ingest.projection`) treats all entries alike. What matters is
the neighbours that are mistaken for each other. So each example is compared with the mean of all entries,
its own without itself, as a new question would be; the map is moved, by gradient descent on the softmax
cross-entropy of these cosines, so that the own one wins. ``evals`` measures what it is worth.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Vectors

_EPOCHS = 5
_BATCH = 512
_SHARPNESS = 15.0
"""How many times a cosine counts in the softmax: the higher, the more only the nearest entries matter."""
_RATE = 1e-3
_TINY = 1e-9


def sharpened(vectors: Vectors, members: NDArray[np.intp]) -> Vectors:
    """The square matrix to multiply unit ``vectors`` (one row each) by; ``members`` are their entries' numbers.

    Always the same for the same input. It starts from no change and takes small steps, so a few examples
    change next to nothing.
    """
    shuffle = np.random.default_rng(0)
    descent = _Descent(np.eye(vectors.shape[1], dtype=np.float32))
    for _ in range(_EPOCHS):
        moved = unit(vectors @ descent.matrix)
        sums = np.zeros((int(members.max()) + 1, vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, members, moved)
        means = unit(sums)
        order = shuffle.permutation(len(vectors))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            without = unit(sums[members[batch]] - moved[batch])
            descent.step(_gradient(vectors[batch], descent.matrix, means, members[batch], without))
    return descent.matrix


def unit(vectors: Vectors) -> Vectors:
    """The rows at length one; a row of zeros stays so."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _TINY), dtype=np.float32)


def _gradient(batch: Vectors, matrix: Vectors, means: Vectors, own: NDArray[np.intp], without: Vectors) -> Vectors:
    """Of the mean cross-entropy by the matrix, the means held still; ``without`` stands for each row's own mean."""
    raw = batch @ matrix
    length = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), _TINY)
    moved = raw / length
    rows = np.arange(len(batch))
    logits = _SHARPNESS * (moved @ means.T)
    logits[rows, own] = _SHARPNESS * (moved * without).sum(axis=1)
    share = np.exp(logits - logits.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    missing = share[rows, own] - 1
    share[rows, own] = 0
    pull = _SHARPNESS * (share @ means + missing[:, None] * without) / len(batch)
    across = (pull - (pull * moved).sum(axis=1, keepdims=True) * moved) / length
    return np.asarray(batch.T @ across, dtype=np.float32)


@dataclass
class _Descent:
    """Adam (Kingma and Ba, 2015) with its usual constants."""

    matrix: Vectors
    taken: int = 0
    first: Vectors = field(init=False)
    second: Vectors = field(init=False)

    def __post_init__(self) -> None:
        self.first = np.zeros_like(self.matrix)
        self.second = np.zeros_like(self.matrix)

    def step(self, gradient: Vectors) -> None:
        """Move the matrix a little against the gradient."""
        self.taken += 1
        self.first = 0.9 * self.first + 0.1 * gradient
        self.second = 0.999 * self.second + 0.001 * gradient**2
        first = self.first / (1 - 0.9**self.taken)
        second = self.second / (1 - 0.999**self.taken)
        self.matrix = np.asarray(self.matrix - _RATE * first / (np.sqrt(second) + 1e-8), dtype=np.float32)
