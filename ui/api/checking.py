"""The routine check: ``/check``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from assistant.printing import Format, render
from assistant.routine import Manuscript, Report, from_text, read_manuscript, report_document
from assistant.routine.manuscript import MAX_BYTES
from assistant.routine.words import routine_words
from corpus.errors import DocumentError
from corpus.models import Language
from ui.api.shared import TheAssistant

router = APIRouter(tags=["check"])


class Check(BaseModel):
    """A routine as text. It is checked and forgotten: nothing of it is stored or logged."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(description="The routine, plan or agreement.")]
    name: Annotated[str, Field(max_length=255, description="What to call it in the report.")] = ""
    language: Annotated[Language | None, Field(description="The report's language; the document's if empty.")] = None


_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "DOCX, PDF, HTML or text."},
        "text": {"type": "string", "description": "The routine itself, in place of a file."},
        "language": {"type": "string", "enum": [language.value for language in Language]},
    },
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FORM},
            "application/json": {"schema": Check.model_json_schema()},
        },
    }
}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {form.media_type: {"schema": {"type": "string"}} for form in Format}}
}


@router.post("/check", openapi_extra=_BODY, response_model=Report, responses=_FILES)
async def check(request: Request, assistant: TheAssistant, format: Format | None = None) -> Any:
    """Check every reference to law in a routine, plan or agreement: an uploaded file, or text.

    ``format`` gives the report as a file instead of JSON. Nothing of the document is stored or logged.
    """
    manuscript, language = await read_upload(request)
    report = await run_in_threadpool(assistant.check, manuscript, language)
    if format is None:
        return report
    document = report_document(report, language or report.language)
    content = await run_in_threadpool(render, document, format)
    headers = {"content-disposition": f'attachment; filename="rutinesjekk{format.suffix}"'}
    return Response(content, media_type=format.media_type, headers=headers)


async def read_upload(request: Request) -> tuple[Manuscript, Language | None]:
    """The document in a request, as a file or as text, and the language asked for."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = Check.model_validate_json(await request.body())
        except ValidationError as error:
            raise RequestValidationError(error.errors(include_input=False, include_url=False)) from error
        return _pasted(body.text, body.name, body.language)
    async with request.form(max_files=1, max_part_size=MAX_BYTES) as form:
        asked = form.get("language")
        language = Language(asked) if isinstance(asked, str) and asked in set(Language) else None
        file, text = form.get("file"), form.get("text")
        if isinstance(file, UploadFile) and file.filename:
            data = await file.read()
            return await run_in_threadpool(read_manuscript, data, file.filename), language
        return _pasted(text if isinstance(text, str) else "", "", language)


def _pasted(text: str, name: str, language: Language | None) -> tuple[Manuscript, Language | None]:
    name = name.strip() or routine_words(language or Language.NB).pasted
    if not text.strip():
        raise DocumentError(f"{name}: there is neither a file nor text; choose a file or paste the routine", "empty")
    return from_text(text, name), language
