"""What the pages of the exercises share: their words, and what their templates need."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi.responses import HTMLResponse

from assistant.cases.words import case_words
from corpus.models import Entry
from ui.pages.layout import Page


class OwnTexts(Entry):
    """The words of the page for one's own exercise."""

    title: str
    intro: str
    file: str
    file_hint: str
    or_write: str
    name: str
    role: str
    story: str
    story_hint: str
    tasks: str
    tasks_hint: str
    propose: str
    proposed: str
    edit: str
    edit_hint: str
    check: str
    keep: str
    sheet: str
    key: str
    try_it: str
    to_mend: str
    nothing_to_mend: str
    missing: str
    no_role: str


class CasesTexts(Entry):
    """The words of these pages. What stands on sheets and in feedback is with the exercises."""

    title: str
    intro: str
    all: str
    filter: str
    count: str
    tasks: str
    minutes: str
    mine: str
    proposed: str
    own_link: str
    back: str
    alone: str
    group: str
    paper: str
    sheet: str
    key: str
    your_answer: str
    hint: str
    other_language: str
    send: str
    next: str
    again: str
    no_answer: str
    feedback: str
    points: str
    law: str
    show_key: str
    previous: str
    leader: str
    finished: str
    not_found: str
    own: OwnTexts


def cases_texts(page: Page) -> CasesTexts:
    """The words in the page's language."""
    return page.texts("cases", CasesTexts)


def show_case(page: Page, template: str, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    """A page of the exercises, with what their templates need."""
    return page.show(
        template,
        "cases",
        cases_texts(page),
        status,
        words=case_words(page.language),
        address=lambda ref: page.at("/kilder/" + ref.replace("#", "%23")),
        **values,
    )
