"""The decision guide: one question a page, each with the answers so far in its address, so that going back is the
browser's own. Nothing is kept on the server."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from assistant.guide import GuideView
from assistant.notes import sheet
from assistant.printing import Format
from corpus.errors import QuestionError
from ui.downloads import download
from ui.guide_texts import GuideTexts, guide_texts
from ui.pages.layout import Page, ThePage
from ui.pages.turns import turn

router = APIRouter(prefix="/kan-jeg-dele")

_Answers = Annotated[list[str] | None, Query(max_length=20)]


@router.get("")
def guide(page: ThePage, svar: _Answers = None, vet: _Answers = None, nr: int = 0) -> HTMLResponse:
    """Where the answers ``svar`` lead. ``vet`` are answers to show as chosen (``step.option``); ``nr`` is the number of
    the question that was shown, so that it is told when it was sent without an answer."""
    texts = guide_texts(page.language)
    try:
        view = page.assistant.guide(svar or [], page.language, _known(vet))
    except QuestionError:
        return _show(page, page.assistant.guide((), page.language), texts, (), texts.wrong)
    return _show(page, view, texts, tuple(vet or ()), texts.choose if nr >= view.number else None)


@router.get("/notat")
def note(page: ThePage, svar: _Answers = None, form: Format = Format.PDF) -> Response:
    """The draft of an assessment note on the answers, as a file."""
    made = page.assistant.guide_note(svar or [], page.language)
    return download(sheet(made), form, "vurderingsnotat")


def _show(page: Page, view: GuideView, texts: GuideTexts, known: tuple[str, ...], problem: str | None) -> HTMLResponse:
    def address(answers: tuple[str, ...], path: str = "", **more: str) -> str:
        pairs = [*(("svar", answer) for answer in answers), *(("vet", each) for each in known), *more.items()]
        return page.at(f"/kan-jeg-dele{path}") + (f"?{urlencode(pairs)}" if pairs else "")

    values: dict[str, Any] = {"view": view, "known": known, "problem": problem, "address": address}
    if view.outcome is not None:
        values["answer"] = turn(page.assistant, "outcome", view.outcome.question, view.outcome.answer, scripts=False)
        values["forms"] = [(texts.formats[form.value], form.value) for form in Format]
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return page.show("guide.html", "guide", texts, status, **values)


def _known(pairs: list[str] | None) -> dict[str, str]:
    return dict(pair.split(".", 1) for pair in pairs or [] if "." in pair)
