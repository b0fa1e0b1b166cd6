"""The command that measures exercises: reads what it should, refuses the rest, and tells the order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Assistant
from corpus.errors import CorpusError
from evals.cases import FILE, GRADES, CaseAnswer, orders, read_answers, score_all

CASE = "blaamerker-paa-tredje-trinn"
ANSWERS = {
    "good": "Ja, hun må melde nå. Det er grunn til å tro at han blir mishandlet, og hun trenger ikke samtykke.",
    "middling": "Ja, jeg tror hun må melde dette.",
    "wrong": "Nei, hun må ha samtykke fra foreldrene før hun kan melde.",
}


def test_answers_are_read_and_put_in_order(assistant: Assistant, tmp_path: Path) -> None:
    lines = [json.dumps({"case": CASE, "task": 1, "grade": grade, "answer": said}) for grade, said in ANSWERS.items()]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    (order,) = orders(score_all(assistant.cases, read_answers(file)))
    assert order.holds
    assert order.name == CASE


@pytest.mark.parametrize("line", ["not json", "[]", '{"case": "x", "task": 1, "grade": "best", "answer": "Ja"}'])
def test_a_line_that_is_no_answer_is_told(tmp_path: Path, line: str) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"answers\.jsonl:2"):
        read_answers(file)


def test_a_case_without_all_grades_is_in_no_order(assistant: Assistant) -> None:
    only = [CaseAnswer(case=CASE, task=1, grade="good", answer=ANSWERS["good"])]
    assert orders(score_all(assistant.cases, only)) == []


@pytest.mark.skipif(not FILE.exists(), reason="nobody has written answers yet")
def test_the_written_answers_belong_to_tasks_that_exist(assistant: Assistant) -> None:
    for answer in read_answers(FILE):
        assert answer.case in assistant.knowledge.cases
        assert answer.task <= len(assistant.knowledge.cases[answer.case].tasks)
        assert answer.grade in GRADES
