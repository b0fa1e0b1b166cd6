"""The pages' own words in the three languages, kept in files that a language editor can change."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from corpus.models import Entry, Language
from corpus.reading import read_one


class Audiences(Entry):
    """The headings that the roles stand under."""

    school: str
    health: str
    welfare: str
    everyone: str


class Turn(Entry):
    """What stands around a question and its answer."""

    asked: str
    searching: str
    ready: str
    digest: str
    law_text: str
    document_text: str
    new_tab: str
    page: str
    source: str
    follow_up: str
    choose_role: str


class Problems(Entry):
    """What is said when a question cannot be answered. ``{limit}`` is filled in."""

    empty: str
    too_long: str
    unreadable: str
    failed: str
    unreachable: str


class PageTexts(Entry):
    """All words of the chat page in one language."""

    name: str
    title: str
    tagline: str
    intro: str
    privacy: str
    language: str
    leave: str
    role: str
    no_role: str
    audiences: Audiences
    question: str
    placeholder: str
    send: str
    fresh: str
    examples_heading: str
    examples: Annotated[tuple[str, ...], Field(min_length=3)]
    turn: Turn
    problems: Problems


@cache
def page_texts(language: Language) -> PageTexts:
    """The pages' words in ``language``. Raises :class:`corpus.errors.CorpusError` where the file is wrong."""
    return read_one(Path(__file__).parent / f"{language.value}.yaml", PageTexts)
