"""What all server-rendered pages share: their frame, their language, the way to the other places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from assistant import Assistant
from assistant.labels import day_in
from assistant.texts import words
from corpus.models import Entry, Language
from ui.texts import page_texts

T = TypeVar("T", bound=Entry)

PREFIX = {Language.NB: "", Language.NN: "/nn", Language.EN: "/en"}
"""Where the pages of each language begin."""
PLACES = {
    "chat": "/",
    "guide": "/kan-jeg-dele",
    "cases": "/ovelser",
    "check": "/sjekk",
    "sources": "/kilder",
    "plain": "/enkel",
}
"""The places of the site, in the order of the menu, and their paths after the language's prefix."""


def _words_only(value: object) -> object:
    """What a template prints. A misspelt word can be a method of the texts' model, and would be shown as one."""
    if callable(value):
        raise TypeError(f"A template prints {getattr(value, '__qualname__', type(value))}, no text.")
    return value


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    trim_blocks=True,
    finalize=_words_only,
)
# No inline script and no eval: unlike the chat, these pages need neither.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
    "object-src 'none'"
)


class LayoutTexts(Entry):
    """The words around every page."""

    language_name: str
    title: str
    tagline: str
    skip: str
    places: str
    languages: str
    names: dict[str, str]
    not_lawyer: str


@dataclass(frozen=True)
class Page:
    """A page that is about to be shown: where it was asked for, and in which language.

    ``root`` stands before every path of the site, behind a proxy that serves it under a prefix.
    """

    request: Request
    language: Language
    root: str

    @property
    def assistant(self) -> Assistant:
        found: Assistant = self.request.app.state.assistant
        return found

    def texts(self, name: str, model: type[T]) -> T:
        """The words of the page ``name`` in its language."""
        return page_texts(name, self.language, model)

    def at(self, path: str) -> str:
        """The address of a path in the page's language."""
        return f"{self.root}{PREFIX[self.language]}{path}"

    def show(self, template: str, place: str, texts: Entry, status: int = 200, **values: Any) -> HTMLResponse:
        """The page as HTML. ``place`` is the entry of the menu that it belongs to."""
        here = self.request.url
        html = TEMPLATES.get_template(template).render(
            frame(self.language, here.path, self.root, here.query),
            place=place,
            page=texts,
            at=self.at,
            own=words(self.language),
            day=partial(day_in, self.language),
            is_web=is_web,
            **values,
        )
        headers = {"content-security-policy": _POLICY, "content-language": self.language.value}
        return HTMLResponse(html, status, headers)


def _page_of(request: Request) -> Page:
    root = request.scope.get("root_path", "")
    first = request.url.path.removeprefix(root).split("/")[1]
    return Page(
        request, next((language for language in Language if PREFIX[language] == f"/{first}"), Language.NB), root
    )


ThePage = Annotated[Page, Depends(_page_of)]


def frame(language: Language, path: str = "/", root: str = "", query: str = "") -> dict[str, Any]:
    """What the frame around a page needs: the menu, and the same page in the other languages."""
    layout = page_texts("layout", language, LayoutTexts)
    here = (path.removeprefix(root).removeprefix(PREFIX[language]) or "/") + (f"?{query}" if query else "")
    return {
        "layout": layout,
        "language": language.value,
        "root": root,
        "places": [(name, layout.names[name], root + PREFIX[language] + PLACES[name]) for name in PLACES],
        "languages": [
            (
                other.value,
                page_texts("layout", other, LayoutTexts).language_name,
                root + PREFIX[other] + here,
            )
            for other in Language
        ],
    }


def is_web(url: str | None) -> bool:
    """Whether an address may be shown as a link: nothing but the web's own."""
    return bool(url) and str(url).startswith(("https://", "http://"))
