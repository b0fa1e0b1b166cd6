"""``pliktkompass ingest``: sources to text store, with progress and what could not be read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant import Settings
from corpus.loading import load
from ingest.download import DEFAULT_URLS
from ingest.norwegian import Analyzer
from ingest.passages import Passage
from ingest.reader import Reading, read
from ingest.texts import store_texts


def ingest_all(settings: Settings, where: list[str], *, everything: bool) -> None:
    """Read all of ``where`` (Lovdata's open data where it is empty) and keep it.

    Prints what was kept, and on stderr each document that could not be read and what to do about it.
    Raises :class:`corpus.errors.SourceError` where one place cannot be read at all; what was kept before stays in use.
    """
    knowledge = load(settings.corpus_dir, settings.data_dir)
    keep = None if everything else {source.id for source in knowledge.sources.values() if source.is_law}
    downloads = settings.data_dir / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    reading = Reading(day=settings.day(), sources=knowledge.sources, folder=downloads)
    bars = _Bars()

    def passages() -> Iterator[Passage]:
        for place in where or DEFAULT_URLS:
            path: Path | str = place if place.startswith(("http://", "https://")) else Path(place)
            yield from read(path, keep, bars.show, reading)

    try:
        kept = store_texts(settings.data_dir / "texts", passages(), Analyzer(variants=knowledge.variants))
    finally:
        bars.close()
        for failure in reading.failures:
            print(f"pliktkompass: {failure.name}: {failure.message}", file=sys.stderr)
    print(f"{len(kept)} passages of {len(kept.sources())} sources are kept in {settings.data_dir / 'texts'}")


class _Bars:
    """One bar for each file that is read or fetched, in bytes."""

    def __init__(self) -> None:
        self._bars: dict[str, Any] = {}

    def show(self, name: str, done: int, total: int) -> None:
        if name not in self._bars:
            self._bars[name] = tqdm(
                total=total or None, desc=Path(name).name, unit="B", unit_scale=True, file=sys.stderr
            )
        self._bars[name].update(done - self._bars[name].n)

    def close(self) -> None:
        for bar in self._bars.values():
            bar.close()
