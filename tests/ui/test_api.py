"""The HTTP API on a real server on loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from assistant import Answer, Assistant
from ui.server import create_app


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[httpx.Client]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(assistant), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as made:
        yield made
    server.should_exit = True
    thread.join(timeout=10)


def test_ask_gives_the_same_answer_as_the_assistant(client: httpx.Client, assistant: Assistant) -> None:
    question = "Does a health nurse have to answer the police?"
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    assert Answer.model_validate(response.json()) == assistant.ask(question)


def test_a_provision_by_its_address(client: httpx.Client) -> None:
    response = client.get("/api/provisions/lov/1999-07-02-64%2333", params={"language": "en"})
    assert response.json()["label"] == "the Health Personnel Act § 33"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/provisions/lov/1999-07-02-64%23999", None, 404),
        ("GET", "/api/provisions/nonsense", None, 422),
        ("GET", "/api/nothing", None, 404),
        ("POST", "/api/ask", {"question": ""}, 422),
        ("POST", "/api/ask", {"question": "Må jeg melde?", "role": "wizard"}, 422),
        ("POST", "/api/ask", {"spørsmål": "x"}, 422),
        ("POST", "/api/ask", [], 422),
        ("DELETE", "/api/ask", None, 405),
    ],
)
def test_errors_are_problem_details(client: httpx.Client, method: str, path: str, body: object, status: int) -> None:
    response = client.request(method, path, json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(response.json())


@pytest.mark.parametrize(("content", "status"), [(b"\xff\xfe", 422), (b"{", 422), (b"x" * 3_000_000, 413)])
def test_a_body_that_is_not_right_is_refused(client: httpx.Client, content: bytes, status: int) -> None:
    response = client.post("/api/ask", content=content, headers={"content-type": "application/json"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_a_foreign_host_is_not_answered(client: httpx.Client) -> None:
    assert client.get("/api/health", headers={"host": "evil.example"}).status_code == 400


def test_health_and_sources(client: httpx.Client, assistant: Assistant) -> None:
    assert client.get("/api/health").json()["provisions"] == len(assistant.knowledge.digests)
    sources = {source["id"]: source for source in client.get("/api/sources").json()}
    assert sources["lov/2025-06-20-81"]["status"] == "coming"
    assert sources["lov/1998-07-17-61"]["status"] == "repealed"


def test_openapi_describes_the_api(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/api/ask", "/api/provisions/{ref}", "/api/sources", "/api/health"} <= set(paths)


def test_the_page_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "img-src 'self'" in page.headers["content-security-policy"]
    assert "connect-src 'self'" in page.headers["content-security-policy"]
