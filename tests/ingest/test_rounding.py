"""Products of small integers: near the floats, and the same on every processor."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from ingest.rounding import Range, Rounded, load, rounded, save


def numbers(shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def product(found: Rounded, x: np.ndarray) -> np.ndarray:
    """What the graph computes."""
    short = np.clip(np.rint(x * found.factor / found.step) + found.zero, 0, 255) - float(found.zero)
    return short @ found.weights.astype(np.float32) * found.step * found.scales


def error(matrix: np.ndarray, x: np.ndarray) -> float:
    right = x @ matrix.T
    seen = Range(x.min(axis=0), x.max(axis=0))
    return float(np.sqrt(((product(rounded(matrix, seen), x) - right) ** 2).mean() / (right**2).mean()))


def test_the_product_is_near_that_of_floats() -> None:
    assert error(numbers((20, 64)), numbers((500, 64), 1)) < 0.03


def test_a_channel_of_large_values_spoils_nothing() -> None:
    x = numbers((500, 64), 1)
    x[:, 7] = 20 * np.abs(x[:, 7])
    assert error(numbers((20, 64)), x) < 0.03


def test_two_products_fit_in_sixteen_bits() -> None:
    """Processors without a dot product of 8 bits add pairs in 16 bits, and cut what is larger."""
    found = rounded(numbers((50, 64)) * 10, Range(np.full(64, -3.0), np.full(64, 5.0)))
    largest = np.abs(found.weights.astype(int)).max()
    assert largest > 50
    assert 2 * 255 * largest < 2**15


def test_what_is_shipped_fits_the_encoder() -> None:
    found = load()
    assert len(found) == 4 * 12
    assert all((seen.low <= seen.high).all() for seen in found.values())
    assert {len(seen.low) for name, seen in found.items() if name.endswith(".fo")} == {1536}


def test_ranges_are_kept_and_damaged_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "ranges.npz"
    save({"l0.ao": Range(np.array([-1.0, -2.0]), np.array([0.5, 3.0]))}, path)
    assert load(path)["l0.ao"].high.tolist() == [0.5, 3.0]
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(ModelError, match="Reinstall"):
        load(path)
