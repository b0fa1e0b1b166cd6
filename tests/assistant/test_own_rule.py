"""The act that binds the asker, or those who work where she speaks of, before its look-alikes."""

from __future__ import annotations

import pytest

from assistant import Assistant, NoticeKind
from corpus.models import Verdict


@pytest.mark.parametrize(
    ("role", "source"),
    [
        ("nav_social", "lov/2009-12-18-131"),
        ("gp", "lov/1999-07-02-64"),
        ("crisis_centre_staff", "lov/2009-06-19-44"),
        ("kindergarten_staff", "lov/2005-06-17-64"),
    ],
)
def test_a_rule_for_everybody_gives_way_to_that_of_the_told_role(assistant: Assistant, role: str, source: str) -> None:
    assert assistant.ask("Skal jeg varsle barnevernet om dette?", role).citations[0].source == source


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Skolen kan vel ikke melde uten bevis?", "lov/2023-06-09-30"),
        ("Barnet i barnehagen har blåmerker, må vi si fra?", "lov/2005-06-17-64"),
    ],
)
def test_who_works_at_the_service_spoken_of_is_assumed_to_ask(assistant: Assistant, question: str, source: str) -> None:
    answer = assistant.ask(question)
    assert answer.citations[0].source == source
    assert NoticeKind.ASSUMED_ROLE in {notice.kind for notice in answer.notices}


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Kan eg gi skulen opplysningar om pasienten?", "mental_health_staff"),
        ("Må jeg ha samtykke for dette?", "teacher"),
        ("Can I tell the police this?", None),
    ],
)
def test_where_hardly_anything_is_told_it_depends_and_something_is_asked(
    assistant: Assistant, question: str, role: str | None
) -> None:
    answer = assistant.ask(question, role)
    assert answer.verdict is Verdict.DEPENDS
    assert answer.follow_up


def test_what_is_asked_about_a_word_is_not_what_the_word_means(assistant: Assistant) -> None:
    answer = assistant.ask("Hva er straffen for helsepersonell som bryter taushetsplikten?")
    assert answer.citations[0].section in {"67", "209"}


@pytest.mark.parametrize("role", ["midwife", "school_nurse", "gp", "dental_staff", "mental_health_staff"])
def test_a_plain_question_gets_the_general_entry_on_the_rule_and_a_story_the_narrow_one(
    assistant: Assistant, role: str
) -> None:
    plain = assistant.understanding.read("Må jeg melde fra til barnevernet?", role)
    best = assistant.retriever.speaker(assistant.retriever.candidates(plain), plain)
    assert best is not None
    assert assistant.knowledge.situations[best.owner].general
    story = assistant.understanding.read("Barnevernet henla meldingen min. Må jeg melde på nytt?", role)
    best = assistant.retriever.speaker(assistant.retriever.candidates(story), story)
    assert best is not None
    assert best.owner == "barnevernet-henla-meldingen-helse"


def test_what_does_not_bind_the_asker_gives_way_to_what_does(assistant: Assistant) -> None:
    assert assistant.ask("Kan jeg snakke med kollegene mine om et barn?", "interpreter").citations[0].source == (
        "lov/2021-06-11-79"
    )


def test_a_role_that_stands_for_several_has_the_rule_of_each(assistant: Assistant) -> None:
    knowledge = assistant.knowledge
    sources = {ref.source for ref in knowledge.rules_for("nav_staff", "confidentiality")}
    assert not knowledge.own_rule("nav_staff", "confidentiality")
    assert sources == {"lov/2006-06-16-20", "lov/2009-12-18-131"}
    assert knowledge.rules_for("teacher", "confidentiality") == knowledge.own_rule("teacher", "confidentiality")
