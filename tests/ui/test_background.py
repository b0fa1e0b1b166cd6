"""The law's text is embedded beside the server: by a real process, that ends with it and goes on where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from copy import copy
from dataclasses import asdict
from pathlib import Path

import httpx
import pytest

from assistant import Assistant, Settings
from assistant.text_state import open_texts, text_state
from corpus.models import Language
from ingest.dense_worker import Order
from ingest.embedding import Embedder
from ingest.norwegian import Analyzer
from ingest.passages import Passage
from ingest.texts import store_texts
from ui.background import work_beside

from ..assistant.test_search import passage
from .conftest import Command

ROOT = Path(__file__).parents[2]


@pytest.fixture
def reading(assistant: Assistant, embedder: Embedder, tmp_path: Path) -> Callable[[list[Passage]], Assistant]:
    """An assistant that has read some passages in and embedded none."""

    def make(passages: list[Passage]) -> Assistant:
        other = copy(assistant)
        other.settings = Settings(data_dir=tmp_path, _env_file=None)  # type: ignore[call-arg]
        store_texts(tmp_path / "texts", passages, Analyzer())
        other.texts = open_texts(other.settings, embedder)
        assert other.texts is not None
        assert other.texts.dense is not None
        other.texts.dense._every = 0
        return other

    return make


def few() -> list[Passage]:
    return [passage("4", "Robåter skal ha to årer."), passage("5", "Den som ser et barn bli slått, sier fra.")]


def many() -> list[Passage]:
    return [passage(str(n), f"Robåt nummer {n} skal ha {n} årer. " * 10) for n in range(600)]


def ready(assistant: Assistant) -> int:
    return text_state(assistant.settings, assistant.texts).by_meaning or 0


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_the_text_is_embedded_while_the_assistant_answers(
    reading: Callable[[list[Passage]], Assistant],
) -> None:
    assistant = reading(few())
    asked = "dersom unger utsettes for vold"
    with work_beside(assistant) as process:
        assert process is not None
        assert assistant.ask("Må en lærer melde fra til barnevernet?").statements
        assert all(hit.own_words for hit in assistant.search(asked, Language.NB))
        wait_until(lambda: ready(assistant) == 2)
        assert process.wait(30) == 0
    assert "Båtloven § 5" in {hit.label for hit in assistant.search(asked, Language.NB)}
    assert text_state(assistant.settings, assistant.texts).seconds_left is None
    with work_beside(assistant) as process:
        assert process is None


def test_it_stops_with_the_server_and_goes_on_with_the_next(
    reading: Callable[[list[Passage]], Assistant],
) -> None:
    assistant = reading(many())
    with work_beside(assistant) as process:
        wait_until(lambda: ready(assistant) > 0)
        assert text_state(assistant.settings, assistant.texts).problem is None
    assert process is not None
    assert process.returncode == 0
    assert text_state(assistant.settings, assistant.texts).seconds_left is None
    done = ready(assistant)
    assert 0 < done < 600
    with work_beside(assistant) as process:
        wait_until(lambda: ready(assistant) > done)


def test_it_does_not_outlive_a_server_that_is_killed(
    reading: Callable[[list[Passage]], Assistant], tmp_path: Path
) -> None:
    assistant = reading(many())
    order = Order(str(tmp_path / "texts"), str(assistant.settings.vectors_dir), "embedded")
    code = (
        "import json, sys, time; from ingest.dense_worker import Order; from ingest.dense_process import start\n"
        "print(start(Order(**json.loads(sys.argv[1]))).pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, json.dumps(asdict(order))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        wait_until(lambda: ready(assistant) > 0)
        server.send_signal(signal.SIGKILL)
    wait_until(lambda: not _lives(worker))


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False


def test_what_stopped_it_is_told_and_words_are_still_found(
    reading: Callable[[list[Passage]], Assistant], capfd: pytest.CaptureFixture[str]
) -> None:
    assistant = reading(few())
    (assistant.settings.vectors_dir / "build.lock").mkdir(parents=True)
    with work_beside(assistant) as process:
        assert process is not None
        assert process.wait(60) == 1
    problem = text_state(assistant.settings, assistant.texts).problem
    assert problem is not None
    assert "cannot be written to" in problem
    assert "cannot be written to" in capfd.readouterr().err
    assert "Båtloven § 4" in {hit.label for hit in assistant.search("årer i robåter", Language.NB)}


def test_how_far_it_is_stands_on_the_page_and_in_the_api(
    assistant: Assistant,
    client: httpx.Client,
    reading: Callable[[list[Passage]], Assistant],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = reading(few())
    monkeypatch.setattr(assistant, "settings", other.settings)
    monkeypatch.setattr(assistant, "texts", other.texts)
    state = {"passages": 2, "by_meaning": 0, "seconds_left": None, "problem": None}
    assert client.get("/api/ready").json()["text"] == state
    assert "Etter mening finner det 0 av 2 utdrag" in client.get("/kilder").text
    with work_beside(other):
        wait_until(lambda: ready(other) == 2)
    assert client.get("/api/ready").json()["text"] == {**state, "by_meaning": 2}
    assert "Etter mening" not in client.get("/kilder").text


def test_it_can_be_done_at_once_from_the_command_line(
    reading: Callable[[list[Passage]], Assistant], command: Command, tmp_path: Path
) -> None:
    reading(few())
    folder = str(tmp_path)
    assert "0 of 2" in command("status", PLIKTKOMPASS_DATA_DIR=folder).out
    done = command("ingest", "--dense", PLIKTKOMPASS_DATA_DIR=folder)
    assert (done.status, "2/2" in done.err) == (0, True)
    assert "2 of 2" in command("status", PLIKTKOMPASS_DATA_DIR=folder).out
    assert "off" in command("status", PLIKTKOMPASS_DATA_DIR=folder, PLIKTKOMPASS_DENSE_TEXT="false").out
    assert "not loaded" in command("status", PLIKTKOMPASS_DATA_DIR=str(tmp_path / "other")).out


def test_it_is_off_where_it_is_not_wanted(
    assistant: Assistant, embedder: Embedder, reading: Callable[[list[Passage]], Assistant], tmp_path: Path
) -> None:
    other = reading(few())
    other.settings = Settings(data_dir=tmp_path, dense_text=False, _env_file=None)  # type: ignore[call-arg]
    other.texts = open_texts(other.settings, embedder)
    with work_beside(other) as process:
        assert process is None
    with work_beside(assistant) as process:
        assert process is None
    assert text_state(other.settings, other.texts).by_meaning is None
