from __future__ import annotations

from typing import Any

import pytest

from assistant import Assistant
from assistant.asking import undecided, with_questions
from assistant.modality import suits
from assistant.outline import Outline, Said
from assistant.question import Question
from corpus.knowledge import Knowledge
from corpus.models import Language, Verdict
from corpus.refs import ProvisionRef

PARENTS_ARE_TOLD = ProvisionRef.parse("lov/1999-07-02-63#3-4/1")
CONFIDENTIALITY = ProvisionRef.parse("lov/1967-02-10#13/1")


def asked(knowledge: Knowledge, ref: ProvisionRef, question: Question, role: str | None = None) -> Outline:
    return with_questions(knowledge, question, Outline(Verdict.DEPENDS, (Said("x", (ref,)),), role=role))


def question(**told: object) -> Question:
    return Question("x", Language.NB, **{"role": "gp", "role_is_told": True, **told})  # type: ignore[arg-type]


def test_what_a_provision_turns_on_is_asked_for_until_it_is_told(knowledge: Knowledge) -> None:
    about = {"recipients": frozenset({"parents"})}
    age = knowledge.facts["age"].ask.nb
    assert age in asked(knowledge, PARENTS_ARE_TOLD, question(**about)).follow_up
    assert age not in asked(knowledge, PARENTS_ARE_TOLD, question(age=14, **about)).follow_up
    assert age not in asked(knowledge, PARENTS_ARE_TOLD, question()).follow_up


def test_consent_is_asked_for_by_who_asks_whether_she_may(knowledge: Knowledge) -> None:
    may = {"asks": frozenset({"may"})}
    plan = asked(knowledge, CONFIDENTIALITY, question(**may))
    assert plan.follow_up == (knowledge.facts["consent"].ask.nb,)
    assert plan.open == ("consent",)
    assert not asked(knowledge, CONFIDENTIALITY, question(facts={"consent": "no"}, **may)).follow_up
    assert not asked(knowledge, CONFIDENTIALITY, question(asks=frozenset({"must"}))).follow_up


@pytest.mark.parametrize(
    ("asks", "role", "expected"),
    [
        ({"may", "first_person"}, None, 1),
        ({"may"}, None, 0),
        ({"definition", "first_person"}, None, 0),
        ({"x"}, "gp", 1),
    ],
)
def test_the_role_is_asked_for_where_the_asker_asks_about_herself(
    knowledge: Knowledge, asks: set[str], role: str | None, expected: int
) -> None:
    unknown = question(role=None, role_is_told=False, asks=frozenset(asks), facts={"consent": "yes"})
    assert len(asked(knowledge, CONFIDENTIALITY, unknown, role).follow_up) == expected


def test_a_bare_no_answers_what_was_asked_back(assistant: Assistant) -> None:
    first = "Jeg er fastlege. Arbeidsgiveren til pasienten ringer og vil vite hva som feiler ham. Kan jeg svare?"
    assert assistant.ask(first).follow_up
    yes = assistant.ask("Ja", history=[first])
    no = assistant.ask("Nei", history=[first])
    assert yes.verdict is Verdict.MAY_SHARE
    assert no.verdict is Verdict.MUST_NOT_SHARE


def test_what_the_plan_asks_for_is_not_asked_for_twice(knowledge: Knowledge) -> None:
    plan = Outline(Verdict.DEPENDS, (Said("x", (CONFIDENTIALITY,)),), follow_up=("Sier hun ja?",), open=("consent",))
    assert with_questions(knowledge, question(asks=frozenset({"may"})), plan).follow_up == ("Sier hun ja?",)


@pytest.mark.parametrize(
    ("words", "told", "verdict"),
    [
        (10, {}, Verdict.DEPENDS),
        (20, {}, Verdict.MUST_NOT_SHARE),
        (20, {"recipients": frozenset({"nav"})}, Verdict.DEPENDS),
        (20, {"recipients": frozenset({"gp"})}, Verdict.MUST_NOT_SHARE),
        (20, {"recipients": frozenset({"press"})}, Verdict.MUST_NOT_SHARE),
        (20, {"recipients": frozenset({"nav"}), "asks": frozenset({"granted"})}, Verdict.MUST_NOT_SHARE),
        (40, {"recipients": frozenset({"nav"})}, Verdict.MUST_NOT_SHARE),
        (10, {"facts": {"consent": "no"}}, Verdict.MUST_NOT_SHARE),
    ],
)
def test_what_one_service_may_tell_another_is_left_open_where_nothing_is_told_of_consent(
    knowledge: Knowledge, words: int, told: dict[str, Any], verdict: Verdict
) -> None:
    told["asks"] = frozenset({"may", "first_person"}) | told.get("asks", frozenset())
    put = Question("ord " * words, Language.NB, **{"role": "gp", "role_is_told": True, **told})
    plan = Outline(Verdict.MUST_NOT_SHARE, (Said("x", (CONFIDENTIALITY,)),), open=("consent",), forks=True)
    assert undecided(knowledge, put, plan).verdict is verdict


@pytest.mark.parametrize(
    ("verdict", "asks", "fits"),
    [
        (Verdict.MAY_SHARE, {"may"}, 1),
        (Verdict.MUST_REPORT, {"may"}, -1),
        (Verdict.MUST_REPORT, {"may", "must"}, 1),
        (Verdict.RIGHT, {"right", "self"}, 1),
        (Verdict.RIGHT, {"self"}, 0),
    ],
)
def test_a_verdict_suits_what_is_asked(verdict: Verdict, asks: set[str], fits: int) -> None:
    assert suits(verdict, asks) == fits
