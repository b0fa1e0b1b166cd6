"""What stands in front of every request: who may send it, how large it is, what a page may load, its language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import problem

# Gradio needs inline scripts and eval. Nothing may be fetched from or sent to another host, images included.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
# «same-origin» and not «no-referrer»: without a referrer browsers send a form of our own with the origin «null».
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class BodyLimit:
    """Refuses a body of more than ``largest`` bytes, whatever its header says.

    ``uploads`` are the last parts of the paths that take a file, each with how large it may be.
    """

    def __init__(self, app: ASGIApp, largest: int, uploads: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.largest = largest
        self.uploads = uploads or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        largest = self.uploads.get(scope["path"].rpartition("/")[2], self.largest)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > largest:
            await self._refuse(scope, receive, send, largest)
            return
        seen = 0
        started = False

        async def limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > largest:
                raise _TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, limited, watched)
        except _TooLargeError:
            if not started:
                await self._refuse(scope, receive, send, largest)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, largest: int) -> None:
        response = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The request is larger than {largest} bytes.")
        await response(scope, receive, send)


class _TooLargeError(Exception):
    pass


class OwnOrigin:
    """Refuses what a page of another origin sends: it would ask in the name of whoever has that page open."""

    def __init__(self, app: ASGIApp, allowed_hosts: tuple[str, ...] = ()) -> None:
        self.app = app
        self.allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_own(Headers(scope=scope)):
            response = problem(HTTPStatus.FORBIDDEN, "The request comes from a page of another site.")
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_own(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None:
            return True
        there = urlsplit(origin)
        return there.netloc == headers.get("host", "") or there.hostname in self.allowed_hosts


_GRADIO_LANGUAGE = {"nn": "nb"}
"""Gradio has its own few words in bokmål and not in nynorsk."""
# Gradio takes the language from the browser and writes it on the page, nynorsk as English. Its words are led to
# the page's language, and what it then writes on the page is put right.
_PIN = (
    "<script>(() => {{ const own = '{language}', words = '{words}';"
    " for (const [name, value] of [['language', words], ['languages', [words]]])"
    " Object.defineProperty(navigator, name, {{ get: () => value }});"
    " const root = document.documentElement;"
    " new MutationObserver(() => {{ if (root.lang !== own) root.lang = own; }})"
    ".observe(root, {{ attributeFilter: ['lang'] }}); }})();</script>"
)
_HTML_LANG = re.compile(rb'(<html\b[^>]*?\blang=")[^"]*(")')
# Cards for social media that name other hosts, and a manifest that is not there.
_NOT_OURS = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*|<link rel="manifest"[^>]*>\s*')


class PageLanguage:
    """Writes each Gradio page's language on it. ``pages`` maps a path to the language of the page there."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, str]) -> None:
        self.app = app
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        language = self.pages.get(scope["path"]) if scope["type"] == "http" else None
        if language is None or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        # Compressed, the page could not be changed.
        plain = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        start: Message | None = None
        body = b""

        async def rewritten(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body") or start is None:
                return
            headers = MutableHeaders(raw=list(start["headers"]))
            if headers.get("content-type", "").startswith("text/html"):
                body = _in_language(body, language)
                headers["content-length"] = str(len(body))
                headers["content-language"] = language
            await send({**start, "headers": headers.raw})
            await send({"type": "http.response.body", "body": body})

        await self.app(plain, receive, rewritten)


def _in_language(page: bytes, language: str) -> bytes:
    pin = _PIN.format(language=language, words=_GRADIO_LANGUAGE.get(language, language)).encode()
    page = _NOT_OURS.sub(b"", _HTML_LANG.sub(rb"\g<1>" + language.encode() + rb"\g<2>", page, count=1))
    return page.replace(b"<head>", b"<head>" + pin, 1)
