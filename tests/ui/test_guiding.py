"""The guide and the note as people and other systems reach them: the command line and the HTTP API."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import Result
from typer.testing import CliRunner

from assistant import Assistant
from assistant.guide import GuideView
from assistant.notes import Note
from corpus.errors import ExportError, QuestionError
from ui.cli import app
from ui.commands import guiding

END = ["health", "gp", "none", "share", "police", "ask"]

Run = Callable[..., Result]


@pytest.fixture
def run(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line with the assistant that the session has opened; opening one takes seconds."""
    monkeypatch.setattr(guiding.Assistant, "open", lambda *_: assistant)
    return lambda *arguments, typed="": CliRunner().invoke(app, arguments, input=typed)


def test_the_guide_in_the_terminal_asks_goes_back_and_ends(run: Run) -> None:
    """Health, back, something wrong, elsewhere in the administration, danger now."""
    done = run("guide", typed="2\nb\nx\n99\n4\n1\n")
    assert done.exit_code == 0, done.output
    assert "Hvilken del av helsetjenesten?" in done.stdout
    assert "Skriv et tall fra 1 til" in done.stdout
    assert "112" in done.stdout
    assert "straffeloven § 287" in done.stdout


def test_the_guide_can_be_left(run: Run) -> None:
    done = run("guide", "--language", "en", typed="q\n")
    assert done.exit_code == 0, done.output
    assert "Where do you work?" in done.stdout


def test_a_script_asks_the_guide_for_json(run: Run) -> None:
    done = run("guide", "--answers", ",".join(END), "--json", "--language", "nn")
    view = GuideView.model_validate_json(done.stdout)
    assert view.outcome is not None
    assert view.outcome.answer.citations[0].source == "lov/1999-07-02-64"


def test_a_wrong_answer_is_one_plain_line(run: Run) -> None:
    done = run("guide", "--answers", "school,gp", "--json")
    assert isinstance(done.exception, QuestionError)  # which the program prints as one line
    assert "«gp» is not an answer to question 2" in str(done.exception)


def test_a_note_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    done = run("note", "--answers", ",".join(END), "--format", "docx", "--out", str(tmp_path / "n.docx"))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "n.docx").read_bytes().startswith(b"PK")
    asked = run("note", "Må en jordmor melde fra til barnevernet?", "--role", "midwife")
    assert "helsepersonelloven § 33" in asked.stdout


def test_a_note_that_cannot_be_written_leaves_nothing(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "missing" / "n.pdf"
    done = run("note", "--answers", ",".join(END), "--format", "pdf", "--out", str(out))
    assert isinstance(done.exception, ExportError)
    assert not list(tmp_path.iterdir())


def test_the_api_gives_the_guide(client: httpx.Client) -> None:
    response = client.get("/api/guide", params={"answers": END, "language": "en"})
    assert response.status_code == 200
    assert GuideView.model_validate(response.json()).outcome is not None
    start = client.get("/api/guide")
    assert start.json()["question"]["id"] == "where"


def test_the_api_gives_notes_in_every_form(client: httpx.Client) -> None:
    as_json = client.post("/api/notes", json={"answers": END})
    assert Note.model_validate(as_json.json()).rules
    begins = {"pdf": b"%PDF", "docx": b"PK", "text": b"Vurderingsnotat"}
    for form, first in begins.items():
        response = client.post("/api/notes", json={"answers": END, "format": form})
        assert response.status_code == 200
        assert response.content.startswith(first)
        assert "attachment" in response.headers["content-disposition"]
    asked = client.post("/api/notes", json={"question": "Må en jordmor melde fra?", "role": "midwife"})
    assert asked.json()["role"] == "jordmor"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/guide?answers=nowhere", None),
        ("GET", "/api/guide?language=xx", None),
        ("POST", "/api/notes", {}),
        ("POST", "/api/notes", {"question": "x", "answers": []}),
        ("POST", "/api/notes", {"answers": ["school"]}),
        ("POST", "/api/notes", {"question": "Hei!"}),
        ("POST", "/api/notes", {"answers": END, "format": "exe"}),
    ],
)
def test_what_is_wrong_is_a_problem(client: httpx.Client, method: str, path: str, body: object) -> None:
    response = client.request(method, path, json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert json.loads(response.content)["detail"]
