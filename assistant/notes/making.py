"""From an answer or a path through the guide to a note. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from assistant.answer import Answer, NoticeKind
from assistant.guide import GuideView
from assistant.notes.note import Fact, Note, Rule
from assistant.notes.words import note_words
from assistant.question import Question
from assistant.texts import words
from corpus.errors import QuestionError
from corpus.knowledge import Knowledge
from corpus.models import Language


def from_answer(knowledge: Knowledge, question: Question, answer: Answer, day: dt.date) -> Note:
    """The note on a question and its answer.

    Raises :class:`QuestionError` where the answer assesses nothing: a greeting, or a matter outside the field.
    """
    if answer.abstained or not answer.statements:
        raise QuestionError(
            "There is nothing to write a note on: the question was not answered with rules. "
            "Ask about sharing, reporting or cooperating on a child, and say who you are."
        )
    role = knowledge.roles[question.role].name[answer.language] if question.role else None
    facts = tuple(_facts(knowledge, question, answer.language))
    return _note(answer, question.text, role, facts, day)


def from_guide(knowledge: Knowledge, view: GuideView, day: dt.date) -> Note:
    """The note on a path through the guide: what was asked is the path, and its answers are the facts.

    Raises :class:`QuestionError` where the path has not come to its end.
    """
    if view.outcome is None or view.role is None:
        raise QuestionError("The guide has not come to its end. Answer all its questions before you ask for a note.")
    facts = tuple(Fact(name=taken.ask, value=taken.label) for taken in view.taken)
    asked = note_words(view.language).guide_question.format(title=view.title, question=view.outcome.question)
    return _note(view.outcome.answer, asked, knowledge.roles[view.role].name[view.language], facts, day)


def _note(answer: Answer, question: str, role: str | None, facts: tuple[Fact, ...], day: dt.date) -> Note:
    return Note(
        language=answer.language,
        day=day,
        role=role,
        question=question,
        facts=facts,
        verdict=answer.verdict,
        conclusion=words(answer.language).verdicts[answer.verdict],
        urgent=answer.urgent,
        assessment=answer.statements,
        rules=tuple(
            Rule(n=c.n, label=c.label, title=c.title, status=c.status, as_of=c.as_of, url=c.url)
            for c in answer.citations
        ),
        remaining=answer.steps,
        unknown=answer.follow_up,
        notices=tuple(notice.text for notice in answer.notices if notice.kind is not NoticeKind.MASKED),
        masked=answer.masked,
    )


def _facts(knowledge: Knowledge, question: Question, language: Language) -> Iterator[Fact]:
    own = note_words(language)
    if question.recipients:
        names = sorted(knowledge.recipients[each].name[language] for each in question.recipients)
        yield Fact(name=own.recipient, value=", ".join(names))
    if question.age is not None:
        yield Fact(name=_capital(knowledge.facts["age"].name[language]), value=str(question.age))
    for fact, value in question.facts.items():
        yield Fact(name=_capital(knowledge.facts[fact].name[language]), value=own.answers[value])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
