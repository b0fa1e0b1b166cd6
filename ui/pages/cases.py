"""Exercises: the list, one alone with feedback, the view of who leads a group, and sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.cases import Feedback
from assistant.printing import Format
from corpus.errors import NotFoundError, QuestionError
from ui.downloads import download
from ui.pages.case_layout import cases_texts, show_case
from ui.pages.layout import Page, ThePage

router = APIRouter(prefix="/ovelser")

_AUDIENCES = ("school", "health", "welfare", "mixed")
_ANSWER = "svar-"
_NUMBERED = re.compile(rf"{_ANSWER}[1-9]\d?")
_PART = re.compile(r"[1-9]\d?")


@router.get("")
def cases(page: ThePage, hvem: str = "") -> HTMLResponse:
    """The list, of one audience where it is chosen."""
    shown = [case for case in page.assistant.cases.list(page.language) if hvem in ("", case.audience)]
    return show_case(page, "cases.html", cases=shown, audience=hvem, audiences=_AUDIENCES)


@router.get("/{case}")
def alone(page: ThePage, case: str, request: Request) -> HTMLResponse:
    """One exercise, to be answered alone, part by part (``?del=2``)."""
    return _alone(page, case, _stage(request.query_params), {}, {}, {})


@router.post("/{case}")
async def answer(page: ThePage, case: str, request: Request) -> HTMLResponse:
    """The answers to the tasks of one part, compared with the key and forgotten."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    answers = {int(name[len(_ANSWER) :]): said for name, said in form.items() if _NUMBERED.fullmatch(name)}
    told: dict[int, Feedback] = {}
    wrong: dict[int, str] = {}
    for number, said in answers.items():
        try:
            told[number] = page.assistant.cases.score(case, number, said)
        except QuestionError:
            wrong[number] = cases_texts(page).no_answer
        except NotFoundError:
            return _missing(page, case)
    return _alone(page, case, _stage(form), answers, told, wrong)


@router.get("/{case}/gruppe")
def group(page: ThePage, case: str, request: Request) -> HTMLResponse:
    """For who leads a group: the parts told so far, and the keys behind a fold."""
    try:
        shown = page.assistant.cases.one(case, page.language, with_key=True)
    except NotFoundError:
        return _missing(page, case)
    return show_case(page, "case_group.html", case=shown, stage=min(_stage(request.query_params), len(shown.story)))


@router.get("/{case}/ark", response_model=None)
def sheet(page: ThePage, case: str, form: Format = Format.PDF, fasit: bool = False) -> Response:
    """The sheet or its key as a file."""
    try:
        document = page.assistant.cases.sheet(case, page.language, key=fasit)
    except NotFoundError:
        return _missing(page, case)
    return download(document, form, f"{case}-{'fasit' if fasit else 'ark'}")


def _alone(
    page: Page,
    name: str,
    stage: int,
    answers: Mapping[int, str],
    told: Mapping[int, Feedback],
    wrong: Mapping[int, str],
) -> HTMLResponse:
    try:
        case = page.assistant.cases.one(name, page.language)
    except NotFoundError:
        return _missing(page, name)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    stage = min(stage, len(case.story))
    return show_case(page, "case.html", status, case=case, stage=stage, answers=answers, told=told, wrong=wrong)


def _missing(page: Page, case: str) -> HTMLResponse:
    told = cases_texts(page).not_found.format(name=case)
    return show_case(page, "missing.html", HTTPStatus.NOT_FOUND, told=told, back="/ovelser")


def _stage(values: Mapping[str, str]) -> int:
    """Which part of the story is asked for; the first where that is no number."""
    told = values.get("del", "")
    return int(told) if _PART.fullmatch(told) else 1
