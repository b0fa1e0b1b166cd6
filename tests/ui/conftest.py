"""One real server for all tests of this floor, watched for connections that leave the machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn

from assistant import Assistant
from ui.server import create_app

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
