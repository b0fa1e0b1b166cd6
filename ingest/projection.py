"""A view of the vectors in which questions about one thing lie close and questions about different things apart.

A general embedding spends most of its range on topic and style, and all our questions share both. The
example questions tell which differences matter not: those between examples of one and the same entry.
Dividing by that spread (linear discriminant analysis with shrinkage) and comparing a question with the
mean of an entry's examples finds the right entry first much more often, and moving apart those that are
mistaken for each other (:mod:`ingest.sharpening`) more often still; ``evals`` measures how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Vectors
from ingest.sharpening import sharpened

_SHRINKAGE = 0.7
"""Share of the mean spread added to every direction, so that few examples do not make some directions count for all."""


@dataclass(frozen=True)
class Projection:
    """A shift and a linear map of unit vectors. Results are unit vectors again."""

    mean: Vectors
    matrix: Vectors

    @classmethod
    def fit(cls, vectors: Vectors, owners: Sequence[str]) -> Projection:
        """Learn from example questions and whose they are. Without two examples of anything it changes nothing."""
        width = vectors.shape[1]
        _, members = np.unique(np.asarray(owners, dtype=str), return_inverse=True)
        counts = np.bincount(members) if len(members) else np.zeros(0, dtype=np.int64)
        if not (counts > 1).any():
            return cls(np.zeros(width, dtype=np.float32), np.eye(width, dtype=np.float32))
        within = vectors - means_of(vectors, members)[members]
        spread, directions = np.linalg.eigh(within.T @ within / len(vectors))
        scale = 1 / np.sqrt(spread + _SHRINKAGE * spread.mean())
        even = cls(vectors.mean(axis=0), np.asarray(directions * scale, dtype=np.float32))
        return cls(even.mean, even.matrix @ sharpened(even.apply(vectors), members))

    def apply(self, vectors: Vectors) -> Vectors:
        """The vectors in this view, shape kept."""
        moved = (vectors - self.mean) @ self.matrix
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9), dtype=np.float32)

    def save(self, path: Path) -> None:
        np.savez(path, mean=self.mean, matrix=self.matrix)

    @classmethod
    def load(cls, path: Path) -> Projection:
        with path.open("rb") as opened, np.load(opened) as file:
            return cls(file["mean"], file["matrix"])


def means_of(vectors: Vectors, members: NDArray[np.intp]) -> Vectors:
    """The mean vector of each group, in the order of the groups' numbers; every number up to the highest has one."""
    counts = np.bincount(members)
    sums = np.add.reduceat(vectors[np.argsort(members, kind="stable")], np.cumsum(counts) - counts, dtype=np.float64)
    return np.asarray(sums / counts[:, None], dtype=np.float32)
