"""Progress on stderr, so that what is printed on stdout stays clean."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm

from ingest.index import Progress, Stage

_NAMES: dict[Stage, str] = {"embed": "Embedding texts", "store": "Storing vectors", "keywords": "Indexing words"}


@contextmanager
def index_progress() -> Iterator[Progress]:
    """A bar for the building of an index; nothing is shown where nothing is built."""
    bars: dict[Stage, Any] = {}

    def show(stage: Stage, done: int, total: int) -> None:
        if stage not in bars:
            bars[stage] = tqdm(total=total, desc=_NAMES[stage], unit="text", file=sys.stderr)
        bars[stage].update(done - bars[stage].n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
