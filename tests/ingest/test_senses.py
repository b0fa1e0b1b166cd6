from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.knowledge import Knowledge
from ingest.embedding import Embedder
from ingest.prototypes import shipped_senses
from ingest.records import records_of
from ingest.senses import Lesson, Sense, Senses, fingerprint_of_lessons, lessons_of

RNG = np.random.default_rng(7)


def flags(*counts: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """That many true, that many false, that many true, and so on."""
    return np.concatenate([np.full(count, row % 2 == 0) for row, count in enumerate(counts)])


def test_the_average_message_of_the_kind_scores_one_and_the_average_other_minus_one() -> None:
    vectors = RNG.normal(size=(60, 8)).astype(np.float32)
    vectors[:30, 0] += 3
    sense = Sense.learn(vectors, flags(30, 30), flags(0, 60), shrinkage=1)
    assert sense.score(vectors[:30].mean(axis=0)) == pytest.approx(1, abs=1e-4)
    assert sense.score(vectors[30:].mean(axis=0)) == pytest.approx(-1, abs=1e-4)


def test_lines_that_teach_the_fine_difference_count_beyond_their_number() -> None:
    coarse = RNG.normal(size=(400, 8)).astype(np.float32)
    coarse[:200, 0] += 3
    fine = RNG.normal(size=(20, 8)).astype(np.float32)
    fine[:, 0] += 3  # all sound like danger in general
    fine[:10, 1] += 3  # and differ in something else
    every = np.vstack([coarse, fine])
    taught = Sense.learn(every, flags(200, 200, 10, 10), flags(0, 400, 20), shrinkage=1)
    plain = Sense.learn(coarse, flags(200, 200), flags(0, 400), shrinkage=1)

    def gap(sense: Sense) -> float:
        return sense.score(fine[:10].mean(axis=0)) - sense.score(fine[10:].mean(axis=0))

    assert gap(taught) > gap(plain) + 0.3


@pytest.mark.parametrize("kind", [flags(3), flags(0, 3), flags(0)])
def test_without_examples_of_both_kinds_nothing_is_of_the_kind(
    kind: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> None:
    vectors = RNG.normal(size=(len(kind), 4)).astype(np.float32)
    assert Sense.learn(vectors, kind, np.zeros_like(kind), shrinkage=1).score(np.ones(4, dtype=np.float32)) == -1


def test_what_was_saved_is_loaded_under_its_fingerprint_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "senses.npz"
    Senses(Sense(np.ones(4, dtype=np.float32), 0.5), Sense(np.zeros(4, dtype=np.float32), -1.0)).save(path, "one")
    again = Senses.load(path, "one")
    assert again is not None
    assert again.danger.score(np.ones(4, dtype=np.float32)) == pytest.approx(4.5)
    assert again.outside.score(np.ones(4, dtype=np.float32)) == pytest.approx(-1)
    assert Senses.load(path, "two") is None
    path.write_bytes(path.read_bytes()[:100])
    assert Senses.load(path, "one") is None


def test_the_lessons_are_the_entries_examples_and_the_lines_written_for_danger(knowledge: Knowledge) -> None:
    found = lessons_of(knowledge, records_of(knowledge))
    urgent = next(s for s in knowledge.situations.values() if s.urgent)
    calm = next(s for s in knowledge.situations.values() if not s.urgent)
    theme = next(iter(knowledge.outside.values()))
    assert Lesson(urgent.asked_as.nb[0], danger=True) in found
    assert Lesson(calm.asked_as.nb[0]) in found
    assert Lesson(theme.words.nb[0], outside=True) in found
    assert {lesson.danger for lesson in found if lesson.fine} == {True, False}


def test_the_shipped_senses_were_learnt_from_this_knowledge(knowledge: Knowledge, embedder: Embedder) -> None:
    lessons = lessons_of(knowledge, records_of(knowledge))
    found = Senses.load(shipped_senses(embedder), fingerprint_of_lessons(lessons, embedder))
    assert found is not None, "The knowledge has changed since the vectors were shipped. Run: make vectors"
