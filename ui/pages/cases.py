"""Exercises: the list, one alone with feedback, the view of who leads a group, sheets, and exercises of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse

from assistant.cases import CaseView, Draft, DraftTask, Feedback
from assistant.cases.words import case_words
from assistant.printing import Format
from corpus.errors import CorpusError, NotFoundError, PliktkompassError, QuestionError
from corpus.models import Case, Entry
from ui.downloads import attachment, download
from ui.pages.asking import role_groups
from ui.pages.layout import Page, ThePage

router = APIRouter(prefix="/ovelser")

_FORMATS = (Format.DOCX, Format.PDF)
_AUDIENCES = ("school", "health", "welfare", "mixed")
_ANSWER = "svar-"
_NUMBERED = re.compile(rf"{_ANSWER}[1-9]\d?")
_PART = re.compile(r"[1-9]\d?")
_DASHES = re.compile(r"^\s*-{3,}\s*$", re.MULTILINE)


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


@router.get("")
def cases(page: ThePage, hvem: str = "") -> HTMLResponse:
    """The list, of one audience where it is chosen."""
    shown = [case for case in page.assistant.cases.list(page.language) if hvem in ("", case.audience)]
    return _show(page, "cases.html", cases=shown, audience=hvem, audiences=_AUDIENCES)


@router.get("/egen")
def own(page: ThePage) -> HTMLResponse:
    """The form for an exercise of one's own."""
    return _own(page)


@router.post("/egen")
def propose(
    page: ThePage,
    title: Annotated[str, Form()] = "",
    role: Annotated[list[str] | None, Form()] = None,
    story: Annotated[str, Form()] = "",
    tasks: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> HTMLResponse:
    """The exercise with a proposed key, to edit and keep. Nothing of it stays here."""
    roles = tuple(found for found in role or () if found)
    given = {"title": title, "roles": roles, "story": story, "tasks": tasks}
    own = _texts(page).own
    if not roles:
        return _own(page, own.no_role, given)
    try:
        if file is not None and file.filename:
            made = page.assistant.cases.propose_from_file(file.file.read(), file.filename, roles)
        elif story.strip():
            made = page.assistant.cases.propose(_draft(title, roles, story, tasks))
        else:
            return _own(page, own.missing, given)
    except (PliktkompassError, ValueError) as error:
        return _own(page, str(error) if isinstance(error, PliktkompassError) else own.missing, given)
    return _edited(page, page.assistant.cases.yaml(made), made)


@router.post("/egen/rediger", response_model=None)
def edit(page: ThePage, yaml: Annotated[str, Form()] = "", what: Annotated[str, Form()] = "check") -> Response:
    """Look at the edited exercise again, or take it as a file: YAML to keep, the sheet, the key."""
    try:
        case = page.assistant.cases.read(yaml)
    except CorpusError as error:
        return _edited(page, yaml, None, str(error))
    if what == "yaml":
        return attachment(yaml.encode(), "application/yaml", f"{case.id}.yaml")
    kind, _, form = what.partition("-")
    if kind in ("sheet", "key") and form in _FORMATS:
        document = page.assistant.cases.sheet(case, page.language, key=kind == "key")
        return download(document, Format(form), f"{case.id}-{kind}")
    return _edited(page, yaml, case)


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
            wrong[number] = _texts(page).no_answer
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
    return _show(page, "case_group.html", case=shown, stage=min(_stage(request.query_params), len(shown.story)))


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
    return _show(page, "case.html", status, case=case, stage=stage, answers=answers, told=told, wrong=wrong)


def _own(page: Page, problem: str | None = None, given: Mapping[str, Any] | None = None) -> HTMLResponse:
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    groups = role_groups(page.assistant, page.language)
    return _show(page, "case_own.html", status, problem=problem, given=given or {}, groups=groups)


def _edited(page: Page, yaml: str, case: Case | None, problem: str | None = None) -> HTMLResponse:
    """The exercise to edit, with what it looks like and what is to be mended in it."""
    view: CaseView | None = None
    mend: tuple[str, ...] = ()
    if case is not None:
        view = page.assistant.cases.one(case, page.language, with_key=True)
        mend = page.assistant.cases.problems(case)
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return _show(page, "case_edit.html", status, yaml=yaml, case=view, mend=mend, problem=problem, formats=_FORMATS)


def _missing(page: Page, case: str) -> HTMLResponse:
    told = _texts(page).not_found.format(name=case)
    return _show(page, "missing.html", HTTPStatus.NOT_FOUND, told=told, back="/ovelser")


def _draft(title: str, roles: tuple[str, ...], story: str, tasks: str) -> Draft:
    """What the form holds: parts of the story are parted by a line of dashes, tasks by line breaks."""
    parts = tuple(part.strip() for part in _DASHES.split(story.replace("\r\n", "\n")) if part.strip())
    asked = tuple(DraftTask(ask=line.strip()) for line in tasks.splitlines() if line.strip())
    return Draft(title=title.strip(), roles=roles, story=parts, tasks=asked)


def _stage(values: Mapping[str, str]) -> int:
    """Which part of the story is asked for; the first where that is no number."""
    told = values.get("del", "")
    return int(told) if _PART.fullmatch(told) else 1


def _texts(page: Page) -> CasesTexts:
    return page.texts("cases", CasesTexts)


def _show(page: Page, template: str, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    return page.show(
        template,
        "cases",
        _texts(page),
        status,
        words=case_words(page.language),
        address=lambda ref: page.at("/kilder/" + ref.replace("#", "%23")),
        **values,
    )
