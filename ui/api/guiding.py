"""The decision guide (``/guide``) and the assessment note (``/notes``)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.guide import GuideView
from assistant.notes import Note, sheet
from assistant.printing import Format
from corpus.models import Language
from ui.api.asking import Turn
from ui.api.shared import TheAssistant
from ui.downloads import download

router = APIRouter(tags=["guide"])

_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The note: what it holds as JSON, or the document in the form that was asked for",
        "content": {form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in Format},
    }
}


class NoteForm(StrEnum):
    """What a note is given as."""

    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    TEXT = "text"


class AskNote(BaseModel):
    """What to write a note on: a question, or answers to the guide. Nothing of it is stored or logged."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Jeg er lærer og tror at en elev blir slått hjemme. Må jeg si fra?", "role": "teacher"},
                {"answers": ["health", "gp", "none", "share", "police", "ask"], "language": "nn"},
            ]
        },
    )

    question: Annotated[str | None, Field(description="In bokmål, nynorsk or English.")] = None
    role: Annotated[str | None, Field(description="The asker's role, such as teacher or school_nurse.")] = None
    history: Annotated[list[Turn], Field(max_length=50, description="What was said before the question.")] = []
    answers: Annotated[list[str] | None, Field(max_length=20, description="Answers to the guide, to its end.")] = None
    language: Annotated[Language, Field(description="The language of a note on the guide's answers.")] = Language.NB
    format: Annotated[NoteForm, Field(description="JSON, or the document as DOCX, PDF or text.")] = NoteForm.JSON

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.question is None) == (self.answers is None):
            raise ValueError("give either a question or the guide's answers")
        return self


@router.get("/guide")
def guide(
    assistant: TheAssistant,
    answers: Annotated[
        list[str] | None,
        Query(max_length=20, description="The answers so far, from the first question on.", examples=[["school"]]),
    ] = None,
    language: Language = Language.NB,
) -> GuideView:
    """Where the answers lead in the decision guide: its next question, or the outcome with its citations."""
    return assistant.guide(answers or [], language)


@router.post("/notes", response_model=Note, responses=_FILES)
def note(body: AskNote, assistant: TheAssistant) -> Note | Response:
    """The draft of an assessment note. The decision is left for the person to write; nothing is kept here."""
    if body.question is not None:
        history = [{"role": turn.role, "content": turn.content} for turn in body.history]
        made = assistant.note(body.question, body.role, history)
    else:
        made = assistant.guide_note(body.answers or [], body.language)
    if body.format is NoteForm.JSON:
        return made
    return download(sheet(made), Format(body.format.value), "vurderingsnotat")
