"""From a thousand paragraphs to a hundred thousand: time and memory of the store and of the words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.bench.measured import Part, Plot, Row
from evals.bench.timing import in_own_process
from ingest.embedding import Embedder


def growth(embedder: Embedder, texts: Sequence[str], sizes: Sequence[int], folder: Path) -> Part:
    """Each size in a process of its own. The vectors of a sample are moved a little instead of embedded anew."""
    folder.mkdir(parents=True)
    sample = folder / "sample.npz"
    np.savez(sample, texts=np.array(texts), vectors=embedder.passages(texts))
    found = [in_own_process("growth", folder=str(folder / str(n)), sample=str(sample), count=n) for n in sizes]
    rows: list[Row] = []
    for size, one in zip(sizes, found, strict=True):
        rows += [
            Row(f"{size:,} paragraphs: vectors stored", one["store_seconds"], "s"),
            Row(f"{size:,} paragraphs: words indexed", one["word_seconds"], "s"),
            Row(f"{size:,} paragraphs: search by meaning", one["dense_ms"], "ms"),
            Row(f"{size:,} paragraphs: search by word", one["word_ms"], "ms"),
            Row(f"{size:,} paragraphs: peak memory", one["memory"], "MB"),
        ]

    def line(name: str, factor: float = 1) -> tuple[float, ...]:
        return tuple(one[name] * factor for one in found)

    x = tuple(float(size) for size in sizes)
    return Part(
        "Growth",
        f"{len(texts)} paragraphs multiplied: words in another order, vectors moved by noise (a cosine of about 0.98 "
        "to their origin) and not embedded again. So this is the growth of store and search; embedding grows with the "
        "number of texts.",
        tuple(rows),
        (
            Plot("growth-build", "Building", "paragraphs", "seconds", x,
                 {"vectors": line("store_seconds"), "words": line("word_seconds")}, True),
            Plot("growth-search", "Searching", "paragraphs", "ms", x,
                 {"by meaning": line("dense_ms"), "by word": line("word_ms")}, True),
            Plot("growth-memory", "Peak memory while building", "paragraphs", "MB", x,
                 {"peak": line("memory")}, True),
        ),
    )  # fmt: skip
