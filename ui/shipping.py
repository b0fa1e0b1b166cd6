"""``pliktkompass corpus vectors``: what a first start on another machine need not compute."""

from __future__ import annotations

from functools import partial

from assistant import Settings
from corpus.loading import load
from ingest.embedders import make_embedder
from ingest.index import Progress
from ingest.prototypes import Prototypes, fingerprint_of, shipped_file, shipped_senses
from ingest.records import records_of
from ingest.senses import fingerprint_of_lessons, learnt, lessons_of
from ingest.vectors import VectorCache


def ship_vectors(settings: Settings, on_progress: Progress) -> str:
    """Compute and write the file. Returns what was written."""
    embedder = make_embedder(settings.embedder, settings.threads)
    knowledge = load(settings.corpus_dir)
    records = records_of(knowledge)
    cache = VectorCache(settings.data_dir / "vectors.sqlite")
    prototypes = Prototypes.compute(records, embedder, cache, partial(on_progress, "embed"))
    lessons = lessons_of(knowledge, records)
    learnt(lessons, embedder, cache).save(shipped_senses(embedder), fingerprint_of_lessons(lessons, embedder))
    path = shipped_file(embedder)
    prototypes.save(path, fingerprint_of(records, embedder))
    examples = sum(record.example for record in records)
    return (
        f"{len(prototypes.names)} vectors of {examples} examples are in {path.name} ({path.stat().st_size // 1024} KiB)"
    )
