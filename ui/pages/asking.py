"""What every page that takes a question shares: its words, the list of roles, and what is wrong with a question."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from assistant import Assistant
from corpus.models import Entry, Language
from ui.texts import page_texts


class Audiences(Entry):
    """The headings that the roles stand under."""

    school: str
    health: str
    welfare: str
    everyone: str


class Problems(Entry):
    """What is said when a question cannot be answered. ``{limit}`` and ``{what}`` are filled in."""

    empty: str
    too_long: str
    unreadable: str
    failed: str
    unreachable: str
    identifying: str


class AskingTexts(Entry):
    """The words around a question's field."""

    role: str
    no_role: str
    audiences: Audiences
    question: str
    placeholder: str
    send: str
    problems: Problems
    kinds: dict[str, str]
    """What each placeholder of a masked text stands for."""


class RoleChoice(NamedTuple):
    """A role that can be chosen, and its name in the page's language."""

    id: str
    name: str


def asking_texts(language: Language) -> AskingTexts:
    return page_texts("asking", language, AskingTexts)


def role_groups(assistant: Assistant, language: Language) -> list[tuple[str, list[RoleChoice]]]:
    """The roles to choose among, under the heading of those they work among, in the order of the vocabulary."""
    headings = asking_texts(language).audiences.model_dump()
    roles = sorted(
        (role for role in assistant.knowledge.roles.values() if role.choosable),
        key=lambda role: list(headings).index(role.audience),
    )
    return [
        (headings[audience], [RoleChoice(role.id, _capital(role.name[language])) for role in group])
        for audience, group in groupby(roles, key=lambda role: role.audience)
    ]


def problem_with(assistant: Assistant, question: str, warned: str, form: AskingTexts) -> str | None:
    """What is wrong with a question before it is read, in the page's words, or nothing.

    ``warned`` is the question whose asker was told that it seems to identify somebody: sent again as it stands, it
    is read.
    """
    limit = assistant.settings.max_question
    if not question.strip():
        return form.problems.empty
    if len(question) > limit:
        return form.problems.too_long.format(limit=limit)
    # By words: a browser may send other line breaks back than it was given.
    return None if question.split() == warned.split() else _identifying(assistant, question, form)


def _identifying(assistant: Assistant, question: str, form: AskingTexts) -> str | None:
    masked = assistant.mask(question)
    if not masked.count:
        return None
    found = [name for placeholder, name in form.kinds.items() if f"[{placeholder}]" in masked.text]
    return form.problems.identifying.format(what=", ".join(found))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
