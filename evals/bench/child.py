"""Tasks that are measured in a process of their own: ``python -m evals.bench.child TASK JSON`` prints JSON."""

from __future__ import annotations

import json
import pickle
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant import Assistant, load_settings
from corpus.loading import load
from corpus.refs import ProvisionRef
from evals.baselines import Paragraph
from evals.bench.keeping import way_of
from evals.bench.texts import law_questions
from evals.citing import recall
from evals.questions import EvalQuestion
from evals.running import plainly, run
from ingest.embedders import make_embedder
from ingest.index import build_index
from ingest.keyword import KeywordIndex
from ingest.norwegian import Analyzer
from ingest.reader import Reading, read
from ingest.store import VectorStore
from ingest.texts import store_texts
from ingest.vectors import VectorCache

Found = dict[str, Any]


def recipe_index(folder: str, paragraphs: str) -> Found:
    """The usual recipe's index: cut, embed, store."""
    from langchain_chroma import Chroma

    embedder = make_embedder("embedded")
    documents = [Document(p.text, metadata={"ref": str(p.ref)}) for p in _paragraphs(paragraphs)]
    start = time.perf_counter()
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    Chroma.from_documents(chunks, embedder, collection_name="recipe", persist_directory=folder)
    return {"seconds": time.perf_counter() - start, "texts": len(chunks)}


def recipe_answers(folder: str) -> Found:
    """The usual recipe's search: embed the question, the four nearest chunks."""
    from langchain_chroma import Chroma

    store = Chroma("recipe", make_embedder("embedded"), persist_directory=folder)

    def search(question: EvalQuestion) -> list[ProvisionRef]:
        text = "\n".join((*question.history, question.question))
        return [ProvisionRef.parse(chunk.metadata["ref"]) for chunk in store.similarity_search(text, k=4)]

    return _answers(law_questions(load()), search)


def our_index(folder: str, entries: int) -> Found:
    """Our index of the knowledge (up to ``entries`` of each kind) with every vector computed and none shipped."""
    settings = load_settings(data_dir=Path(folder))
    knowledge = load(settings.corpus_dir)
    knowledge = replace(
        knowledge,
        situations=dict(islice(knowledge.situations.items(), entries)),
        digests=dict(islice(knowledge.digests.items(), entries)),
        findings=dict(islice(knowledge.findings.items(), entries)),
    )
    embedder = make_embedder(settings.embedder, settings.threads)
    seen: list[tuple[float, int, int]] = []
    start = time.perf_counter()

    def watch(stage: str, done: int, total: int) -> None:
        if stage == "embed":
            seen.append((time.perf_counter() - start, done, total))

    cache = VectorCache(settings.data_dir / "vectors.sqlite")
    build_index(settings.data_dir / "knowledge", knowledge, embedder, cache, on_progress=watch, use_shipped=False)
    took = time.perf_counter() - start
    embedded = seen[-1][0] - seen[0][0]
    told = {
        part: seen[0][0] + (at - seen[0][0]) * total / done
        for part in (25, 50, 75)
        for at, done, total in [next(row for row in seen if row[1] >= row[2] * part / 100)]
    }
    off = {str(part): abs(whole - seen[-1][0]) / embedded for part, whole in told.items()}
    return {"seconds": took, "texts": seen[-1][2], "off": off}


def our_answers(folder: str) -> Found:
    """Our answers, from an index that is there."""
    assistant = Assistant.open(load_settings(data_dir=Path(folder)))
    ask = plainly(assistant)

    def answer(question: EvalQuestion) -> list[ProvisionRef]:
        (result,) = run(ask, [question])
        return list(result.cited)

    return _answers(law_questions(assistant.knowledge), answer)


