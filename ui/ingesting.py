"""``pliktkompass ingest``: sources to text store, with progress and what could not be read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant import Settings
from corpus.errors import IndexBuildError
from corpus.loading import load
from ingest.dense_report import reporting
from ingest.densifying import Progress, densify
from ingest.download import DEFAULT_URLS
from ingest.embedders import make_embedder
from ingest.norwegian import Analyzer
from ingest.passages import Passage
from ingest.reader import Reading, read
from ingest.texts import TextStore, store_texts


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


def embed_all(settings: Settings) -> None:
    """Compute the vectors of all that is kept, with a bar, so that it is found by meaning as well.

    Raises :class:`corpus.errors.IndexBuildError` where that cannot be done; what was computed is kept.
    """
    knowledge = load(settings.corpus_dir, settings.data_dir)
    texts = TextStore.open(settings.data_dir / "texts")
    if texts is None:
        raise IndexBuildError("No text has been read in. Run «pliktkompass ingest» first.")
    embedder = make_embedder(settings.embedder, settings.threads)
    with tqdm(total=len(texts), desc="Embedding the law's text", unit="text", file=sys.stderr) as bar:

        def show(progress: Progress) -> None:
            bar.update(progress.done - bar.n)
            if progress.seconds_left is not None:
                bar.set_postfix_str(f"about {max(1, round(progress.seconds_left / 60))} min left")

        first = frozenset(knowledge.sources)
        densify(texts, embedder, settings.vectors_dir, first=first, watch=reporting(settings.vectors_dir, show))
    print(f"{len(texts)} passages are found by meaning as well as by word")


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
