"""How the encoder's numbers are rounded to 8 bits, so that its matrix products are sums of small integers.

One scale for a whole tensor of activations loses what matters: in most layers one channel is twenty
times the others. So every channel is divided by (a power of) its own range, and the weights that meet
it are multiplied by the same (SmoothQuant). The ranges were seen once on texts of the kind that is
embedded (``python -m evals.ranges``) and are shipped: a text's vector does not depend on the texts beside it.

Weights have 7 bits. The sum of two products then fits in 16 bits, which is what processors without
a dot product for 8 bits add in: every processor computes the very same integers, only not equally fast.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

Floats = NDArray[np.float32]

FILE = Path(__file__).parent / "shipped" / "multilingual-e5-small.ranges.npz"
_ACTIVATIONS = 0.75
"""The share of a channel's range that the activations give up; the weights take the rest. Above and below are worse."""
_ROOM = 1.1
"""How far a range may be exceeded before a value is cut."""
_LARGEST_WEIGHT = 63


@dataclass(frozen=True)
class Range:
    """The smallest and the largest value seen in each channel of what a matrix is multiplied with."""

    low: Floats
    high: Floats

    def joined(self, other: Range) -> Range:
        """The range of both."""
        return Range(np.minimum(self.low, other.low), np.maximum(self.high, other.high))


Ranges = dict[str, Range]
"""By the name of the product."""


@dataclass(frozen=True)
class Rounded:
    """A product in integers: ``(x * factor / step + zero)`` times ``weights``, times ``step * scales``.

    ``factor`` has one value for each column of the matrix, ``scales`` one for each row; ``weights`` is transposed.
    """

    factor: Floats
    step: np.float32
    zero: np.uint8
    weights: NDArray[np.int8]
    scales: Floats


def rounded(matrix: Floats, seen: Range) -> Rounded:
    """The product with ``matrix`` (rows by columns), of activations whose range is ``seen``."""
    reach = np.maximum(np.maximum(-seen.low, seen.high), 1e-4)
    share = reach**_ACTIVATIONS / np.maximum(np.abs(matrix).max(axis=0), 1e-5) ** (1 - _ACTIVATIONS)
    share = share / np.exp(np.log(share).mean())
    low, high = min(0.0, float((seen.low / share).min())), max(0.0, float((seen.high / share).max()))
    step = _ROOM * (high - low) / 255
    moved = matrix * share
    scales = np.maximum(np.abs(moved).max(axis=1), 1e-8) / _LARGEST_WEIGHT
    return Rounded(
        factor=np.asarray(1 / share, dtype=np.float32),
        step=np.float32(step),
        zero=np.uint8(round(-_ROOM * low / step)),
        weights=np.ascontiguousarray(np.rint(moved / scales[:, None]).T.astype(np.int8)),
        scales=np.asarray(scales, dtype=np.float32),
    )


def save(ranges: Ranges, path: Path | None = None) -> None:
    """Write the ranges, in half precision."""
    arrays = {f"{name} {end}": getattr(seen, end).astype(np.float16) for name, seen in ranges.items()
              for end in ("low", "high")}  # fmt: skip
    np.savez_compressed(path or FILE, **arrays)


def load(path: Path | None = None) -> Ranges:
    """The ranges that are shipped. Raises :class:`ModelError` where they cannot be read."""
    path = path or FILE
    try:
        with path.open("rb") as opened, np.load(opened) as file:
            names = sorted({name.partition(" ")[0] for name in file.files})
            return {
                name: Range(file[f"{name} low"].astype(np.float32), file[f"{name} high"].astype(np.float32))
                for name in names
            }
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise _unreadable(path, error) from error


def fingerprint(path: Path | None = None) -> str:
    """Changes whenever the ranges do. Raises :class:`ModelError` where they cannot be read."""
    path = path or FILE
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> ModelError:
    return ModelError(f"{path.name}, which the fast engine needs, cannot be read ({error}). Reinstall pliktkompass.")
