"""The decision guide as data: it is whole, and each way it could be broken is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CorpusError
from corpus.guide_checking import check_guide
from corpus.knowledge import Knowledge
from corpus.models import Guide
from corpus.problems import Severity
from corpus.reading import entry_of

DAY = dt.date(2026, 11, 22)
WORDS = {"nb": "ord", "nn": "ord", "en": "words"}


def small(**changes: Any) -> dict[str, Any]:
    """A guide with one question and two outcomes, to be broken in one way at a time."""
    guide: dict[str, Any] = {
        "id": "liten",
        "title": WORDS,
        "intro": WORDS,
        "start": "who",
        "steps": [
            {
                "id": "who",
                "ask": WORDS,
                "why": WORDS,
                "options": [
                    {"id": "nurse", "label": WORDS, "role": "school_nurse", "next": "report"},
                    {"id": "teacher", "label": WORDS, "role": "teacher", "next": "silent"},
                ],
            }
        ],
        "outcomes": [outcome("report", "$report_child_welfare"), outcome("silent", "$confidentiality")],
    }
    return guide | changes


def outcome(name: str, *cites: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "title": WORDS,
        "verdict": "must_report",
        "question": WORDS,
        "statements": [{**WORDS, "cites": list(cites)}],
        "steps": {"nb": ["Gjør det."]},
        "write_down": {"nb": ["Skriv det."]},
    } | changes


def errors(knowledge: Knowledge, guide: dict[str, Any]) -> str:
    read = entry_of(Path("guide.yaml"), guide, Guide)
    found = check_guide(replace(knowledge, guide=read), DAY)
    return "\n".join(str(problem) for problem in found if problem.severity is Severity.ERROR)


def test_the_guide_that_is_shipped_has_nothing_wrong(knowledge: Knowledge) -> None:
    assert list(check_guide(knowledge, DAY)) == []


def test_a_sound_guide_is_let_be(knowledge: Knowledge) -> None:
    assert errors(knowledge, small()) == ""


def test_a_step_that_does_not_exist_is_told(knowledge: Knowledge) -> None:
    guide = small()
    guide["steps"][0]["options"][0]["next"] = "nowhere"
    assert "«nurse» leads to «nowhere», which does not exist" in errors(knowledge, guide)


def test_a_turn_that_does_not_exist_is_told(knowledge: Knowledge) -> None:
    guide = small()
    guide["steps"][0]["options"][0]["instead"] = [{"roles": ["teacher"], "next": "nowhere"}]
    assert "which does not exist" in errors(knowledge, guide)


def test_a_start_that_does_not_exist_is_told(knowledge: Knowledge) -> None:
    assert "begins at «elsewhere»" in errors(knowledge, small(start="elsewhere"))


def test_a_loop_is_told(knowledge: Knowledge) -> None:
    guide = small()
    guide["steps"].append({**guide["steps"][0], "id": "again"})
    guide["steps"][0]["options"][0]["next"] = "again"
    guide["steps"][1]["options"] = [{**option, "next": "who"} for option in guide["steps"][1]["options"]]
    assert "must not go in a loop" in errors(knowledge, guide)


def test_a_name_used_twice_is_told(knowledge: Knowledge) -> None:
    guide = small()
    guide["outcomes"].append(outcome("who", "$confidentiality"))
    assert "the name is used twice" in errors(knowledge, guide)


def test_what_no_path_leads_to_is_told(knowledge: Knowledge) -> None:
    guide = small()
    guide["outcomes"].append(outcome("lost", "$confidentiality"))
    assert "guide lost: no path leads to it" in errors(knowledge, guide)


@pytest.mark.parametrize(
    ("cite", "said"),
    [
        ("lov/1998-07-17-61#15-3", "repealed"),  # the Education Act of 1998
        ("lov/2025-06-20-81#30", "coming"),  # the Public Administration Act that is not in force
        ("lov/1999-07-02-64#999", "has no digest"),
        ("$no_such_rule", "is not a rule"),
        ("lov/2023-06-09-30#24-3/2", "cites nothing that binds «school_nurse»"),  # schools' own act
    ],
)
def test_an_outcome_that_leans_on_what_does_not_hold_is_told(knowledge: Knowledge, cite: str, said: str) -> None:
    guide = small(outcomes=[outcome("report", cite), outcome("silent", "$confidentiality")])
    assert said in errors(knowledge, guide)


def test_an_outcome_without_citation_does_not_load() -> None:
    with pytest.raises(CorpusError, match="cites"):
        entry_of(Path("guide.yaml"), small(outcomes=[outcome("report")]), Guide)


def test_an_unknown_role_or_fact_is_told(knowledge: Knowledge) -> None:
    guide = small()
    guide["steps"][0]["options"][0]["roles"] = ["wizard"]
    guide["steps"][0]["options"][1]["means"] = [{"fact": "weather", "is": "yes"}]
    found = errors(knowledge, guide)
    assert "«wizard» is not a role" in found
    assert "«weather» is not a fact" in found


def test_an_outcome_that_says_nothing_to_a_role_is_told(knowledge: Knowledge) -> None:
    only = [{**WORDS, "cites": ["$confidentiality"], "only_if": [{"fact": "role", "is": "police"}]}]
    guide = small(outcomes=[outcome("report", "$confidentiality"), outcome("silent", "x#y") | {"statements": only}])
    assert "says nothing to «teacher»" in errors(knowledge, guide)


def test_an_outcome_without_anything_to_do_or_write_down_is_told(knowledge: Knowledge) -> None:
    bare = outcome("report", "$report_child_welfare", steps={}, write_down={})
    found = errors(knowledge, small(outcomes=[bare, outcome("silent", "$confidentiality")]))
    assert "what to do" in found
    assert "what to write down" in found
