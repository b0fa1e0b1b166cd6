from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.knowledge import Knowledge
from ingest.alarm import Alarm, Lesson, fingerprint_of_lessons, lessons_of
from ingest.embedding import Embedder
from ingest.prototypes import shipped_alarm
from ingest.records import records_of

RNG = np.random.default_rng(7)


def lessons(danger: int, harmless: int, *, fine: bool = False) -> list[Lesson]:
    return [Lesson("x", True, fine)] * danger + [Lesson("x", False, fine)] * harmless


def test_the_average_danger_scores_one_and_the_average_other_message_minus_one() -> None:
    vectors = RNG.normal(size=(60, 8)).astype(np.float32)
    vectors[:30, 0] += 3
    alarm = Alarm.learn(vectors, lessons(30, 30))
    assert alarm.score(vectors[:30].mean(axis=0)) == pytest.approx(1, abs=1e-4)
    assert alarm.score(vectors[30:].mean(axis=0)) == pytest.approx(-1, abs=1e-4)


def test_lines_that_teach_the_fine_difference_count_beyond_their_number() -> None:
    coarse = RNG.normal(size=(400, 8)).astype(np.float32)
    coarse[:200, 0] += 3
    fine = RNG.normal(size=(20, 8)).astype(np.float32)
    fine[:, 0] += 3  # all sound like danger in general
    fine[:10, 1] += 3  # and differ in something else
    taught = Alarm.learn(np.vstack([coarse, fine]), lessons(200, 200) + lessons(10, 10, fine=True))
    plain = Alarm.learn(coarse, lessons(200, 200))

    def gap(alarm: Alarm) -> float:
        return alarm.score(fine[:10].mean(axis=0)) - alarm.score(fine[10:].mean(axis=0))

    assert gap(taught) > gap(plain) + 0.3


@pytest.mark.parametrize("known", [lessons(3, 0), lessons(0, 3), []])
def test_without_lessons_of_both_kinds_there_is_never_an_alarm(known: list[Lesson]) -> None:
    vectors = RNG.normal(size=(len(known), 4)).astype(np.float32)
    assert Alarm.learn(vectors, known).score(np.ones(4, dtype=np.float32)) == -1


def test_what_was_saved_is_loaded_under_its_fingerprint_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "alarm.npz"
    Alarm(np.ones(4, dtype=np.float32), 0.5).save(path, "one")
    again = Alarm.load(path, "one")
    assert again is not None
    assert again.score(np.ones(4, dtype=np.float32)) == pytest.approx(4.5)
    assert Alarm.load(path, "two") is None
    path.write_bytes(path.read_bytes()[:100])
    assert Alarm.load(path, "one") is None


def test_the_lessons_are_the_urgent_situations_and_the_lines_written_for_it(knowledge: Knowledge) -> None:
    found = lessons_of(knowledge, records_of(knowledge))
    urgent = next(s for s in knowledge.situations.values() if s.urgent)
    calm = next(s for s in knowledge.situations.values() if not s.urgent)
    assert Lesson(urgent.asked_as.nb[0], True, False) in found
    assert Lesson(calm.asked_as.nb[0], False, False) in found
    assert {lesson.danger for lesson in found if lesson.fine} == {True, False}


def test_the_shipped_sense_for_danger_was_learnt_from_this_knowledge(knowledge: Knowledge, embedder: Embedder) -> None:
    lessons = lessons_of(knowledge, records_of(knowledge))
    found = Alarm.load(shipped_alarm(embedder), fingerprint_of_lessons(lessons, embedder))
    assert found is not None, "The knowledge has changed since the vectors were shipped. Run: make vectors"
