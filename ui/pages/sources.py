"""Everything the answers rest on: the list of sources, one source, one provision, and a search in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.labels import label
from assistant.text_state import text_state
from corpus.errors import NotFoundError, QuestionError, RefError
from corpus.knowledge import Knowledge
from corpus.models import Entry, Kind, Language, Source
from corpus.refs import ProvisionRef
from ui.pages.layout import Page, ThePage

router = APIRouter(prefix="/kilder")

_HITS = 20


class SourcesTexts(Entry):
    """The words of these pages."""

    title: str
    intro: str
    find: str
    find_hint: str
    search: str
    found: str
    nothing: str
    by_word: str
    by_word_minutes: str
    kinds: dict[str, str]
    count: str
    in_force_from: str
    in_force_to: str
    at_publisher: str
    back: str
    digest: str
    law_text: str
    document_text: str
    not_loaded: str
    misunderstood: str
    changes: str
    threshold: str
    deadline: str
    replaced_by: str
    see_also: str
    reviewed: str
    unreviewed: str
    not_found: str


@router.get("")
def sources(page: ThePage, q: str = "") -> HTMLResponse:
    """The list of sources, or what the words ``q`` find in them."""
    try:
        hits = page.assistant.search(q, page.language, _HITS) if q.strip() else None
    except QuestionError:
        hits = ()
    by_kind = [
        (kind, [(source, _count(page, source)) for source in group])
        for kind, group in groupby(sorted(_sources(page), key=lambda source: _rank(source.kind)), key=lambda s: s.kind)
    ]
    return page.show(
        "sources.html", "sources", _texts(page), q=q, hits=hits, by_kind=by_kind, state=_state(page), **_common(page)
    )


@router.get("/{ref:path}")
def source_or_provision(page: ThePage, ref: str) -> HTMLResponse:
    """One source by its id, or one provision by its reference (``#`` written as ``%23``)."""
    try:
        if ref in page.assistant.knowledge.sources:
            return _source(page, page.assistant.knowledge.sources[ref])
        place = ProvisionRef.parse(ref)
        view = page.assistant.provision(place, page.language)
        source = page.assistant.knowledge.source(place.source)
    except (NotFoundError, RefError):
        texts = _texts(page)
        return page.show("missing.html", "sources", texts, 404, told=texts.not_found.format(ref=ref), back="/kilder")
    return page.show("provision.html", "sources", _texts(page), view=view, source=source, **_common(page))


def _state(page: Page) -> str | None:
    """What part of the law's own text is not found by meaning yet, where that is being worked on or is left."""
    state = text_state(page.assistant.settings, page.assistant.texts)
    if state.by_meaning is None or state.by_meaning == state.passages:
        return None
    texts = _texts(page)
    told = texts.by_word.format(ready=_number(state.by_meaning), total=_number(state.passages))
    if state.seconds_left is None:
        return told
    return f"{told} {texts.by_word_minutes.format(minutes=_number(max(1, round(state.seconds_left / 60))))}"


def _number(value: int) -> str:
    """A number with thin spaces between the thousands."""
    return f"{value:,}".replace(",", "\u202f")


def _source(page: Page, source: Source) -> HTMLResponse:
    return page.show(
        "source.html",
        "sources",
        _texts(page),
        source=source,
        refs=_refs(page.assistant.knowledge, source),
        **_common(page),
    )


def _common(page: Page) -> dict[str, Any]:
    """What the templates of these pages need beside their own: names, titles and states."""
    knowledge = page.assistant.knowledge

    def named(ref: str | ProvisionRef) -> str:
        return label(knowledge, ProvisionRef.parse(ref) if isinstance(ref, str) else ref, page.language)

    def titled(ref: ProvisionRef) -> str:
        entry = knowledge.digest(ref) or knowledge.findings[ref]
        return entry.title[page.language]

    return {
        "named": named,
        "titled": titled,
        "today": page.assistant.settings.day(),
        "written_in": Language,
        "address": lambda ref: page.at("/kilder/" + str(ref).replace("#", "%23")),
    }


def _texts(page: Page) -> SourcesTexts:
    return page.texts("sources", SourcesTexts)


def _sources(page: Page) -> Iterable[Source]:
    return page.assistant.knowledge.sources.values()


def _count(page: Page, source: Source) -> int:
    return len(_refs(page.assistant.knowledge, source))


def _refs(knowledge: Knowledge, source: Source) -> list[ProvisionRef]:
    """The source's provisions that have a digest, by number, or its findings, in the order they were written."""
    refs = [ref for ref in (*knowledge.digests, *knowledge.findings) if ref.source == source.id]
    return sorted(refs, key=_by_number) if source.is_law else refs


def _by_number(ref: ProvisionRef) -> list[tuple[bool, int, str]]:
    """Sections in a law's own order: 2-4 before 13-1, 13 before 13 a, and sections before articles."""
    return [
        (not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.findall(r"\d+|\D+", ref.section)
    ]


def _rank(kind: Kind) -> int:
    return list(Kind).index(kind)
