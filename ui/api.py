"""The HTTP API: the same object that the command line prints."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.routing import Match

from assistant import Answer, Assistant
from assistant.provisions import ProvisionView
from corpus.models import Kind, Language, Status

router = APIRouter(prefix="/api", tags=["api"])

_EXAMPLE: dict[str, Any] = {
    "question": "Jeg er lærer og tror at en elev blir slått hjemme. Må jeg si fra?",
    "role": "teacher",
}


class Turn(BaseModel):
    """A line of the conversation before the question."""

    role: Annotated[str, Field(pattern="^(user|assistant)$")] = "user"
    content: Annotated[str, Field(max_length=100_000)]


class Ask(BaseModel):
    """A question. It is answered and forgotten: nothing of it is stored or logged."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    question: Annotated[str, Field(description="In bokmål, nynorsk or English.")]
    role: Annotated[str | None, Field(description="The asker's role, such as teacher or school_nurse.")] = None
    history: Annotated[list[Turn], Field(max_length=50, description="What was said before, oldest first.")] = []


class SourceView(BaseModel):
    """A law, regulation or document that the assistant knows."""

    id: str
    kind: Kind
    title: str
    short: str
    language: Language
    status: Status
    url: str | None
    in_force_from: dt.date | None


class Health(BaseModel):
    """That the server answers, and with which knowledge."""

    status: str
    provisions: int
    situations: int
    knowledge: str


def assistant_of(request: Request) -> Assistant:
    """The assistant that the application was made with."""
    found: Assistant = request.app.state.assistant
    return found


@router.post("/ask", responses={422: {"description": "A question that cannot be answered as it stands"}})
def ask(body: Ask, request: Request) -> Answer:
    """Answer a question, every sentence with the provisions it rests on."""
    history = [{"role": turn.role, "content": turn.content} for turn in body.history]
    return assistant_of(request).ask(body.question, body.role, history)


@router.get("/provisions/{ref:path}", responses={404: {"description": "No such provision"}})
def provision(ref: str, request: Request, language: Language = Language.NB) -> ProvisionView:
    """One provision by its address, ``lov/1999-07-02-64#33`` with ``#`` written as ``%23``."""
    return assistant_of(request).provision(ref, language)


@router.get("/sources")
def sources(request: Request, language: Language = Language.NB) -> list[SourceView]:
    """Every source, with its status today."""
    assistant = assistant_of(request)
    day = assistant.settings.day()
    return [
        SourceView(
            id=source.id,
            kind=source.kind,
            title=source.title,
            short=source.short[language],
            language=source.language,
            status=source.status(day),
            url=source.url,
            in_force_from=source.in_force_from,
        )
        for source in assistant.knowledge.sources.values()
    ]


@router.get("/health")
def health(request: Request) -> Health:
    """Whether the server is up."""
    knowledge = assistant_of(request).knowledge
    return Health(
        status="ok",
        provisions=len(knowledge.digests),
        situations=len(knowledge.situations),
        knowledge=knowledge.fingerprint,
    )


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
def nothing_here(rest: str, request: Request) -> None:
    """What is asked of ``/api`` and is no part of it is told so here, before the page behind it can answer."""
    del rest
    others = [
        route.matches(request.scope)[0] for route in router.routes if getattr(route, "name", "") != "nothing_here"
    ]
    raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED if Match.PARTIAL in others else HTTPStatus.NOT_FOUND)
