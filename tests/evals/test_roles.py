"""Every role gets the duty that its own data gives it."""

from __future__ import annotations

from assistant import Assistant
from corpus.models import Language
from evals.roles import askers, duties, put

LEAST = 0.9
"""Share of plain questions that must rest first on an act of the role's own; the whole table is ``evals.roles``."""

MANY = 50
"""Questions that must have been put, so that the share above is one of something."""


def test_a_plain_question_about_a_duty_rests_on_the_roles_own_act(assistant: Assistant) -> None:
    asked = [duty for duty in duties() if duty.id in {"report", "avert", "cooperate"}]
    roles = askers(assistant.knowledge)[::2]
    outcomes = list(put(assistant.knowledge, assistant.ask, asked, roles, Language.NB))
    assert len(asked) == 3
    assert len(outcomes) > MANY
    assert sum(outcome.right for outcome in outcomes) >= LEAST * len(outcomes)


def test_every_duty_is_some_roles_and_every_question_names_it(assistant: Assistant) -> None:
    for duty in duties():
        assert any(
            assistant.knowledge.own_rule(role, rule) for role in askers(assistant.knowledge) for rule in duty.rules
        )
        for language in Language:
            assert "{role}" in duty.named[language]
            assert "{role}" not in duty.told[language]
