"""Every path of the decision guide is walked, for every role, and must keep what the guide promises."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from assistant import Assistant
from assistant.guide import DecisionGuide, GuideView
from corpus.errors import NotFoundError, QuestionError
from corpus.guide_paths import GuideMap, Path
from corpus.knowledge import Knowledge
from corpus.models import Language, Status, Verdict
from corpus.refs import ProvisionRef

DAY = dt.date(2026, 11, 22)
PATHS = 751
"""How many there are. A change of the guide that changes the number is looked at before it is written here."""


@pytest.fixture(scope="module")
def paths(knowledge: Knowledge) -> list[Path]:
    assert knowledge.guide is not None
    return list(GuideMap(knowledge, knowledge.guide).paths())


@pytest.fixture(scope="module")
def guide(knowledge: Knowledge) -> DecisionGuide:
    return DecisionGuide(knowledge, None, DAY)


@pytest.fixture(scope="module")
def ends(guide: DecisionGuide, paths: list[Path]) -> list[GuideView]:
    return [guide.view(path.answers, Language.NB) for path in paths]


def test_all_paths_were_walked(paths: list[Path], ends: list[GuideView]) -> None:
    assert len(paths) == PATHS
    assert all(end.outcome is not None and end.question is None for end in ends)
    assert len({path.answers for path in paths}) == PATHS


def test_nobody_is_asked_more_than_seven_questions(paths: list[Path]) -> None:
    assert max(len(path.taken) for path in paths) <= 7


def test_danger_to_life_always_leads_to_the_emergency_outcome(ends: list[GuideView]) -> None:
    danger = [end for end in ends if {taken.step: taken.answer for taken in end.taken}.get("danger") == "now"]
    assert len(danger) == len({end.role for end in ends})  # one for each role
    for end in danger:
        assert end.outcome is not None
        assert end.outcome.id == "emergency"
        assert end.outcome.answer.verdict is Verdict.MUST_AVERT
        assert end.outcome.answer.emergency is not None
        assert end.outcome.answer.urgent


def test_a_danger_that_can_be_averted_is_never_met_with_silence(ends: list[GuideView]) -> None:
    for end in ends:
        if end.outcome and {taken.step: taken.answer for taken in end.taken}.get("danger") == "soon":
            assert end.outcome.answer.verdict is Verdict.MUST_AVERT


def test_a_duty_to_report_is_never_answered_by_asking_for_consent_first(
    knowledge: Knowledge, ends: list[GuideView]
) -> None:
    """What obliges cites no rule of consent, and whoever has reason to believe comes to an outcome that obliges."""
    for end in ends:
        assert end.outcome is not None
        told = {taken.answer for taken in end.taken}
        if {"serious", "ordered"} & told and "adult" not in told:
            assert end.outcome.answer.verdict is Verdict.MUST_REPORT
        if end.outcome.answer.verdict is Verdict.MUST_REPORT:
            assert end.role is not None
            consent = {str(ref) for ref in knowledge.own_rule(end.role, "consent")}
            cited = {f"{c.source}#{c.section}/{c.subsection}" for c in end.outcome.answer.citations}
            assert not consent & cited


def test_no_outcome_leans_on_what_does_not_bind_the_role_or_is_not_in_force(
    knowledge: Knowledge, ends: list[GuideView]
) -> None:
    for end in ends:
        assert end.outcome is not None
        assert end.role is not None
        for citation in end.outcome.answer.citations:
            assert citation.status is Status.IN_FORCE
            assert knowledge.binds(ProvisionRef(citation.source, citation.section), end.role), (end.answers, citation)


def test_every_statement_of_every_outcome_is_cited(ends: list[GuideView]) -> None:
    for end in ends:
        assert end.outcome is not None
        assert end.outcome.answer.statements
        assert all(statement.citations for statement in end.outcome.answer.statements)


def test_every_outcome_says_what_to_do_and_what_to_write_down(ends: list[GuideView]) -> None:
    for end in ends:
        assert end.outcome is not None
        assert any(step.startswith("Skriv ned") for step in end.outcome.answer.steps)
        assert len(end.outcome.answer.steps) >= 2


def test_every_question_says_why_it_is_asked_and_every_answer_leads_back(guide: DecisionGuide) -> None:
    view = guide.view(["school", "kindergarten", "none"], Language.NB)
    assert view.question is not None
    assert view.question.why
    for position, taken in enumerate(view.taken):
        back = guide.view(taken.before, Language.NB).question
        assert back is not None
        assert back.id == taken.step
        assert len(taken.before) == position


@pytest.mark.parametrize("language", Language)
def test_it_speaks_every_language(guide: DecisionGuide, language: Language) -> None:
    start = guide.view((), language)
    assert start.question is not None
    end = guide.view(["health", "gp", "none", "worry", "pregnant"], language)
    assert end.outcome is not None
    assert end.outcome.answer.language is language
    others = {guide.view((), other).question for other in Language if other is not language}
    assert start.question not in others


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["nowhere"], "The answers are: school, health"),
        (["school", "gp"], "question 2"),  # a GP does not work at a school
        (["public", "now", "more"], "one answer too many"),
        (["health", "gp", "none", "share", "new_school"], "is not an answer"),  # offered to schools only
    ],
)
def test_an_answer_that_is_not_offered_is_refused(guide: DecisionGuide, answers: list[str], said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        guide.view(answers, Language.NB)


def test_each_role_gets_its_own_act(guide: DecisionGuide) -> None:
    expected = {
        ("school", "kindergarten"): "barnehageloven",
        ("school", "public_school"): "opplæringslova",
        ("school", "private_school"): "privatskolelova",
        ("health", "gp"): "helsepersonelloven",
        ("welfare", "nav_municipal"): "sosialtjenesteloven",
        ("welfare", "nav_state"): "folketrygdloven",
        ("welfare", "shelter"): "krisesenterlova",
        ("welfare", "family"): "familievernkontorloven",
        ("welfare", "integration"): "integreringsloven",
        ("public",): "barnevernsloven",
    }
    for who, act in expected.items():
        answers = [*who, "none", "worry", "serious"]
        view = guide.view(answers, Language.NB)
        outcome = (view if view.outcome else guide.view([*answers, "child"], Language.NB)).outcome
        assert outcome is not None
        assert outcome.answer.citations[0].label.startswith(act)


def test_knowledge_without_a_guide_says_so(knowledge: Knowledge) -> None:

    with pytest.raises(NotFoundError, match=r"guide\.yaml"):
        DecisionGuide(replace(knowledge, guide=None), None, DAY)


def test_the_chat_offers_the_guide_with_what_it_knows(assistant: Assistant) -> None:
    answer = assistant.ask("Kan jeg svare politiet om en elev? Foreldrene har ikke samtykket.", role="teacher")
    link = answer.guide
    assert link is not None
    assert link.answers == ("school", "public_school")
    assert link.step == "danger"
    assert link.known["to_whom"] == "police"
    assert link.known["how_police"] == "ask"
    view = assistant.guide([*link.answers, "none", "share"], known=link.known)
    assert view.question is not None
    assert view.question.known == "police"


def test_the_chat_offers_no_guide_where_nothing_is_missing(assistant: Assistant) -> None:
    assert assistant.ask("Hva betyr uten ugrunnet opphold?").guide is None
