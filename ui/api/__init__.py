"""The HTTP API, one module for each thing that others call. The same objects that the command line prints."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, FastAPI, HTTPException, Request
from starlette.routing import Match

from ui.api import asking, cases, checking, completions, feedback, guiding, health, law, verifying
from ui.problems import described

_NEWEST, _PINNED = "/api", "/api/v1"


def install(app: FastAPI) -> None:
    """Add the routes to ``app``: at ``/api``, and at ``/api/v1`` for those who want today's form to stay."""
    errors = described(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
    router = APIRouter()
    for feature in (asking, guiding, cases, law, verifying, feedback, checking, health):
        router.include_router(feature.router)
    app.include_router(router, prefix=_PINNED, include_in_schema=False)
    app.include_router(router, prefix=_NEWEST, responses=errors)
    app.include_router(completions.router, responses=errors)
    own = tuple(app.routes)

    @app.api_route(_NEWEST + "/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def nothing_here(rest: str, request: Request) -> None:
        """What is asked of ``/api`` and is no part of it is told so here, before the page behind it can answer."""
        del rest
        partial = any(route.matches(request.scope)[0] is Match.PARTIAL for route in own)
        raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED if partial else HTTPStatus.NOT_FOUND)
