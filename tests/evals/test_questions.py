"""The evaluation questions are sound, and a wrong one is named."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.knowledge import Knowledge
from corpus.models import Language, Status
from evals.questions import FOLDER, EvalQuestion, QuestionKind, read_questions
from ingest.norwegian import tokens

FILES = [FOLDER / "dev.jsonl", FOLDER / "test.jsonl"]


@pytest.fixture(scope="module")
def questions(knowledge: Knowledge) -> list[EvalQuestion]:
    return [question for file in FILES for question in read_questions(file, knowledge)]


def test_there_are_enough_of_every_kind(questions: list[EvalQuestion]) -> None:
    assert len(questions) >= 300
    assert len({question.id for question in questions}) == len(questions)
    kinds = Counter(question.kind for question in questions)
    assert min(kinds[kind] for kind in QuestionKind) >= 8
    languages = Counter(question.language for question in questions)
    assert languages[Language.NN] / len(questions) > 0.2
    assert languages[Language.EN] / len(questions) > 0.1


def test_no_question_is_an_example_of_the_knowledge(questions: list[EvalQuestion], knowledge: Knowledge) -> None:
    by_length: dict[int, list[frozenset[str]]] = defaultdict(list)
    for entry in (*knowledge.situations.values(), *knowledge.digests.values(), *knowledge.findings.values()):
        for _, line in entry.asked_as.all():
            example = frozenset(tokens(line))
            by_length[len(example)].append(example)
    for question in questions:
        if question.kind is QuestionKind.FOLLOW_UP:  # «og hvis hun er 15?» is short and everybody's
            continue
        words = frozenset(tokens(question.question))
        # One that is much shorter or longer cannot share so much.
        lengths = range(math.floor(0.75 * len(words)), math.ceil(len(words) / 0.75) + 1)
        near = (len(words & example) / len(words | example) for length in lengths for example in by_length[length])
        assert max(near, default=0) < 0.75, question.question


def test_the_gold_is_in_force(questions: list[EvalQuestion], knowledge: Knowledge) -> None:
    for question in questions:
        for ref in (ref for group in question.must_cite for ref in group):
            assert knowledge.status(ref, dt.date(2026, 11, 22)) is Status.IN_FORCE, question.id


_LINE = '{"id": "x", "audience": "school", "language": "nb", "question": "?", "verdicts": ["right"], '


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": "x"}', _LINE + '"kind": "odd"}', _LINE + '"kind": "urgent", "must_cite": [["lov/1-1-1#2"]]}'],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"q\.jsonl:1"):
        read_questions(path)


@pytest.mark.parametrize(
    "gold",
    ['"must_cite": [["lov/2023-06-09-30#999-1"]]', '"may_cite": ["lov/1901-01-01-1#1"]', '"role": "astronaut"'],
)
def test_gold_that_does_not_exist_is_named(tmp_path: Path, knowledge: Knowledge, gold: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(_LINE + '"kind": "answerable", ' + gold + "}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"q\.jsonl:1.*(999-1|1901|astronaut)"):
        read_questions(path, knowledge)


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no questions"):
        read_questions(path)
