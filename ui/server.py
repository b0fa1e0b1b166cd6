"""The web application: the API and the pages, behind the same guards."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant import Assistant, Settings
from assistant.routine.manuscript import MAX_BYTES
from corpus.errors import ConfigError
from ui import api, pages, problems
from ui.guards import BodyLimit, OwnOrigin, PageLanguage, SecurityHeaders

_LARGEST_BODY = 2_000_000
"""Bytes. The longest question with a long conversation before it is far below."""
_UPLOADS = dict.fromkeys(("check", "sjekk", "rapport"), MAX_BYTES + 1000000)
"""What is sent to be checked, and its report."""


def create_app(assistant: Assistant) -> FastAPI:
    """The application around one assistant."""
    from ui.mcp_tools import http_app, mcp_server
    from ui.pages.chat import PATHS, mount_chat

    tools = http_app(mcp_server(assistant))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.router.lifespan_context(tools):
            yield

    app = FastAPI(
        title="Pliktkompass",
        version="1",
        summary="Norwegian confidentiality, reporting and collaboration law, with the provision of every sentence.",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.assistant = assistant
    problems.install(app)
    api.install(app)
    app.mount("/mcp", tools)
    pages.install(app)
    chats = {path.rstrip("/") + "/": language.value for language, path in PATHS.items()}
    app.add_middleware(PageLanguage, pages=chats)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(BodyLimit, largest=_LARGEST_BODY, uploads=_UPLOADS)
    app.add_middleware(OwnOrigin, allowed_hosts=assistant.settings.allowed_hosts)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(_hosts(assistant.settings)))
    return mount_chat(app, assistant)


def _hosts(settings: Settings) -> tuple[str, ...]:
    """Names the server answers to: its own, loopback, and those that the setting adds."""
    return tuple(dict.fromkeys((settings.host, "127.0.0.1", "localhost", "[::1]", *settings.allowed_hosts)))


def free_port(settings: Settings) -> None:
    """Raise :class:`ConfigError` where the port is taken, before anything slow is done."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ConfigError(
                f"{settings.host}:{settings.port} cannot be used ({error.strerror}). Another program may have "
                "the port: stop it, or set PLIKTKOMPASS_PORT to another number."
            ) from error
