from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexBuildError
from corpus.knowledge import Knowledge
from corpus.loading import load
from ingest.embedding import Embedder
from ingest.generations import Generations
from ingest.index import build_index, open_index
from ingest.records import records_of
from ingest.vectors import VectorCache

DIGEST = """\
- ref: lov/1967-02-10#{section}
  title: {{nb: Regel {section}}}
  does: duty
  topics: [confidentiality]
  written_from: {{as_of: 2026-07-02}}
  digest: {{nb: "{words}"}}
  asked_as: {{nb: ["{asked}"]}}
"""


def corpus(folder: Path, *rows: tuple[str, str, str]) -> Knowledge:
    (folder / "provisions").mkdir(parents=True, exist_ok=True)
    text = "".join(DIGEST.format(section=section, words=words, asked=asked) for section, words, asked in rows)
    (folder / "provisions" / "law.yaml").write_text(text, encoding="utf-8")
    return load(folder)


ROWS = (
    (
        "1",
        "Den som arbeider i skolen, skal tie om det hun får vite om elever.",
        "Kan jeg snakke om en elev på pauserommet?",
    ),
    ("2", "Den som tror at et barn lider overlast, skal si fra.", "Jeg tror en gutt blir slått, hva gjør jeg?"),
)


@pytest.fixture
def small(tmp_path: Path) -> Knowledge:
    return corpus(tmp_path / "corpus", *ROWS)


def test_what_is_indexed_is_found_by_meaning_and_by_word(tmp_path: Path, small: Knowledge, embedder: Embedder) -> None:
    root = tmp_path / "index"
    build_index(root, small, embedder, VectorCache(tmp_path / "vectors.sqlite"))
    index = open_index(root, small, embedder)
    assert index is not None
    vector = embedder.questions(["Hva gjør jeg når et barn får juling av faren?"])[0]
    assert index.alike(vector, 1)[0][1].endswith("#2")
    assert index.entries[index.wording("pauserommet", 5).argmax()].owner.endswith("#1")
    assert not index.wording("xyzzy", 5).any()
    assert index.entries[index.likeness(vector, 1).argmax()].owner.endswith("#2")
    assert np.count_nonzero(index.likeness(vector, 1)) == 1


def test_changed_knowledge_asks_for_a_new_index(tmp_path: Path, small: Knowledge, embedder: Embedder) -> None:
    root, cache = tmp_path / "index", VectorCache(tmp_path / "vectors.sqlite")
    build_index(root, small, embedder, cache)
    changed = corpus(tmp_path / "corpus", *ROWS, ("3", "Noe nytt.", "Hva er nytt?"))
    assert open_index(root, changed, embedder) is None
    build_index(root, changed, embedder, cache)
    assert open_index(root, changed, embedder) is not None


def test_another_embedders_index_is_refused(tmp_path: Path, small: Knowledge, embedder: Embedder) -> None:
    build_index(tmp_path / "index", small, embedder, VectorCache(tmp_path / "vectors.sqlite"))

    class Other(type(embedder)):  # type: ignore[misc]
        name = model = "another-model"

        def __init__(self) -> None:
            pass

    with pytest.raises(IndexBuildError, match="another-model"):
        open_index(tmp_path / "index", small, Other())


def test_another_engine_of_the_model_gets_its_own_index(tmp_path: Path, small: Knowledge, embedder: Embedder) -> None:
    root, cache = tmp_path / "index", VectorCache(tmp_path / "vectors.sqlite")
    build_index(root, small, embedder, cache)
    other = Counting(embedder)
    other.name = "another-engine"
    assert open_index(root, small, other) is None
    build_index(root, small, other, cache)
    assert open_index(root, small, other) is not None
    assert other.texts > 0  # the vectors of the one are not taken for the other's


def test_only_what_changed_is_embedded_again(tmp_path: Path, small: Knowledge, embedder: Embedder) -> None:
    counted = Counting(embedder)
    cache = VectorCache(tmp_path / "vectors.sqlite")
    build_index(tmp_path / "index", small, counted, cache)
    first = counted.texts
    assert first == sum(record.example for record in records_of(small))
    build_index(
        tmp_path / "index", corpus(tmp_path / "corpus", *ROWS, ("3", "Noe nytt.", "Hva er nytt?")), counted, cache
    )
    assert counted.texts == first + 1


class Counting(Embedder):
    """Counts what is really computed."""

    def __init__(self, inner: Embedder) -> None:
        self.inner = inner
        self.name = inner.name
        self.model = inner.model
        self.dimensions = inner.dimensions
        self.texts = 0

    def questions(self, texts):  # type: ignore[no-untyped-def]
        self.texts += len(texts)
        return self.inner.questions(texts)

    def passages(self, texts):  # type: ignore[no-untyped-def]
        self.texts += len(texts)
        return self.inner.passages(texts)


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("stopped")])
def test_a_failed_build_leaves_the_old_index_in_use(
    tmp_path: Path, small: Knowledge, embedder: Embedder, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cache = tmp_path / "index", VectorCache(tmp_path / "vectors.sqlite")
    build_index(root, small, embedder, cache)
    before = Generations(root).current()

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr("ingest.keyword.KeywordIndex.save", fail)
    with pytest.raises((IndexBuildError, RuntimeError)) as error:
        build_index(root, small, embedder, cache)
    assert Generations(root).current() == before
    assert open_index(root, small, embedder) is not None
    assert not isinstance(failure, OSError) or "disk is full" in str(error.value)
    assert len([path for path in root.iterdir() if path.is_dir()]) == 1


def test_two_builders_do_not_meet(tmp_path: Path) -> None:
    with (
        Generations(tmp_path).stage(),
        pytest.raises(IndexBuildError, match="Another process"),
        Generations(tmp_path).stage(),
    ):
        pass


def test_progress_reaches_its_end(tmp_path: Path, small: Knowledge, embedder: Embedder) -> None:
    seen: list[tuple[str, int, int]] = []
    record: Callable[[str, int, int], None] = lambda stage, done, total: seen.append((stage, done, total))  # noqa: E731
    build_index(tmp_path / "index", small, embedder, VectorCache(tmp_path / "v.sqlite"), on_progress=record)  # type: ignore[arg-type]
    last = {stage: (done, total) for stage, done, total in seen}
    assert last == {"embed": (2, 2), "store": (2, 2), "keywords": (4, 4)}


def test_cached_vectors_are_the_computed_ones(tmp_path: Path, embedder: Embedder) -> None:
    cache = VectorCache(tmp_path / "v.sqlite")
    texts = ["en tekst", "en annen og lengre tekst", "en tekst"]
    counted = Counting(embedder)
    first = cache.embed(counted, texts, as_question=True)
    assert counted.texts == 2
    assert np.array_equal(first[0], first[2])
    again = cache.embed(embedder, texts, as_question=True)
    assert np.array_equal(first, again)
    assert not np.allclose(first, cache.embed(embedder, texts, as_question=False))
