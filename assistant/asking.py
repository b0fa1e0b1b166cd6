"""What to ask back: the facts and the role without which the answer may be another."""

from __future__ import annotations

from dataclasses import replace

from assistant.outline import Outline
from assistant.question import Question
from assistant.texts import words
from corpus.knowledge import Knowledge
from corpus.models import FactWords, Verdict

_ASKED = frozenset({"may", "must"})
"""The ways of asking whose answer turns on who asks and on facts."""


_BARE = 10
"""Words of the longest question that is too bare to have told what decides."""
_BRIEF = 24
"""Words of the longest question that may have told who gives and gets, and nothing of consent."""
_GRANTED = "granted"
"""The cue of a claim that the question rests on («de kan jo dele alt»), which the answer sets right."""
_UNSAID = "unsaid"
"""The cue of what only the asker knows («dette», «det hun sa»)."""


def undecided(knowledge: Knowledge, question: Question, plan: Outline) -> Outline:
    """The plan with the verdict left open, where hardly anything is told and what is not told would change it.

    So it is with «Kan jeg dele dette med skolen?»: the answer turns on a fact of the plan, or on what «dette» is. A
    question of what one service may tell another turns on consent, and is left open a little longer than that of what
    outsiders may be told, which is mostly no.
    """
    told = question.facts or question.age is not None or question.signs or question.mentions or question.latest
    own = "first_person" in question.asks and question.asks & _ASKED
    if told or not own or not (plan.forks or _UNSAID in question.asks):
        return plan
    most = _BRIEF if _turns_on_consent(knowledge, question, plan) else _BARE
    return plan if len(question.text.split()) > most else replace(plan, verdict=Verdict.DEPENDS)


def _turns_on_consent(knowledge: Knowledge, question: Question, plan: Outline) -> bool:
    """Whether another service is spoken of than the asker's, and the plan asks for consent to tell it."""
    role = question.role or plan.role
    own = knowledge.services_of(role) if role else frozenset()
    others = {
        name for name in question.recipients - own if (place := knowledge.recipients[name]).staff and not place.sign
    }
    return "consent" in plan.open and bool(others) and _GRANTED not in question.asks


def with_questions(knowledge: Knowledge, question: Question, plan: Outline) -> Outline:
    """The plan that also asks for the facts that its first provision turns on, and first of all for the role."""
    rests_on = {ref.provision for ref in plan.said[0].refs}
    missing = [
        fact
        for fact in knowledge.facts.values()
        if rests_on & {ref.provision for ref in fact.decides} and fact.id not in plan.open and _unknown(fact, question)
    ]
    asks = dict.fromkeys((*plan.follow_up, *(fact.ask[question.language] for fact in missing)))
    if not question.role_is_told and (plan.role is not None or _is_about_the_asker(question)):
        asks = dict.fromkeys((words(question.language).ask_role, *asks))
    if plan.verdict is Verdict.DEPENDS and _UNSAID in question.asks and not asks:
        asks = {words(question.language).ask_matter: None}
    return replace(plan, follow_up=tuple(asks), open=(*plan.open, *(fact.id for fact in missing)))


def _unknown(fact: FactWords, question: Question) -> bool:
    """Whether a fact matters for what is asked and is not told."""
    if fact.about and not question.recipients & set(fact.about):
        return False
    if fact.when and not question.asks & set(fact.when):
        return False
    if fact.kind == "age":
        return question.age is None
    return fact.id not in question.facts


def _is_about_the_asker(question: Question) -> bool:
    return "first_person" in question.asks and bool(question.asks & _ASKED) and not question.dangers
