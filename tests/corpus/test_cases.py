"""Case exercises: the shipped ones are sound, and what is wrong with one is told by its name and place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from corpus.case_checking import check_case
from corpus.knowledge import Knowledge
from corpus.models import Case, Language
from corpus.problems import Severity

DAY = dt.date(2026, 11, 22)


def a_case(**changes: Any) -> dict[str, Any]:
    """A sound case as it is written in YAML."""
    task = {
        "role": "teacher",
        "ask": {"nb": "Må læreren melde fra?"},
        "key": {
            "verdict": "must_report",
            "points": [
                {"nb": "Ja, læreren må melde.", "cites": ["$report_child_welfare"]},
                {"nb": "Det skal skje med en gang.", "cites": ["lov/2023-06-09-30#24-3/2"]},
            ],
            "wrong": [
                {"nb": "Nei.", "instead": {"nb": "Jo."}, "cites": ["$report_child_welfare"]},
            ],
        },
    }
    case: dict[str, Any] = {
        "id": "proeve",
        "title": {"nb": "Prøve"},
        "audience": "school",
        "difficulty": 1,
        "minutes": 20,
        "roles": ["teacher"],
        "aim": {"nb": "Prøve"},
        "story": [{"nb": "Noe har hendt."}],
        "tasks": [task],
        "discuss": {"nb": ["Hva nå?"]},
        "mistakes": {"nb": ["Å vente."]},
    }
    return {**case, **changes}


def told(knowledge: Knowledge, case: dict[str, Any]) -> list[str]:
    return [str(p) for p in check_case(knowledge, Case.model_validate(case), DAY) if p.severity is Severity.ERROR]


def with_key(**changes: Any) -> dict[str, Any]:
    case = a_case()
    case["tasks"][0]["key"].update(changes)
    return case


def cited(ref: str) -> dict[str, Any]:
    case = a_case()
    case["tasks"][0]["key"]["points"][1]["cites"] = [ref]
    return case


def test_a_sound_case_has_no_problem(knowledge: Knowledge) -> None:
    assert told(knowledge, a_case()) == []


def test_the_shipped_cases_are_sound(knowledge: Knowledge) -> None:
    assert knowledge.cases
    assert [told for case in knowledge.cases.values() for told in check_case(knowledge, case, DAY)] == []


@pytest.mark.parametrize(
    ("case", "what"),
    [
        (a_case(roles=["skipskokk"]), "«skipskokk» is not a role"),
        (a_case(topics=["fisk"]), "«fisk» is not a topic"),
        (a_case(roles=["school_leader"]), "not at the table"),
        (cited("lov/1998-07-17-61#15-8"), "cites lov/1998-07-17-61#15-8"),
        (cited("lov/2025-06-20-81#32"), "is coming"),
        (cited("lov/2023-06-09-30#99-9"), "has no digest"),
        (cited("$ukjent"), "is not a rule"),
        (with_key(points=[]), "fewer than"),
        (with_key(points=[{"nb": "Ja."}, {"nb": "Straks."}]), "has no citation"),
        (with_key(wrong=[]), "what would be wrong"),
        (with_key(verdict="not_covered"), "not_covered"),
        (a_case(title={"nb": "Prøve", "nn": "Prøve"}), "only partly written in nn"),
    ],
)
def test_what_is_wrong_is_told(knowledge: Knowledge, case: dict[str, Any], what: str) -> None:
    assert any(what in line for line in told(knowledge, case)), told(knowledge, case)


def test_a_conclusion_may_not_lean_on_what_binds_others(knowledge: Knowledge) -> None:
    case = a_case()
    case["tasks"][0]["key"]["points"][0]["cites"] = ["lov/1999-07-02-64#33/2"]
    assert any("does not bind «teacher»" in line for line in told(knowledge, case))


def test_a_task_after_the_last_stage_is_told(knowledge: Knowledge) -> None:
    case = a_case()
    case["tasks"][0]["stage"] = 3
    assert any("the story has 1" in line for line in told(knowledge, case))


def test_at_least_a_third_are_in_nynorsk(knowledge: Knowledge) -> None:
    nynorsk = [case for case in knowledge.cases.values() if Language.NN in case.languages()]
    assert 3 * len(nynorsk) >= len(knowledge.cases)
