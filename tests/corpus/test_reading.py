from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.loading import load
from corpus.models import Contact, Replacement, Situation
from corpus.reading import read_entries

GOOD = """\
- id: police
  name: {nb: Politiet}
  number: "112"
  when: {nb: Når noen er i fare.}
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "entries.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_are_read(tmp_path: Path) -> None:
    (contact,) = read_entries(_file(tmp_path, GOOD), Contact)
    assert contact.number == "112"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD + "- id: other\n  nam: {nb: X}\n  when: {nb: Y}\n", 6, "«nam» does not exist"),
        (GOOD + "- id: other\n  when: {nb: Y}\n", 5, "«name» is missing"),
        (GOOD + "- id: Other Id\n  name: {nb: X}\n  when: {nb: Y}\n", 5, "«id»"),
        ("- id: a\n  name: {nb: X\n", 3, ""),
        ("id: a\n", 1, "a list"),
    ],
)
def test_a_mistake_names_file_line_and_remedy(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(CorpusError) as error:
        read_entries(path, Contact)
    assert f"{path}:{line}:" in str(error.value)
    assert says in str(error.value)


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "entries.yaml"
    path.write_bytes(b"- id: \xff\xfe")
    with pytest.raises(CorpusError, match="UTF-8"):
        read_entries(path, Contact)


def test_a_statement_without_a_citation_is_refused(tmp_path: Path) -> None:
    text = """\
- id: s
  audience: school
  roles: [teacher]
  topics: [consent]
  title: {nb: T}
  asked_as: {nb: [Q]}
  verdict: right
  statements: [{nb: Ja., cites: []}]
"""
    with pytest.raises(CorpusError, match="cites"):
        read_entries(_file(tmp_path, text), Situation)


def test_a_wrong_reference_is_told_with_its_line(tmp_path: Path) -> None:
    text = "- old: lov/1998-07-17-61#15-8\n  now: [lov/2023#24-1]\n  kind: replaced\n  evidence: x\n  note: {nb: y}\n"
    with pytest.raises(CorpusError, match=r"entries\.yaml:2: .*not a reference"):
        read_entries(_file(tmp_path, text), Replacement)


def test_two_entries_with_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "topics.yaml").write_text(
        "- {id: a, name: {nb: A}}\n- {id: a, name: {nb: B}}\n", encoding="utf-8"
    )
    with pytest.raises(CorpusError, match="already"):
        load(tmp_path)


def test_an_empty_folder_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no YAML"):
        load(tmp_path)


def test_the_fingerprint_follows_the_files(tmp_path: Path) -> None:
    path = tmp_path / "concordance.yaml"
    path.write_text("# one\n", encoding="utf-8")
    before = load(tmp_path).fingerprint
    path.write_text("# two\n", encoding="utf-8")
    assert load(tmp_path).fingerprint != before
