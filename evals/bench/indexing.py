"""Our index against the raw embedder, and against the usual LangChain recipe."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.knowledge import Knowledge
from evals.baselines import Paragraph
from evals.bench.measured import Part, Plot, Row
from evals.bench.texts import examples
from evals.bench.timing import in_own_process, seconds
from evals.figures import figure
from ingest.embedding import Embedder


def raw_rate(embedder: Embedder, knowledge: Knowledge, count: int) -> float:
    """Example questions a second, embedded in one call and kept nowhere."""
    texts = examples(knowledge, count)
    embedder.questions(texts[:64])
    return len(texts) / seconds(lambda: embedder.questions(texts))


def our_index(
    embedder: Embedder, knowledge: Knowledge, folder: Path, sample: int, entries: int
) -> tuple[Part, dict[str, Any]]:
    """All examples of the knowledge embedded, kept and indexed; the raw embedder is measured before and after."""
    before = raw_rate(embedder, knowledge, sample)
    built = in_own_process("our_index", folder=str(folder), entries=entries)
    raw = (before + raw_rate(embedder, knowledge, sample)) / 2
    rate = built["texts"] / built["seconds"]
    return Part(
        "Our index against the raw embedder",
        "All example questions embedded (as if no vectors were shipped), kept, projected, stored in Chroma, and all "
        f"texts indexed by word. The raw embedder embeds {sample} of the examples in one call, before and after.",
        (
            Row("texts embedded", built["texts"], ""),
            Row("whole index", built["seconds"], "s"),
            Row("index", rate, "texts/s"),
            Row("raw embedder", raw, "texts/s"),
            Row("index / raw embedder", rate / raw, "×", at_least=0.9),
            Row("peak memory", built["memory"], "MB"),
            *(Row(f"time left told at {part} %, off by", off * 100, "%") for part, off in built["off"].items()),
        ),
    ), built


def recipe(built: dict[str, Any], our_data: Path, folder: Path, paragraphs: Sequence[Paragraph]) -> Part:
    """The recipe on a sample of the law, ours on what it ships with; the same embedder and the same questions."""
    folder.mkdir(parents=True)
    pickled = folder / "paragraphs.pickle"
    pickled.write_bytes(pickle.dumps(list(paragraphs)))
    index = in_own_process("recipe_index", folder=str(folder / "chroma"), paragraphs=str(pickled))
    theirs = in_own_process("recipe_answers", folder=str(folder / "chroma"))
    ours = in_own_process("our_answers", folder=str(our_data))
    found, mine = figure("recipe", theirs["scores"]), figure("ours", ours["scores"])
    return Part(
        "Against the usual LangChain recipe",
        "RecursiveCharacterTextSplitter 1000/200 into Chroma, the four nearest chunks; the same embedder, questions "
        f"and machine. It searches {len(paragraphs)} sections of the law, among them all that the questions need, "
        "which is easier than all of the law; ours searches all of its knowledge. The recipe's time is that of "
        "finding the chunks alone, without a language model to write an answer; ours is the whole answer.",
        (
            Row("index time, ours (every vector computed)", built["seconds"], "s", note=f"{built['texts']} texts"),
            Row("index time, recipe", index["seconds"], "s", note=f"{index['texts']} chunks"),
            Row("answer, ours", ours["ms"], "ms"),
            Row("finding chunks, recipe", theirs["ms"], "ms"),
            Row("time, ours / recipe", ours["ms"] / theirs["ms"], "×"),
            Row("peak memory answering, ours", ours["memory"], "MB", at_most=700),
            Row("peak memory answering, recipe", theirs["memory"], "MB"),
            Row("must-cite recall, ours", mine.value, "share", note=f"{mine.low:.2f} to {mine.high:.2f}"),
            Row("must-cite recall, recipe", found.value, "share", note=f"{found.low:.2f} to {found.high:.2f}"),
        ),
        (
            Plot(
                "recall",
                "Must-cite recall on the same questions",
                "",
                "share",
                ("ours", "LangChain recipe"),
                {"must-cite recall": (mine.value, found.value)},
            ),
        ),
    )  # fmt: skip
