"""The routine check as people reach it: the command, the API, the page."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import httpx
import pytest

from assistant.routine import Report
from corpus.models import Language
from ui.pages.layout import PREFIX

from .conftest import Command

ROUTINE = (
    "Rutine for bekymring\n\n"
    "Skolen samarbeider med andre tjenester etter opplæringslova § 15-8.\n"
    "Alle melder fra til barnevernet, jf. <b>barnehageloven § 46</b>.\n"
)


def test_the_command_prints_the_documented_form(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "rutine.txt"
    file.write_text(ROUTINE, encoding="utf-8")
    done = command("check", str(file), "--json")
    assert done.status == 0, done.err
    report = json.loads(done.out)
    assert {"file", "language", "as_of", "references", "statements"} <= set(report)
    first, second = report["references"]
    assert {"text", "ref", "label", "status", "replaced_by", "page", "line", "sentence", "note"} <= set(first)
    assert (first["text"], first["status"], first["replaced_by"]) == (
        "opplæringslova § 15-8",
        "repealed",
        ["lov/2023-06-09-30#24-1"],
    )
    assert (second["line"], second["status"]) == (4, "in_force")


def test_the_command_writes_a_word_document_or_nothing(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "rutine.txt"
    file.write_text(ROUTINE, encoding="utf-8")
    out = tmp_path / "rapport.docx"
    done = command("check", str(file), "--format", "docx", "--out", str(out))
    assert done.status == 0, done.err
    text = "\n".join(cell.text for table in docx.Document(str(out)).tables for row in table.rows for cell in row.cells)
    assert "opplæringslova § 24-1" in text
    done = command("check", str(file), "--format", "docx", "--out", str(tmp_path / "no" / "rapport.docx"))
    assert (done.status, "Traceback" in done.err) == (2, False)
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


@pytest.mark.parametrize("name", ["missing.pdf", "makro.docm", "tom.txt"])
def test_what_cannot_be_read_is_one_plain_line(command: Command, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name != "missing.pdf":
        file.write_bytes(b"" if name == "tom.txt" else b"PK\x03\x04")
    done = command("check", str(file))
    assert done.status == 2
    assert name in done.err
    assert "Traceback" not in done.err


def test_the_api_takes_a_file_a_form_or_json(client: httpx.Client) -> None:
    by_file = client.post("/api/check", files={"file": ("rutine.txt", ROUTINE.encode())})
    by_form = client.post("/api/check", data={"text": ROUTINE, "language": "en"})
    by_json = client.post("/api/check", json={"text": ROUTINE, "name": "plan"})
    reports = [Report.model_validate(response.json()) for response in (by_file, by_form, by_json)]
    assert [report.file for report in reports] == ["rutine.txt", "pasted text", "plan"]
    assert len({tuple(found.ref for found in report.references) for report in reports}) == 1
    assert "no longer applies" in reports[1].references[0].note


def test_the_api_gives_the_report_as_a_word_document(client: httpx.Client) -> None:
    response = client.post("/api/check", params={"format": "docx"}, json={"text": ROUTINE})
    assert response.headers["content-disposition"].endswith('.docx"')
    assert zipfile.is_zipfile(io.BytesIO(response.content))


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("makro.docm", b"PK\x03\x04", 422),
        ("tom.txt", b"", 422),
        ("lue.docx", b"%PDF-1.4", 422),
        ("stor.txt", b"a" * 17_000_000, 413),
    ],
)
def test_the_api_refuses_what_it_cannot_check(client: httpx.Client, name: str, data: bytes, status: int) -> None:
    response = client.post("/api/check", files={"file": (name, data)})
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"tekst": "x"}', b'{"text": ""}'])
def test_the_api_refuses_json_of_another_form(client: httpx.Client, body: bytes) -> None:
    response = client.post("/api/check", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("language", list(Language))
def test_the_page_shows_the_report_in_its_language_and_gives_it_as_word(
    client: httpx.Client, language: Language
) -> None:
    place = PREFIX[language] + "/sjekk"
    form = client.get(place)
    assert (form.status_code, 'type="file"' in form.text) == (200, True)
    shown = client.post(place, files={"file": ("rutine.txt", ROUTINE.encode())})
    assert shown.status_code == 200
    assert f'<html lang="{language.value}">' in shown.text
    assert "/kilder/lov/2023-06-09-30%2324-1" in shown.text
    assert "<b>" not in shown.text  # what the document holds is text, never markup
    report = client.post("/api/check", json={"text": ROUTINE, "language": language.value}).text
    word = client.post(place + "/rapport", data={"report": report})
    assert zipfile.is_zipfile(io.BytesIO(word.content))
    assert client.post(place + "/rapport", data={"report": "{}"}).status_code == 422


def test_the_page_says_what_is_wrong_in_the_readers_language(client: httpx.Client) -> None:
    macro = client.post("/nn/sjekk", files={"file": ("makro.docm", b"PK\x03\x04")})
    assert (macro.status_code, "makro" in macro.text, "Lagre det" in macro.text) == (422, True, True)
    empty = client.post("/sjekk", data={"text": " "})
    assert (empty.status_code, "Velg en fil" in empty.text) == (422, True)
