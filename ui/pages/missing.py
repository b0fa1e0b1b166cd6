"""What is answered where nothing is: a page in the address's language to a browser, a problem to a program."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request, Response

from corpus.models import Entry, Language
from ui.pages.layout import PREFIX, Page
from ui.problems import problem


class MissingTexts(Entry):
    """The words of the page; ``{path}`` is what was asked for."""

    title: str
    told: str
    back: str


async def missing(language: Language, request: Request, _: Exception) -> Response:
    """The answer of the application that is mounted at a language's prefix, to an address that it does not know."""
    if "text/html" not in request.headers.get("accept", ""):
        return problem(HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND.phrase)
    page = Page(request, language, request.scope.get("root_path", "").removesuffix(PREFIX[language]))
    texts = page.texts("missing", MissingTexts)
    told = texts.told.format(path=request.url.path)
    return page.show("missing.html", "", texts, HTTPStatus.NOT_FOUND, told=told, back="/")
