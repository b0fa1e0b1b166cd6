"""Errors as problem details (RFC 9457): what happened and what to do, never a traceback."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from corpus.errors import DocumentError, NotFoundError, PliktkompassError, QuestionError, RefError

_STATUS: tuple[tuple[type[PliktkompassError], HTTPStatus], ...] = (
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (QuestionError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (RefError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (DocumentError, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_log = logging.getLogger(__name__)


def problem(status: HTTPStatus, detail: str) -> JSONResponse:
    """A response in the form of RFC 9457."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    return JSONResponse(body, status_code=status.value, media_type="application/problem+json")


class Problem(BaseModel):
    """The form of every error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


def described(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The errors as a route's description has them."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status.value: {"description": status.phrase, "content": content} for status in statuses}


def install(app: FastAPI) -> None:
    """Let every error of ``app`` be answered as a problem. The log names the kind of error, never the question."""

    @app.exception_handler(PliktkompassError)
    async def known(_: Request, error: PliktkompassError) -> JSONResponse:
        status = next((s for kind, s in _STATUS if isinstance(error, kind)), HTTPStatus.SERVICE_UNAVAILABLE)
        return problem(status, str(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        places = ", ".join(".".join(str(part) for part in e["loc"]) + f": {e['msg']}" for e in error.errors())
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"The request does not have the expected form ({places}).")

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        response = problem(HTTPStatus(error.status_code), str(error.detail))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def unknown(request: Request, error: Exception) -> JSONResponse:
        _log.error("%s failed with %s", request.url.path, type(error).__name__)
        return problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here. The question was not stored. Try again."
        )
