"""The search over what the assistant knows: dense (Chroma) and by keyword (BM25), built together.

An index belongs to one state of the knowledge and one embedding model. It refuses another model's
vectors instead of comparing what cannot be compared.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexBuildError
from corpus.knowledge import Knowledge
from ingest.embedding import Embedder, Vectors
from ingest.generations import Generations
from ingest.keyword import KeywordIndex
from ingest.norwegian import Analyzer, lexicon_of
from ingest.projection import Projection
from ingest.prototypes import Prototypes, fingerprint_of, shipped_file, shipped_senses
from ingest.records import Owner, Record, records_of
from ingest.senses import Senses, fingerprint_of_lessons, learnt, lessons_of
from ingest.store import VectorStore
from ingest.vectors import VectorCache

_log = logging.getLogger(__name__)
_SCHEMA = 7
"""Raised when what is on disk changes its form, so that an older index is built again."""

_PROJECTION = "projection.npz"
_SENSES = "senses.npz"

Scores = NDArray[np.float64]

Stage = Literal["embed", "store", "keywords"]
Progress = Callable[[Stage, int, int], None]
"""Called with the stage, how much is done and how much there is."""


def quiet(stage: Stage, done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True)
class Manifest:
    """What an index was made from."""

    schema: int
    model: str
    embedder: str
    dimensions: int
    fingerprint: str
    records: int
    entries: int
    collection: str


class KnowledgeIndex:
    """Finds the entries of the knowledge that a question is about.

    ``entries`` are in order of kind and name; :meth:`likeness` and :meth:`wording` give one value for each.
    """

    def __init__(
        self,
        records: tuple[Record, ...],
        projection: Projection,
        prototypes: VectorStore,
        keywords: KeywordIndex,
        senses: Senses,
    ) -> None:
        self.entries = tuple(sorted({record.entry for record in records}))
        self.senses = senses
        self._keywords = keywords
        self._projection = projection
        self._prototypes = prototypes
        place = {entry: place for place, entry in enumerate(self.entries)}
        self._of_record = np.array([place[record.entry] for record in records], dtype=np.intp)
        self._of_name = {str(entry): place for place, entry in enumerate(self.entries)}

    def alike(self, vector: Vectors, count: int, kind: Owner | None = None) -> list[tuple[Owner, str, float]]:
        """Up to ``count`` entries with the cosine of their examples' mean to a question's vector, nearest first.

        ``kind`` leaves those of one kind.
        """
        where = {"kind": kind.value} if kind is not None else None
        found = self._prototypes.nearest(self._projection.apply(vector), count, where)
        return [(*self.entries[self._of_name[name]], cosine) for name, cosine in found]

    def likeness(self, vector: Vectors, count: int) -> Scores:
        """The cosine of the ``count`` nearest entries to a question's vector, and 0 for all others."""
        cosines = np.zeros(len(self.entries))
        found = self._prototypes.nearest(self._projection.apply(vector), count)
        cosines[[self._of_name[name] for name, _ in found]] = [cosine for _, cosine in found]
        return cosines

    def wording(self, question: str, count: int) -> Scores:
        """The share of the highest BM25 score possible that an entry's best text has, of the ``count`` best texts; 0
        for all others."""
        shares = np.zeros(len(self.entries))
        rows, found = self._keywords.shares(question, count)
        np.maximum.at(shares, self._of_record[rows], found)
        return shares


def open_index(
    root: Path, knowledge: Knowledge, embedder: Embedder, chroma_url: str | None = None
) -> KnowledgeIndex | None:
    """The current index, or nothing where it must be built: there is none, it is damaged, or the knowledge has changed
    or the engine that computes the model.

    Raises :class:`IndexBuildError` where it was made by another model.
    """
    folder = Generations(root).current()
    manifest = _read_manifest(folder) if folder else None
    if folder is None or manifest is None or manifest.schema != _SCHEMA:
        return None
    if (manifest.model, manifest.dimensions) != (embedder.model, embedder.dimensions):
        raise IndexBuildError(
            f"The index in {root} was made with the embedder {manifest.model}, and {embedder.model} is set. "
            "Set PLIKTKOMPASS_EMBEDDER back, or build the index again with «pliktkompass ingest --rebuild»."
        )
    if (manifest.fingerprint, manifest.embedder) != (knowledge.fingerprint, embedder.name):
        return None
    try:
        projection = Projection.load(folder / _PROJECTION)
        keywords = KeywordIndex.load(folder / "keywords")
        store = VectorStore.open(folder / "chroma", manifest.collection, chroma_url)
        senses = Senses.load(folder / _SENSES)
        whole = len(store) == manifest.entries and keywords.size == manifest.records
    except Exception as error:  # whatever is damaged shows in as many ways as there are parts
        _log.warning("The index in %s cannot be read (%s). It is built again.", root, type(error).__name__)
        return None
    if senses is None or not whole:
        _log.warning("The index in %s is not whole. It is built again.", root)
        return None
    return KnowledgeIndex(records_of(knowledge), projection, store, keywords, senses)


def build_index(
    root: Path,
    knowledge: Knowledge,
    embedder: Embedder,
    cache: VectorCache,
    chroma_url: str | None = None,
    on_progress: Progress = quiet,
    *,
    use_shipped: bool = True,
) -> KnowledgeIndex:
    """Build an index aside and make it current. What was current stays so if anything fails.

    Without ``use_shipped`` every vector is computed, as for knowledge that none were shipped for.
    """
    records = records_of(knowledge)
    with Generations(root).stage() as folder:
        prototypes = _prototypes(records, embedder, cache, on_progress, use_shipped)
        prototypes.projection.save(folder / _PROJECTION)
        senses = _senses(knowledge, records, embedder, cache)
        senses.save(folder / _SENSES)
        name = f"pliktkompass-{folder.name}"
        store = VectorStore.open(folder / "chroma", name, chroma_url, create=True)
        kinds: list[dict[str, str | int | bool]] = [{"kind": entry.partition(" ")[0]} for entry in prototypes.names]
        store.add(prototypes.names, prototypes.vectors, kinds)
        on_progress("store", len(prototypes.names), len(prototypes.names))
        texts = [record.text for record in records]
        keywords = KeywordIndex.build(texts, Analyzer(lexicon_of(texts), knowledge.variants))
        keywords.save(folder / "keywords")
        on_progress("keywords", len(records), len(records))
        manifest = Manifest(
            _SCHEMA,
            embedder.model,
            embedder.name,
            embedder.dimensions,
            knowledge.fingerprint,
            len(records),
            len(prototypes.names),
            name,
        )
        (folder / "manifest.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return KnowledgeIndex(records, prototypes.projection, store, keywords, senses)


def _prototypes(
    records: tuple[Record, ...], embedder: Embedder, cache: VectorCache, on_progress: Progress, use_shipped: bool
) -> Prototypes:
    """Those that are shipped for this knowledge and model, else computed."""
    shipped = Prototypes.load(shipped_file(embedder), fingerprint_of(records, embedder)) if use_shipped else None
    if shipped is not None:
        return shipped
    return Prototypes.compute(records, embedder, cache, partial(on_progress, "embed"))


def _senses(knowledge: Knowledge, records: tuple[Record, ...], embedder: Embedder, cache: VectorCache) -> Senses:
    """Those that are shipped for this knowledge and model, else learnt."""
    lessons = lessons_of(knowledge, records)
    shipped = Senses.load(shipped_senses(embedder), fingerprint_of_lessons(lessons, embedder))
    return shipped or learnt(lessons, embedder, cache)


def _read_manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
