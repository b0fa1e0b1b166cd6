"""One real server for all tests of this floor, watched for connections that leave the machine, and the command line."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn

from assistant import Assistant
from ui.cli import main
from ui.server import create_app

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(scope="session")
def outside() -> Iterator[list[str]]:
    """Every host beyond loopback that this process, and so the server, looks up or connects to."""
    found: list[str] = []
    patch = pytest.MonkeyPatch()
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def watched_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in LOOPBACK and host is not None:
            found.append(str(host))
        return look_up(host, *rest, **more)

    def watched_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            found.append(str(address[0]))
        connect(self, address)

    patch.setattr(socket, "getaddrinfo", watched_look_up)
    patch.setattr(socket.socket, "connect", watched_connect)
    yield found
    patch.undo()


@pytest.fixture(scope="session")
def address(assistant: Assistant, outside: list[str]) -> Iterator[str]:
    """Where the server is, such as ``http://127.0.0.1:40123``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # asyncio's own loop, because the guard above does not see the connections of uvloop.
    config = uvicorn.Config(create_app(assistant), port=port, log_level="error", loop="asyncio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    server.force_exit = True
    thread.join(timeout=10)
    assert outside == []


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as made:
        yield made


class Ran(NamedTuple):
    """What a command has come to."""

    status: int
    out: str
    err: str


Command = Callable[..., Ran]
"""Takes the command's words, and settings by name."""


@pytest.fixture
def program(assistant: Assistant) -> Command:
    """Runs the real program in a process of its own, on the index that the session has built. Takes seconds."""

    def run(*words: str, **settings: str) -> Ran:
        environment = {**os.environ, "PLIKTKOMPASS_DATA_DIR": str(assistant.settings.data_dir), **settings}
        words = (sys.executable, "-m", "ui", *words)
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=100)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def command(assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the program's ``main`` in this process, with the assistant that the session has opened."""
    monkeypatch.setattr(Assistant, "open", lambda *_, **__: assistant)

    def run(*words: str, **settings: str) -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["pliktkompass", *words])
            for name, value in {"PLIKTKOMPASS_DATA_DIR": str(assistant.settings.data_dir), **settings}.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as stopped:
                main()
        return Ran(int(stopped.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium. For one module at a time: while it runs, no other event loop can run beside it."""
    api = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Debian's package chromium is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


Visit = Callable[..., Any]


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Visit]:
    """Opens a page as a new visitor. No request of any page may leave loopback, and no script may fail."""
    wrong: list[str] = []
    contexts = []

    def check(request: Any) -> None:
        there = urlsplit(request.url)
        if there.scheme not in ("data", "blob") and there.hostname not in LOOPBACK:
            wrong.append(request.url)

    def opened(path: str = "/", **how: Any) -> Any:
        context = chromium.new_context(**{"locale": "nn-NO", "viewport": {"width": 1280, "height": 800}, **how})
        contexts.append(context)
        page = context.new_page()
        page.on("request", check)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address + path)
        if path.strip("/") in ("", "nn", "en"):
            page.wait_for_selector("#question textarea")
            page.wait_for_selector("#role-choice")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
