"""The HTTP API on a real server on loopback."""

from __future__ import annotations

import json

import httpx
import pytest

from assistant import Answer, Assistant


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


def test_a_streamed_answer_comes_part_by_part_and_ends_with_the_whole(client: httpx.Client) -> None:
    body = {"question": "Må en lærer melde fra til barnevernet når en elev blir slått?", "role": "teacher"}
    with client.stream("POST", "/api/ask/stream", json=body) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in response.iter_lines() if line and not line.startswith(":")]
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    assert events == ["opening", *["statement"] * (len(events) - 2), "answer"]
    whole = Answer.model_validate(data[-1])
    assert [part["text"] for part in data[1:-1]] == [statement.text for statement in whole.statements]
    assert data[0]["verdict"] == whole.verdict.value
    for part, statement in zip(data[1:-1], whole.statements, strict=True):
        assert tuple(citation["n"] for citation in part["citations"]) == statement.citations


def test_a_refused_question_is_a_problem_also_when_streamed(client: httpx.Client) -> None:
    response = client.post("/api/ask/stream", json={"question": ""})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_client_that_goes_away_in_mid_stream_harms_nobody(client: httpx.Client) -> None:
    for _ in range(5):
        with client.stream("POST", "/api/ask/stream", json={"question": "Må jeg melde fra?"}) as response:
            next(response.iter_lines())
    assert client.get("/api/ready").json()["ready"] is True


def test_a_search_finds_what_is_named(client: httpx.Client) -> None:
    hits = client.get("/api/search", params={"q": "hpl § 33", "count": 5}).json()
    assert hits[0]["ref"] == "lov/1999-07-02-64#33"
    assert 1 <= len(hits) <= 5


def test_the_pinned_version_answers_the_same(client: httpx.Client) -> None:
    assert client.get("/api/v1/sources").json() == client.get("/api/sources").json()
    assert client.get("/api/v1/nothing").status_code == 404


def test_feedback_is_kept_without_the_question_unless_it_is_sent_along(
    client: httpx.Client, assistant: Assistant
) -> None:
    kept = assistant.settings.data_dir / "feedback.jsonl"
    kept.unlink(missing_ok=True)
    told = {"helpful": False, "reasons": ["wrong_provision"], "provisions": ["lov/1999-07-02-64#33"]}
    assert client.post("/api/feedback", json=told).status_code == 204
    assert client.post("/api/feedback", json={**told, "question": "Kari Nordmann, 010203 12345?"}).status_code == 204
    first, second = (json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines())
    assert "question" not in first
    assert second["question"] == "[navn], [fødselsnummer]?"
    assert client.post("/api/feedback", json={**told, "reasons": ["other"] * 9}).status_code == 422
    assert client.post("/api/feedback", json={**told, "provisions": ["nonsense"]}).status_code == 422
    kept.unlink()


def test_the_guard_over_http(client: httpx.Client) -> None:
    source = {"ref": "lov/2099-01-01-1#4-2", "text": "Foreldrene kan klage til statsforvalteren innen fire uker."}
    held = client.post("/api/verify", json={"sentence": "Foreldra kan klage innan fire veker.", "sources": [source]})
    assert held.json() == {"outcome": "supported", "reasons": []}
    broken = client.post("/api/verify", json={"sentence": "Foreldra kan klage innan to veker.", "sources": [source]})
    assert broken.json()["reasons"][0] == {"kind": "number", "detail": "to veker"}
