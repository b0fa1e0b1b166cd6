"""The evaluation questions are sound, and the figures are what their definitions say."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest

from assistant import Answer, AnswerStatement, Citation
from corpus.errors import CorpusError
from corpus.knowledge import Knowledge
from corpus.models import Language, Status, Verdict
from evals.metrics import Result, citation_precision, figure, first_right, must_cite_recall, wrong_statute
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
    examples = [
        frozenset(tokens(line))
        for entry in (*knowledge.situations.values(), *knowledge.digests.values(), *knowledge.findings.values())
        for _, line in entry.asked_as.all()
    ]
    for question in questions:
        if question.kind is QuestionKind.FOLLOW_UP:  # «og hvis hun er 15?» is short and everybody's
            continue
        words = frozenset(tokens(question.question))
        nearest = max(len(words & example) / len(words | example) for example in examples)
        assert nearest < 0.75, question.question


def test_the_gold_is_in_force(questions: list[EvalQuestion], knowledge: Knowledge) -> None:
    import datetime as dt

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


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no questions"):
        read_questions(path)


def _result(*sections: str) -> Result:
    question = EvalQuestion(
        id="x",
        audience="school",
        language=Language.NB,
        kind=QuestionKind.ANSWERABLE,
        question="?",
        must_cite=[["lov/1967-02-10#13", "lov/1967-02-10#13 a"], ["lov/2021-06-18-97#13-2"]],  # type: ignore[arg-type]
        may_cite=["lov/1967-02-10#13 b"],  # type: ignore[arg-type]
        verdicts=(Verdict.MUST_REPORT,),
    )
    citations = []
    for n, section in enumerate(sections, start=1):
        source, _, place = section.partition("#")
        citations.append(Citation(n=n, source=source, section=place, label="", title="", status=Status.IN_FORCE))
    answer = Answer(
        language=Language.NB,
        verdict=Verdict.MUST_REPORT,
        summary="",
        statements=(AnswerStatement(text="", citations=(1,)),),
        citations=tuple(citations),
    )
    return Result(question, answer)


def test_the_metrics_count_provisions_and_their_alternatives() -> None:
    right = _result("lov/1967-02-10#13a", "lov/2021-06-18-97#13-2", "lov/1967-02-10#13 b")
    assert (must_cite_recall(right), first_right(right), citation_precision(right), wrong_statute(right)) == (
        1,
        1,
        1,
        0,
    )
    half = _result("lov/2005-05-20-28#196", "lov/1967-02-10#13")
    assert (must_cite_recall(half), first_right(half), citation_precision(half), wrong_statute(half)) == (
        0.5,
        0,
        0.5,
        1,
    )
    crashed = Result(right.question, None)
    assert (must_cite_recall(crashed), first_right(crashed), citation_precision(crashed)) == (0, 0, 0)


def test_a_figure_has_its_interval() -> None:
    found = figure("x", [1.0] * 9 + [0.0])
    assert found.low < found.value == 0.9 < found.high
    assert math.isnan(figure("none", []).value)
