"""The lying model's run has teeth: a guard that lets all pass is found out, ours is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.grounding import Guard, Outcome, Verification
from evals import hostile
from evals.questions import FOLDER, EvalQuestion, read_questions


class Blind(Guard):
    """Lets everything pass."""

    def __init__(self) -> None:
        """Needs nothing to see nothing."""

    def verify(self, *_: Any, **__: Any) -> Verification:
        return Verification(outcome=Outcome.SUPPORTED)


@pytest.fixture(scope="module")
def questions(assistant: Assistant) -> Sequence[EvalQuestion]:
    return read_questions(Path(FOLDER / "dev.jsonl"), assistant.knowledge)[:2]


def test_no_lie_is_shown(assistant: Assistant, questions: Sequence[EvalQuestion]) -> None:
    found = hostile.measure(assistant, assistant.guard, questions)
    assert (found.questions, found.crashes, found.unknown_citations) == (2, 0, 0)
    assert found.told.total() >= 15
    assert found.told["invented"] == 6
    assert not found.shown, found.examples


def test_a_guard_that_sees_nothing_is_found_out(assistant: Assistant, questions: Sequence[EvalQuestion]) -> None:
    found = hostile.measure(assistant, Blind(), questions[:1])
    assert found.shown["invented"] == found.told["invented"] == 3
    assert found.examples
    assert found.figures()[-1].name == "lies shown: all"
    assert found.figures()[-1].value > 0.3
