"""Exercises of one's own: a story in, a proposed key out, edited in the browser and kept as a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi.responses import HTMLResponse

from assistant.cases import CaseView, Draft, DraftTask
from assistant.printing import Format
from corpus.errors import CorpusError, PliktkompassError
from corpus.models import Case
from ui.downloads import attachment, download
from ui.pages.asking import role_groups
from ui.pages.case_layout import cases_texts, show_case
from ui.pages.layout import Page, ThePage

router = APIRouter(prefix="/ovelser/egen")

_FORMATS = (Format.DOCX, Format.PDF)
_DASHES = re.compile(r"^\s*-{3,}\s*$", re.MULTILINE)


@router.get("")
def own(page: ThePage) -> HTMLResponse:
    """The form for an exercise of one's own."""
    return _own(page)


@router.post("")
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
    own = cases_texts(page).own
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


@router.post("/rediger", response_model=None)
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


def _own(page: Page, problem: str | None = None, given: Mapping[str, Any] | None = None) -> HTMLResponse:
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    groups = role_groups(page.assistant, page.language)
    return show_case(page, "case_own.html", status, problem=problem, given=given or {}, groups=groups)


def _edited(page: Page, yaml: str, case: Case | None, problem: str | None = None) -> HTMLResponse:
    """The exercise to edit, with what it looks like and what is to be mended in it."""
    view: CaseView | None = None
    mend: tuple[str, ...] = ()
    if case is not None:
        view = page.assistant.cases.one(case, page.language, with_key=True)
        mend = page.assistant.cases.problems(case)
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return show_case(page, "case_edit.html", status, yaml=yaml, case=view, mend=mend, problem=problem, formats=_FORMATS)


def _draft(title: str, roles: tuple[str, ...], story: str, tasks: str) -> Draft:
    """What the form holds: parts of the story are parted by a line of dashes, tasks by line breaks."""
    parts = tuple(part.strip() for part in _DASHES.split(story.replace("\r\n", "\n")) if part.strip())
    asked = tuple(DraftTask(ask=line.strip()) for line in tasks.splitlines() if line.strip())
    return Draft(title=title.strip(), roles=roles, story=parts, tasks=asked)
