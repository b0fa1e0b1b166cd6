"""Run by a test on a small file system of its own: fills it, and says which parts told so."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from threading import Event

import numpy as np

from corpus.errors import IndexBuildError
from corpus.loading import load
from ingest.densifying import densify
from ingest.embedding import Embedder
from ingest.generations import Generations
from ingest.index import build_index, open_index
from ingest.norwegian import Analyzer
from ingest.onnx_e5 import OnnxE5
from ingest.texts import TextStore, store_texts
from ingest.vectors import VectorCache

DIGESTS = """\
- ref: lov/1967-02-10#1
  title: {nb: Regel}
  does: duty
  topics: [confidentiality]
  written_from: {as_of: 2026-07-02}
  digest: {nb: "Den som arbeider i skolen, skal tie."}
  asked_as: {nb: ["Kan jeg snakke om en elev?", "Må jeg tie om en elev?"]}
"""


def main(folder: Path) -> None:
    from tests.ingest.test_texts import ACT

    embedder: Embedder = OnnxE5(cache=Path(sys.executable).parent / "no such folder")
    (folder / "corpus" / "provisions").mkdir(parents=True)
    (folder / "corpus" / "provisions" / "law.yaml").write_text(DIGESTS, encoding="utf-8")
    knowledge = load(folder / "corpus")
    cache = VectorCache(folder / "vectors.sqlite")
    build_index(folder / "index", knowledge, embedder, cache)
    texts = store_texts(folder / "texts", ACT, Analyzer())
    begun = Event()
    densify(texts, embedder, folder / "dense", watch=lambda _: begun.set(), stopped=begun.is_set)  # no vector yet
    before = Generations(folder / "index").current()
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(b"\0" * 4096):
                pass
        except OSError:
            pass

    logging.getLogger("ingest.onnx_e5").addHandler(_Printing("graph", "No space left"))
    question = embedder.questions(["Kan jeg snakke om en elev?"])
    OnnxE5(cache=folder / "graphs").questions(["x"])
    tell("vectors", lambda: cache.embed(embedder, [f"tekst {n}" for n in range(200)], as_question=True))
    tell("index", lambda: build_index(folder / "index", knowledge, embedder, cache))
    tell("texts", lambda: store_texts(folder / "texts", ACT, Analyzer()))
    tell("dense", lambda: densify(texts, embedder, folder / "dense"))
    index = open_index(folder / "index", knowledge, embedder)
    kept = TextStore.open(folder / "texts")
    whole = Generations(folder / "index").current() == before and kept is not None and len(kept) == len(ACT)
    if whole and index is not None and np.isfinite(index.alike(question[0], 1)[0][2]):
        print("answers")
    assert len([path for path in (folder / "index").iterdir() if path.is_dir()]) == 1


def tell(part: str, work: object) -> None:
    try:
        work()  # type: ignore[operator]
    except IndexBuildError as error:
        if "disk is full" in str(error):
            print(part)


class _Printing(logging.Handler):
    """Prints a word where a line of the log holds another."""

    def __init__(self, word: str, sought: str) -> None:
        super().__init__()
        self.word, self.sought = word, sought

    def emit(self, record: logging.LogRecord) -> None:
        if self.sought in record.getMessage():
            print(self.word)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
