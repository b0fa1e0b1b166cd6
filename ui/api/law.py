"""What is known: ``/search``, ``/provisions`` and ``/sources``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from assistant.provisions import ProvisionView
from assistant.search import Hit
from corpus.models import Kind, Language, Status
from ui.api.shared import TheAssistant

router = APIRouter(tags=["law"])


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


@router.get("/provisions/{ref:path}")
def provision(ref: str, assistant: TheAssistant, language: Language = Language.NB) -> ProvisionView:
    """One provision by its address, ``lov/1999-07-02-64#33`` with ``#`` written as ``%23``."""
    return assistant.provision(ref, language)


@router.get("/search")
def search(
    assistant: TheAssistant,
    q: Annotated[str, Query(min_length=1, description="Words or a reference, such as «hpl § 33».")],
    language: Language | None = None,
    count: Annotated[int, Query(ge=1, le=50)] = 10,
) -> tuple[Hit, ...]:
    """The provisions and places in documents that fit some words or a reference, best first."""
    return assistant.search(q, language, count)


@router.get("/sources")
def sources(assistant: TheAssistant, language: Language = Language.NB) -> list[SourceView]:
    """Every source, with its status today."""
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
