"""The routine check: a file or a pasted text in, the report on the page, and the report as a Word document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from assistant.printing import Format, render
from assistant.routine import Report, State, report_document
from assistant.routine.manuscript import MAX_BYTES, MAX_CHARACTERS, MAX_PAGES
from assistant.routine.printing import group_label, group_note, grouped, place, summary
from assistant.routine.words import routine_words
from corpus.errors import DocumentError
from corpus.models import Entry
from ui.api.checking import read_upload
from ui.pages.layout import Page, ThePage

router = APIRouter(prefix="/sjekk")


class CheckTexts(Entry):
    """The words of this page."""

    title: str
    intro: str
    privacy: str
    file: str
    file_hint: str
    text: str
    text_hint: str
    check: str
    download: str
    another: str
    replaced_by: str
    open: str
    problems: dict[str, str]


@router.get("")
def form(page: ThePage) -> HTMLResponse:
    """The form."""
    return _shown(page)


@router.post("")
async def check(page: ThePage, request: Request) -> HTMLResponse:
    """The report on what was sent. Nothing of it is stored."""
    try:
        manuscript, _ = await read_upload(request)
    except DocumentError as error:
        return _shown(page, problem=error)
    report = await run_in_threadpool(page.assistant.check, manuscript, page.language)
    return await run_in_threadpool(_shown, page, report)


@router.post("/rapport")
def download(page: ThePage, report: Annotated[str, Form()]) -> Response:
    """A report that was shown, as a Word document. It comes with the request: nothing is kept in between."""
    try:
        read = Report.model_validate_json(report)
    except ValidationError:
        return _shown(page, problem=DocumentError("the report is not whole", "unreadable"))
    content = render(report_document(read, page.language), Format.DOCX)
    headers = {"content-disposition": 'attachment; filename="rutinesjekk.docx"'}
    return Response(content, media_type=Format.DOCX.media_type, headers=headers)


def _shown(page: Page, report: Report | None = None, problem: DocumentError | None = None) -> HTMLResponse:
    texts = page.texts("check", CheckTexts)
    words = routine_words(page.language)
    limits = {"megabytes": MAX_BYTES // 2**20, "pages": MAX_PAGES, "characters": MAX_CHARACTERS}
    said = texts.problems.get(problem.kind, texts.problems["unreadable"]).format(**limits) if problem else ""
    references = report.references if report else ()
    return page.show(
        "check.html",
        "check",
        texts,
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        problem=said,
        limits=limits,
        words=words,
        report=report,
        summary=summary(report, words) if report else "",
        changes=grouped([found for found in references if found.status is not State.IN_FORCE]),
        rest=grouped([found for found in references if found.status is State.IN_FORCE]),
        label_of=group_label,
        note_of=group_note,
        where=lambda found: place(found.page, found.line, words),
        address=lambda ref: page.at("/kilder/" + ref.replace("#", "%23")),
    )
