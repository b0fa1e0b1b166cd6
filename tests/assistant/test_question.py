from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import Question, in_range
from corpus.models import Condition, Language


@given(st.integers(0, 25), st.integers(0, 25), st.integers(0, 25))
def test_ranges(age: int, low: int, high: int) -> None:
    assert in_range(age, f"<{low}") == (age < low)
    assert in_range(age, f">={low}") == (age >= low)
    assert in_range(age, f"<={low}") == (age <= low)
    assert in_range(age, f">{low}") == (age > low)
    assert in_range(age, f"{low}-{high}") == (low <= age <= high)
    assert in_range(age, str(low)) == (age == low)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"fact": "consent", "is": True}, True),
        ({"fact": "consent", "is": "no"}, False),
        ({"fact": "ordered", "is": "yes"}, None),
        ({"fact": "age", "is": "12-15"}, True),
        ({"fact": "age", "is": ["<12", ">=16"]}, False),
        ({"fact": "recipient", "is": ["police", "nav"]}, True),
        ({"fact": "role", "is": "health_personnel"}, True),
        ({"fact": "topic", "is": "consent"}, None),
    ],
)
def test_conditions_hold_fail_or_are_not_known(condition: dict[str, object], expected: bool | None) -> None:
    question = Question(
        text="",
        language=Language.NB,
        role="school_nurse",
        recipients=frozenset({"police"}),
        facts={"consent": "yes"},
        age=14,
    )
    assert question.holds(Condition.model_validate(condition), ("school_nurse", "health_personnel")) is expected
