"""The law's own text by meaning: what it finds, what it costs those who ask meanwhile, and how it is kept."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assistant import Assistant
from corpus.models import Status
from corpus.refs import ProvisionRef
from evals.bench.measured import Part, Row
from evals.bench.timing import in_own_process, median_seconds, percentile
from evals.citing import recall
from evals.figures import figure
from evals.questions import EvalQuestion
from ingest.dense import DenseTexts
from ingest.dense_process import Process, embedding_beside
from ingest.dense_report import reported
from ingest.dense_worker import Order
from ingest.densifying import densify
from ingest.embedding import Embedder
from ingest.passages import Passage
from ingest.texts import TextStore

_BLOCK = 10
"""Questions that are answered before the process beside is held or let go."""
_BOOK = 264_000
"""Passages of the whole statute book and all regulations."""


def finding(texts: TextStore, embedder: Embedder, vectors: Path, questions: Sequence[EvalQuestion]) -> Part:
    """Must-cite recall of the first ten provisions by word, by meaning and by both, over the texts alone.

    The vectors are kept in ``vectors``, so that the next run computes what is new.
    """
    densify(texts, embedder, vectors)
    dense = DenseTexts(vectors, texts.folder, embedder)
    texts.dense = dense
    asked = embedder.questions([question.question for question in questions])
    ways: dict[str, list[list[Passage]]] = {"by word": [], "by meaning": [], "by both": []}
    for question, vector in zip(questions, asked, strict=True):
        ways["by word"].append([passage for passage, _ in texts.search(question.question, 100)])
        ways["by meaning"].append(texts.at(row for row, _ in dense.nearest(vector, 100)))
        ways["by both"].append([passage for passage, _ in texts.search(question.question, 100, vector)])
    rows = [Row("passages", len(texts), ""), Row("questions", len(questions), "")]
    for way, found in ways.items():
        scores = [recall(question, first_ten(ranked)) or 0.0 for question, ranked in zip(questions, found, strict=True)]
        told = figure(way, scores)
        note = f"95 % interval {told.low:.3f} to {told.high:.3f}"
        rows.append(Row(f"must-cite recall of the first ten, {way}", told.value, "share", note=note))
    search = _searching(texts, questions[0].question, asked[0])
    rows += [Row(f"a search {way}, median", took * 1000, "ms") for way, took in search.items()]
    return Part(
        "The law's own text by word and by meaning",
        "The development questions whose gold is law, put to the search over the passages of the law that are in "
        "force, without digests. `search` uses it; answers do not.",
        tuple(rows),
    )


def first_ten(passages: Iterable[Passage]) -> list[ProvisionRef]:
    """The first ten provisions in force."""
    found = dict.fromkeys(passage.ref.provision for passage in passages if passage.status is Status.IN_FORCE)
    return list(found)[:10]


def _searching(texts: TextStore, question: str, vector: object) -> dict[str, float]:
    ways: dict[str, Callable[[], object]] = {
        "by word": lambda: texts.search(question, 30),
        "by both": lambda: texts.search(question, 30, vector),  # type: ignore[arg-type]
    }
    return {way: median_seconds(search, 30) for way, search in ways.items()}


def beside(assistant: Assistant, texts: TextStore, folder: Path, asked: Sequence[EvalQuestion], rounds: int) -> Part:
    """Answers while the law's text is embedded beside them, and while that process is held, in turns."""
    order = Order(str(texts.folder.parent), str(folder), assistant.settings.embedder)
    with embedding_beside(order) as process:
        if process is None:
            return Part("Answers while the text is embedded", "", skipped="no process can be started")
        while reported(folder) is None and process.poll() is None:
            time.sleep(0.2)
        if process.poll() is not None:
            return Part("Answers while the text is embedded", "", skipped="the process that embeds ended at once")
        rate = _rate(folder, process)
        took = _in_turns(assistant, process, list(asked) * rounds)
        memory = _peak(process.pid)
    with_it, without = took[True], took[False]
    rows = [
        Row("passages embedded a second, nobody asking", rate, "/s"),
        Row("the whole statute book would take", _BOOK / rate / 60, "min", note=f"reckoned for {_BOOK:,} passages"),
        Row("peak memory of the process", memory, "MB"),
    ]
    for name, part in (("median", 50), ("95th percentile", 95)):
        rows += [
            Row(f"answer, {name}", percentile(without, part) * 1000, "ms"),
            Row(f"answer while embedding, {name}", percentile(with_it, part) * 1000, "ms"),
            Row(f"while embedding / else, {name}", percentile(with_it, part) / percentile(without, part), "×"),
        ]
    return Part(
        "Answers while the text is embedded",
        f"{len(with_it)} answers one after another without a pause beside the process that embeds, and as many while "
        f"it is held, in turns of {_BLOCK}.",
        tuple(rows),
    )


def _rate(folder: Path, process: Process, seconds: float = 12) -> float:
    """Passages that the process embeds a second when left alone."""
    first = last = reported(folder)
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.2)
        last = reported(folder)
    if first is None or last is None or last.at == first.at:
        return float("nan")
    return (last.done - first.done) / (last.at - first.at)


def _in_turns(assistant: Assistant, process: Process, asked: Sequence[EvalQuestion]) -> dict[bool, list[float]]:
    took: dict[bool, list[float]] = {True: [], False: []}
    for question in asked[:_BLOCK]:
        assistant.ask(question.question, question.role, question.history)
    for start in range(0, len(asked), _BLOCK):
        for runs in (True, False):
            os.kill(process.pid, signal.SIGCONT if runs else signal.SIGSTOP)
            for question in asked[start : start + _BLOCK]:
                before = time.perf_counter()
                assistant.ask(question.question, question.role, question.history)
                took[runs].append(time.perf_counter() - before)
    os.kill(process.pid, signal.SIGCONT)
    return took


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def keeping(folder: Path, sizes: Sequence[int]) -> Part:
    """Ways to keep the vectors, each in a process of its own: time of a search and memory."""
    folder.mkdir(parents=True)
    rows: list[Row] = []
    for size in sizes:
        for form in ("8 bits", "16 bits", "32 bits", "Chroma"):
            found = in_own_process("keeping", folder=str(folder / f"{size} {form}"), count=size, form=form)
            rows += [
                Row(f"{size:,} vectors in {form}: search", found["ms"], "ms"),
                Row(f"{size:,} vectors in {form}: peak memory", found["memory"], "MB"),
                Row(f"{size:,} vectors in {form}: added in", found["seconds"], "s"),
            ]
    return Part(
        "Ways to keep the vectors of the law's text",
        "Vectors by lot, one thread. 8 bits is the file that is used, 16 and 32 are the same vectors as arrays in a "
        "file, multiplied in parts; Chroma is its graph (HNSW) as the knowledge's index has it. Memory is that of "
        "the whole process; what is mapped of a file the system takes back when it needs it.",
        tuple(rows),
    )
