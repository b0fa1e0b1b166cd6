"""What a situation answers on the facts told, on a small corpus of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.outline import Outline, from_provisions, from_situation, sentences
from assistant.question import Question
from corpus.knowledge import Knowledge
from corpus.loading import load
from corpus.models import Language, Verdict
from corpus.refs import ProvisionRef

SITUATION = """\
- id: tell
  audience: school
  roles: [teacher]
  topics: [consent]
  title: {nb: Dele}
  asked_as: {nb: [Kan jeg dele dette?]}
  verdict: must_not_share
  statements:
    - {nb: Nei., cites: [lov/1967-02-10#13/1]}
    - {nb: Ikke gi det til politiet., cites: [$confidentiality], only_if: [{fact: recipient, is: police}]}
    - {nb: Spør først., cites: [lov/1967-02-10#13 a/1/1], not_if: [{fact: consent, is: yes}]}
  turns_on:
    - fact: consent
      ask: {nb: Har hun sagt ja?}
      decisive: DECISIVE
      if:
        yes: {verdict: may_share, statements: [{nb: Ja., cites: [lov/1967-02-10#13 a/1/1]}]}
        no: {}
    - fact: age
      ask: {nb: Hvor gammel er hun?}
      if:
        "<12": {statements: [{nb: Foreldrene samtykker., cites: [lov/1999-07-02-63#4-4/1]}]}
  steps: {nb: [Spør henne.]}
  write_down: {nb: [Hva hun sa.]}
"""


def small(folder: Path, decisive: str = "false", more: str = "\n  steps:") -> Knowledge:
    (folder / "situations").mkdir()
    text = SITUATION.replace("DECISIVE", decisive).replace("\n  steps:", more)
    (folder / "situations" / "school.yaml").write_text(text, encoding="utf-8")
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary" / "roles.yaml").write_text(
        "- {id: anyone, audience: everyone, name: {nb: enhver}}\n"
        "- {id: teacher, audience: school, name: {nb: lærer}, groups: [anyone],\n"
        "   rules: {confidentiality: [lov/1967-02-10#13]}}\n",
        encoding="utf-8",
    )
    return load(folder)


def told(knowledge: Knowledge, **facts: object) -> Outline:
    question = Question(text="", language=Language.NB, **facts)  # type: ignore[arg-type]
    return from_situation(knowledge, knowledge.situations["tell"], question)


def lines(plan: Outline) -> list[str]:
    return [said.text for said in plan.said]


def test_without_facts_the_situations_own_verdict_holds(tmp_path: Path) -> None:
    plan = told(small(tmp_path))
    assert plan.verdict is Verdict.MUST_NOT_SHARE
    assert lines(plan) == ["Nei.", "Spør først."]
    assert plan.follow_up == ("Har hun sagt ja?", "Hvor gammel er hun?")


def test_a_told_fact_leads_and_sets_the_verdict(tmp_path: Path) -> None:
    plan = told(small(tmp_path), facts={"consent": "yes"})
    assert plan.verdict is Verdict.MAY_SHARE
    assert lines(plan) == ["Ja."]  # the refusal on the plain facts is not said beside the permission
    assert plan.follow_up == ("Hvor gammel er hun?",)


def test_a_branch_may_leave_the_verdict(tmp_path: Path) -> None:
    assert told(small(tmp_path), facts={"consent": "no"}).verdict is Verdict.MUST_NOT_SHARE


def test_a_decisive_fact_that_is_missing_makes_it_depend(tmp_path: Path) -> None:
    knowledge = small(tmp_path, decisive="true")
    assert told(knowledge).verdict is Verdict.DEPENDS
    assert told(knowledge, facts={"consent": "no"}).verdict is Verdict.MUST_NOT_SHARE


@pytest.mark.parametrize(("age", "given"), [(11, True), (12, False), (None, False)])
def test_an_age_chooses_its_branch(tmp_path: Path, age: int | None, given: bool) -> None:
    assert ("Foreldrene samtykker." in lines(told(small(tmp_path), age=age))) is given


def test_a_duty_wins_over_a_permission_that_is_told_too(tmp_path: Path) -> None:
    ordered = """
    - fact: ordered
      ask: {nb: Er det et pålegg?}
      if:
        yes: {verdict: must_report, statements: [{nb: Svar., cites: [lov/2021-06-18-97#13-4/1]}]}
  steps:"""
    knowledge = small(tmp_path, more=ordered)
    assert told(knowledge, facts={"consent": "yes", "ordered": "yes"}).verdict is Verdict.MUST_REPORT
    assert told(knowledge, facts={"consent": "yes", "ordered": "no"}).verdict is Verdict.MAY_SHARE


def test_a_slot_is_the_roles_own_provision(tmp_path: Path) -> None:
    plan = told(small(tmp_path), recipients=frozenset({"police"}))
    assert plan.said[1].refs == (ProvisionRef("lov/1967-02-10", "13"),)
    assert plan.role == "teacher"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Meld fra. Vent ikke.", ["Meld fra.", "Vent ikke."]),
        ("Se nr. 5 i loven. Den gjelder.", ["Se nr. 5 i loven.", "Den gjelder."]),
        ("Bare én setning", ["Bare én setning"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_digests_sentence_cites_the_provision_that_it_points_to(knowledge: Knowledge) -> None:
    care, refusal = (ProvisionRef.parse(f"lov/1999-07-02-64#{section}") for section in ("25", "29"))
    said = from_provisions(knowledge, Question("Kan jeg dele etter § 25?", Language.NB), [care]).said
    assert {line.refs for line in said} == {(care,), (care, refusal)}
    assert all((refusal in line.refs) == ("§ 29" in line.text) for line in said)
