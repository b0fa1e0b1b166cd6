from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.store import VectorStore


def test_few_vectors_are_compared_all_at_once_as_chroma_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(1).normal(size=(60, 8)).astype(np.float32)
    store = VectorStore.open(tmp_path, "few", create=True)
    store.add([f"v{row}" for row in range(40)], vectors[:40], [{"half": 1}] * 40)
    assert len(store.nearest(vectors[50], 99)) == 40
    store.add([f"v{row}" for row in range(40, 60)], vectors[40:], [{"half": 2}] * 20)
    at_once = store.nearest(vectors[50], 10)
    assert at_once[0] == ("v50", pytest.approx(1))
    assert {name for name, _ in store.nearest(vectors[50], 99, {"half": 2})} == {f"v{row}" for row in range(40, 60)}
    monkeypatch.setattr("ingest.store._AT_ONCE", 59)
    by_chroma = VectorStore.open(tmp_path, "few").nearest(vectors[50], 10)
    assert [name for name, _ in at_once] == [name for name, _ in by_chroma]
    assert [cosine for _, cosine in at_once] == pytest.approx([cosine for _, cosine in by_chroma], abs=1e-5)
