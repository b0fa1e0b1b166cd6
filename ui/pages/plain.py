"""The chat without any script: a form, and the answers under each other. The browser carries the conversation."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse

from assistant import Answer
from corpus.errors import QuestionError
from corpus.models import Entry
from ui.pages.asking import asking_texts, problem_with, role_groups
from ui.pages.layout import Page, ThePage
from ui.pages.turns import turn

router = APIRouter()

_REMEMBERED = 20
"""Questions before this one that are answered again, so that the whole conversation is on the page."""
_log = logging.getLogger(__name__)


class PlainTexts(Entry):
    """The words of the page without scripts."""

    title: str
    intro: str
    privacy: str
    before: str
    again: str


@router.get("/enkel")
def empty(page: ThePage) -> HTMLResponse:
    """The form."""
    return _shown(page, "", "", [], [], None)


@router.post("/enkel")
def ask(
    page: ThePage,
    question: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    before: Annotated[list[str] | None, Form()] = None,
    warned: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """The conversation so far with the new question's answer last. ``before`` are the questions asked before.

    A question that seems to identify somebody is answered only when it is sent again as it stands (``warned``).
    """
    asked = [line for line in before or [] if line.strip()][-_REMEMBERED:]
    form = asking_texts(page.language)
    problem = problem_with(page.assistant, question, warned, form)
    turns: list[tuple[str, Answer]] = []
    lines = asked if problem else [*asked, question]
    for n, line in enumerate(lines):
        try:
            turns.append((line, page.assistant.ask(line, role or None, lines[:n])))
        except QuestionError:
            problem = form.problems.unreadable
        except Exception as error:  # whatever it is, it is told plainly and the question is not lost
            _log.error("The page without scripts failed with %s", type(error).__name__)
            problem = form.problems.failed
    return _shown(page, question if problem else "", role, [line for line, _ in turns], turns, problem)


def _shown(
    page: Page, question: str, role: str, asked: list[str], turns: list[tuple[str, Answer]], problem: str | None
) -> HTMLResponse:
    shown = [
        turn(page.assistant, f"turn-{n + 1}", line, answer, scripts=False) for n, (line, answer) in enumerate(turns)
    ]
    return page.show(
        "plain.html",
        "plain",
        page.texts("plain", PlainTexts),
        HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        form=asking_texts(page.language),
        groups=role_groups(page.assistant, page.language),
        question=question,
        role=role,
        asked=asked,
        newest=shown[-1] if shown else "",
        earlier=shown[:-1],
        problem=problem,
    )
