"""The key of a trainer's own exercise, proposed by the assistant and marked as a proposal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from assistant.answer import Answer
from assistant.cases.drafting import Draft, DraftTask
from assistant.cases.words import case_words
from assistant.question import Question
from corpus.errors import QuestionError
from corpus.knowledge import Knowledge
from corpus.models import Case, Key, Language, Point, Stage, Task, Text, Verdict
from corpus.refs import ProvisionRef

Ask = Callable[[str, str | None], Answer]
"""Answers a question for a role."""
_STORY = 2500
"""How much of the story goes with a question: the end of the part that was told last. With the parts before it the
assistant answers the shipped exercises less well (``python -m evals.cases --proposals``)."""


def propose(knowledge: Knowledge, draft: Draft, ask: Ask, read: Callable[[str], Question]) -> Case:
    """The exercise with a key for each task, as the assistant answers it for the task's role.

    Raises :class:`QuestionError` where nobody says who is at the table.
    """
    whole = "\n".join(draft.story)
    language = draft.language or read(whole[-_STORY:]).language
    own = case_words(language).proposal
    roles = draft.roles or tuple(dict.fromkeys(task.role for task in draft.tasks if task.role)) or _told(read, whole)
    if not roles:
        raise QuestionError(
            "Who is at the table is not told. Name at least one role («pliktkompass roles» lists them)."
        )
    asked = draft.tasks or tuple(DraftTask(ask=line) for line in own.tasks)
    tasks = tuple(_task(draft, task, task.role or roles[0], ask, language) for task in asked)
    return Case(
        id=_id(draft.title or own.title),
        title=_text(draft.title or own.title, language),
        audience=draft.audience or _audience(knowledge, roles),
        difficulty=draft.difficulty,
        minutes=draft.minutes,
        roles=tuple(dict.fromkeys((*roles, *(task.role for task in tasks)))),
        aim=_text(own.aim, language),
        story=tuple(Stage.model_validate(_text(part, language).model_dump()) for part in draft.story),
        tasks=tasks,
        proposed=True,
    )


def _told(read: Callable[[str], Question], story: str) -> tuple[str, ...]:
    role = read(story[:_STORY]).role
    return (role,) if role else ()


def _task(draft: Draft, task: DraftTask, role: str, ask: Ask, language: Language) -> Task:
    told = draft.story[(task.stage or len(draft.story)) - 1]
    answer = ask(f"{told[-_STORY:]}\n{task.ask}", role)
    verdict = Verdict.DEPENDS if answer.verdict is Verdict.NOT_COVERED else answer.verdict
    refs = {cite.n: ProvisionRef(cite.source, cite.section, cite.subsection) for cite in answer.citations}
    points = tuple(
        Point(
            **_text(statement.text, language).model_dump(),
            cites=tuple(refs[number] for number in statement.citations if number in refs),
        )
        for statement in answer.statements
    )
    return Task(role=role, stage=task.stage, ask=_text(task.ask, language), key=Key(verdict=verdict, points=points))


def _audience(knowledge: Knowledge, roles: tuple[str, ...]) -> str:
    found = {knowledge.roles[role].audience for role in roles if role in knowledge.roles} - {"everyone"}
    return found.pop() if len(found) == 1 else "mixed"


def _text(words: str, language: Language) -> Text:
    """Entries always have bokmål; what is written in another language stands there too, so that nothing is empty."""
    return Text(nb=words) if language is Language.NB else Text(**{"nb": words, language.value: words})


def _id(title: str) -> str:
    plain = unicodedata.normalize("NFC", title).lower()
    slug = re.sub(r"[^a-z0-9æøå]+", "-", plain).strip("-")[:60].strip("-")
    return slug or "egen-oevelse"
