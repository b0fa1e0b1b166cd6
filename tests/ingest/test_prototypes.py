"""The vectors that are shipped belong to the knowledge beside them and are what would be computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.knowledge import Knowledge
from ingest.embedding import Embedder
from ingest.prototypes import Prototypes, fingerprint_of, shipped_file
from ingest.records import records_of


@pytest.fixture(scope="module")
def shipped(knowledge: Knowledge, embedder: Embedder) -> Prototypes:
    found = Prototypes.load(shipped_file(embedder), fingerprint_of(records_of(knowledge), embedder))
    assert found is not None, "The knowledge has changed since the vectors were shipped. Run: make vectors"
    return found


def test_every_entry_with_examples_has_its_vector(knowledge: Knowledge, shipped: Prototypes) -> None:
    assert set(shipped.names) == {str(record.entry) for record in records_of(knowledge) if record.example}


def test_shipped_vectors_are_the_computed_ones(knowledge: Knowledge, embedder: Embedder, shipped: Prototypes) -> None:
    records = [record for record in records_of(knowledge) if record.example]
    for row in range(0, len(shipped.names), len(shipped.names) // 12):
        texts = [record.text for record in records if str(record.entry) == shipped.names[row]]
        mean = shipped.projection.apply(embedder.questions(texts)).mean(axis=0)
        kept = shipped.vectors[row]
        assert float(mean @ kept / np.linalg.norm(mean) / np.linalg.norm(kept)) > 0.999


def test_what_was_saved_is_loaded_under_its_fingerprint_only(tmp_path: Path, shipped: Prototypes) -> None:
    path = tmp_path / "p.npz"
    shipped.save(path, "one")
    again = Prototypes.load(path, "one")
    assert again is not None
    assert again.names == shipped.names
    assert np.allclose(again.vectors, shipped.vectors, atol=1e-3)
    assert Prototypes.load(path, "two") is None
    path.write_bytes(path.read_bytes()[:500])
    assert Prototypes.load(path, "one") is None
    assert Prototypes.load(tmp_path / "none.npz", "one") is None
