from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.projection import Projection


def test_what_tells_entries_apart_counts_and_what_varies_within_does_not(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    noise = random.normal(size=(40, 8)).astype(np.float32)
    noise[:, 0] *= 5  # a direction in which the examples of one entry differ much
    noise[:, 1] = np.repeat([2.0, -2.0], 20)  # one in which the entries do
    vectors = noise / np.linalg.norm(noise, axis=1, keepdims=True)
    owners = ["a"] * 20 + ["b"] * 20
    projection = Projection.fit(vectors, owners)
    means = np.array([projection.apply(vectors)[:20].mean(axis=0), projection.apply(vectors)[20:].mean(axis=0)])
    right = (projection.apply(vectors) @ means.T).argmax(axis=1) == np.repeat([0, 1], 20)
    assert right.mean() > 0.9
    projection.save(tmp_path / "p.npz")
    assert np.array_equal(Projection.load(tmp_path / "p.npz").apply(vectors), projection.apply(vectors))


def test_without_two_examples_of_anything_nothing_changes() -> None:
    vectors = np.eye(4, dtype=np.float32)
    assert np.allclose(Projection.fit(vectors, ["a", "b", "c", "d"]).apply(vectors), vectors)
    assert np.allclose(Projection.fit(vectors[:0], []).apply(vectors), vectors)


def test_results_are_unit_vectors() -> None:
    vectors = np.random.default_rng(1).normal(size=(6, 5)).astype(np.float32)
    moved = Projection.fit(vectors, ["a", "a", "a", "b", "b", "b"]).apply(vectors)
    assert np.allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