def growth(folder: str, sample: str, count: int) -> Found:
    """A store of ``count`` paragraphs, grown from a sample: vectors moved a little, words in another order."""
    with np.load(sample) as file:
        vectors, texts = file["vectors"], [str(text) for text in file["texts"]]
    draw = np.random.default_rng(0)
    rows = np.arange(count) % len(texts)
    moved = vectors[rows] + draw.normal(scale=0.01, size=(count, vectors.shape[1])).astype(np.float32)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    start = time.perf_counter()
    store = VectorStore.open(Path(folder) / "chroma", "growth", create=True)
    store.add([str(n) for n in range(count)], moved, [{"row": int(row)} for row in rows])
    stored = time.perf_counter() - start
    start = time.perf_counter()
    keywords = KeywordIndex.build(_shuffled(texts, rows.tolist()), Analyzer())
    indexed = time.perf_counter() - start
    asked = [moved[n] for n in draw.integers(count, size=50)]
    words = [" ".join(texts[n % len(texts)].split()[:15]) for n in range(50)]
    return {
        "store_seconds": stored,
        "word_seconds": indexed,
        "dense_ms": _median_ms(lambda vector: store.nearest(vector, 10), asked),
        "word_ms": _median_ms(lambda text: keywords.best(text, 10), words),
    }


def whole_law(folder: str, law: str) -> Found:
    """Every act and regulation in the archives, from reading to the first search by word."""
    knowledge = load()
    start = time.perf_counter()
    passages = read(Path(law), None, reading=Reading(sources=knowledge.sources))
    store = store_texts(Path(folder), passages, Analyzer(variants=knowledge.variants))
    asked = [question.question for question in law_questions(knowledge)[:50]]
    store.search(asked[0])
    took = time.perf_counter() - start
    return {
        "seconds": took,
        "passages": len(store),
        "sources": len(store.sources()),
        "search_ms": _median_ms(store.search, asked),
    }


def keeping(folder: str, count: int, form: str) -> Found:
    """Vectors by lot kept in one of the ways that were tried for the law's text, and searched."""
    draw = np.random.default_rng(0)
    add, search = way_of(form, Path(folder))
    start = time.perf_counter()
    for first in range(0, count, 8000):
        vectors = draw.normal(size=(min(8000, count - first), 384)).astype(np.float32)
        add(first, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    took = time.perf_counter() - start
    asked = draw.normal(size=(20, 384)).astype(np.float32)
    search(asked[0])
    ms = _median_ms(search, list(asked / np.linalg.norm(asked, axis=1, keepdims=True)))
    return {"ms": ms, "seconds": took}


def _shuffled(texts: list[str], rows: list[int]) -> list[str]:
    order = random.Random(0)
    found: list[str] = []
    for row in rows:
        words = texts[row].split()
        order.shuffle(words)
        found.append(" ".join(words))
    return found


def _median_ms(work: Callable[[Any], object], over: list[Any]) -> float:
    took: list[float] = []
    for thing in over:
        start = time.perf_counter()
        work(thing)
        took.append(time.perf_counter() - start)
    return float(np.median(took)) * 1000


def _answers(asked: list[EvalQuestion], search: Callable[[EvalQuestion], list[ProvisionRef]]) -> Found:
    search(asked[0])
    took: list[float] = []
    scores: list[float] = []
    for question in asked:
        start = time.perf_counter()
        refs = search(question)
        took.append(time.perf_counter() - start)
        score = recall(question, refs)
        if score is not None:
            scores.append(score)
    return {"ms": float(np.median(took)) * 1000, "scores": scores}


def _paragraphs(path: str) -> list[Paragraph]:
    found: list[Paragraph] = pickle.loads(Path(path).read_bytes())  # noqa: S301  # written by the benchmark itself
    return found


TASKS: dict[str, Callable[..., Found]] = {
    task.__name__: task for task in (recipe_index, recipe_answers, our_index, our_answers, growth, keeping, whole_law)
}


def main() -> None:
    found = TASKS[sys.argv[1]](**json.loads(sys.argv[2]))
    found["memory"] = _peak_memory()
    print(json.dumps(found))


def _peak_memory() -> float:
    """Megabytes that were resident at most. ``getrusage`` would count what the parent had when it started this."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak) / 1024


if __name__ == "__main__":
    main()
