"""Exercises: ``/cases``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from assistant.cases import CaseSummary, CaseView, Draft, Feedback
from assistant.printing import Format
from corpus.models import Language
from ui.api.shared import TheAssistant
from ui.downloads import download

router = APIRouter(tags=["cases"])


class CaseAnswer(BaseModel):
    """An answer to a task. It is compared with the key and forgotten."""

    model_config = ConfigDict(extra="forbid")

    task: Annotated[int, Field(ge=1, description="The task's number, from 1.")]
    answer: Annotated[str, Field(description="In bokmål, nynorsk or English, in your own words.")]


class Proposal(BaseModel):
    """An exercise of one's own with a proposed key: as a reader sees it, and as the file to edit and keep."""

    case: CaseView
    yaml: str


@router.get("/cases")
def cases(assistant: TheAssistant, language: Language = Language.NB) -> list[CaseSummary]:
    """Every exercise with its id."""
    return list(assistant.cases.list(language))


@router.get("/cases/{case}")
def case(case: str, assistant: TheAssistant, language: Language = Language.NB, key: bool = False) -> CaseView:
    """One exercise; with the keys, points for discussion and mistakes where ``key`` is true."""
    return assistant.cases.one(case, language, with_key=key)


@router.post("/cases/{case}/score")
def score(case: str, body: CaseAnswer, assistant: TheAssistant) -> Feedback:
    """Compare an answer with the key: what was found, missed and wrong, each with its provisions."""
    return assistant.cases.score(case, body.task, body.answer)


@router.get(
    "/cases/{case}/sheet",
    response_class=Response,
    responses={200: {"content": {form.media_type: {} for form in Format}, "description": "The sheet, or its key"}},
)
def sheet(
    case: str,
    assistant: TheAssistant,
    format: Format = Format.PDF,
    key: bool = False,
    language: Language = Language.NB,
) -> Response:
    """The participants' sheet, or the key for who leads, as a file."""
    return download(assistant.cases.sheet(case, language, key=key), format, f"{case}-key" if key else case)


@router.post("/case-proposals")
def propose(body: Draft, assistant: TheAssistant) -> Proposal:
    """An exercise of one's own with a key that the assistant proposes. Nothing of it is stored."""
    made = assistant.cases.propose(body)
    language = body.language or Language.NB
    return Proposal(case=assistant.cases.one(made, language, with_key=True), yaml=assistant.cases.yaml(made))


@router.post("/case-proposals/file")
def propose_from_file(
    assistant: TheAssistant,
    file: Annotated[UploadFile, File(description="PDF, DOCX, HTML or plain text, at most about eight pages.")],
    role: Annotated[list[str] | None, Form(description="Who is at the table; the first one answers.")] = None,
) -> Proposal:
    """The same for a document."""
    made = assistant.cases.propose_from_file(file.file.read(), file.filename or "file", tuple(role or ()))
    return Proposal(case=assistant.cases.one(made, with_key=True), yaml=assistant.cases.yaml(made))
