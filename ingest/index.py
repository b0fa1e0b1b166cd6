"""The search over what the assistant knows: dense (Chroma) and by keyword (BM25), built together.

An index belongs to one state of the knowledge and one embedding model. It refuses another model's
vectors instead of comparing what cannot be compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from corpus.errors import IndexBuildError
from corpus.knowledge import Knowledge
from ingest.embedding import Embedder, Vectors
from ingest.generations import Generations
from ingest.keyword import KeywordIndex
from ingest.norwegian import Analyzer, lexicon_of
from ingest.projection import Projection, means_of
from ingest.records import Owner, Record, records_of
from ingest.store import VectorStore
from ingest.vectors import VectorCache

_SCHEMA = 2
"""Raised when what is on disk changes its form, so that an older index is built again."""

_PROJECTION = "projection.npz"
_PROTOTYPES = "-prototypes"

Stage = Literal["embed", "store", "keywords"]
Progress = Callable[[Stage, int, int], None]
"""Called with the stage, how much is done and how much there is."""


def quiet(stage: Stage, done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True)
class Manifest:
    """What an index was made from."""

    schema: int
    embedder: str
    dimensions: int
    fingerprint: str
    records: int
    collection: str


class KnowledgeIndex:
    """Finds the records of the knowledge that a question resembles, and the entries whose examples it resembles."""

    def __init__(
        self,
        records: tuple[Record, ...],
        projection: Projection,
        vectors: VectorStore,
        prototypes: VectorStore,
        keywords: KeywordIndex,
    ) -> None:
        self.records = records
        self.keywords = keywords
        self._projection = projection
        self._vectors = vectors
        self._prototypes = prototypes
        self._row: Mapping[str, int] = {record.id: row for row, record in enumerate(records)}

    def nearest(self, vector: Vectors, count: int) -> list[tuple[Record, float]]:
        """Up to ``count`` records with their cosine to a question's vector, nearest first."""
        found = self._vectors.nearest(self._projection.apply(vector), count)
        return [(self.records[self._row[name]], cosine) for name, cosine in found]

    def alike(self, vector: Vectors, count: int) -> list[tuple[Owner, str, float]]:
        """Up to ``count`` entries with the cosine of their examples' mean to a question's vector, nearest first."""
        found = self._prototypes.nearest(self._projection.apply(vector), count)
        return [(*_entry(name), cosine) for name, cosine in found]

    def matching(self, question: str, count: int) -> list[tuple[Record, float]]:
        """Up to ``count`` records with their share of the highest BM25 score possible, best first."""
        ceiling = self.keywords.ceiling(question)
        return [(self.records[row], score / ceiling) for row, score in self.keywords.best(question, count)]


def _name(record: Record) -> str:
    return f"{record.kind.value} {record.owner}"


def _entry(name: str) -> tuple[Owner, str]:
    kind, _, owner = name.partition(" ")
    return Owner(kind), owner


def open_index(
    root: Path, knowledge: Knowledge, embedder: Embedder, chroma_url: str | None = None
) -> KnowledgeIndex | None:
    """The current index, or nothing where it must be built: there is none, or the knowledge has changed.

    Raises :class:`IndexBuildError` where it was made by another embedder.
    """
    folder = Generations(root).current()
    manifest = _read_manifest(folder) if folder else None
    if folder is None or manifest is None or manifest.schema != _SCHEMA:
        return None
    if (manifest.embedder, manifest.dimensions) != (embedder.name, embedder.dimensions):
        raise IndexBuildError(
            f"The index in {root} was made with the embedder {manifest.embedder}, and {embedder.name} is set. "
            "Set PLIKTKOMPASS_EMBEDDER back, or build the index again with «pliktkompass ingest --rebuild»."
        )
    if manifest.fingerprint != knowledge.fingerprint:
        return None
    return KnowledgeIndex(
        records_of(knowledge),
        Projection.load(folder / _PROJECTION),
        VectorStore.open(folder / "chroma", manifest.collection, chroma_url),
        VectorStore.open(folder / "chroma", manifest.collection + _PROTOTYPES, chroma_url),
        KeywordIndex.load(folder / "keywords"),
    )


def build_index(
    root: Path,
    knowledge: Knowledge,
    embedder: Embedder,
    cache: VectorCache,
    chroma_url: str | None = None,
    on_progress: Progress = quiet,
) -> KnowledgeIndex:
    """Build an index aside and make it current. What was current stays so if anything fails."""
    records = records_of(knowledge)
    with Generations(root).stage() as folder:
        vectors = _embed(records, embedder, cache, on_progress)
        examples = [row for row, record in enumerate(records) if record.example]
        owners = [_name(records[row]) for row in examples]
        projection = Projection.fit(vectors[examples], owners)
        projection.save(folder / _PROJECTION)
        projected = projection.apply(vectors)
        name = f"pliktkompass-{folder.name}"
        store = VectorStore.open(folder / "chroma", name, chroma_url, create=True)
        store.add([r.id for r in records], projected, [{"kind": str(r.kind), "owner": r.owner} for r in records])
        prototypes = VectorStore.open(folder / "chroma", name + _PROTOTYPES, chroma_url, create=True)
        if owners:
            entries, members = np.unique(np.asarray(owners), return_inverse=True)
            kinds: list[dict[str, str | int | bool]] = [{"kind": _entry(str(entry))[0].value} for entry in entries]
            prototypes.add([str(entry) for entry in entries], means_of(projected[examples], members), kinds)
        on_progress("store", len(records), len(records))
        texts = [record.text for record in records]
        analyzer = Analyzer(lexicon_of(texts), knowledge.variants)
        keywords = KeywordIndex.build(texts, analyzer)
        keywords.save(folder / "keywords")
        on_progress("keywords", len(records), len(records))
        manifest = Manifest(_SCHEMA, embedder.name, embedder.dimensions, knowledge.fingerprint, len(records), name)
        (folder / "manifest.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return KnowledgeIndex(records, projection, store, prototypes, keywords)


def _embed(records: tuple[Record, ...], embedder: Embedder, cache: VectorCache, on_progress: Progress) -> Vectors:
    vectors = np.zeros((len(records), embedder.dimensions), dtype=np.float32)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        on_progress("embed", done, len(records))

    for example in (True, False):
        rows = [row for row, record in enumerate(records) if record.example is example]
        if rows:
            texts = [records[row].text for row in rows]
            vectors[rows] = cache.embed(embedder, texts, as_question=example, on_progress=advance)
    return vectors


def _read_manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
