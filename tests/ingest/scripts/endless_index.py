"""Run by a test and killed by it: embeds for minutes and says when something is done."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.embedders import make_embedder
from ingest.vectors import VectorCache

TEXTS = [f"Kan lærer nummer {number} si fra om det hun så i går?" for number in range(512)]


def main(cache: Path) -> None:

    VectorCache(cache).embed(
        make_embedder("embedded"),
        TEXTS,
        as_question=True,
        on_progress=lambda done, _: done and print(done, flush=True),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
