"""``python -m evals.cli``: put the questions to the assistant, print the figures, and write the report."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from assistant import Assistant, load_settings
from assistant.grounding import Guard
from corpus.errors import PliktkompassError
from evals.gate import gate_figures, quick, write_figures
from evals.grounding import Grounding
from evals.guard import judge
from evals.hostile import Hostile, measure
from evals.measured import Measured
from evals.metrics import all_metrics
from evals.questions import FOLDER, HELD_OUT, EvalQuestion, read_questions
from evals.remembering import RememberingEmbedder
from evals.report import figure_rows, worst, write_report
from evals.running import Result
from evals.suite import Bench, Half, T, Watch
from ingest.embedders import make_embedder
from ingest.embedding import Embedder
from ingest.vectors import VectorCache

_LIED_TO = 100
"""Questions of the development half that a lying language model answers."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.cli", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[FOLDER / "dev.jsonl"], help="files of questions")
    parser.add_argument(
        "--worst", type=int, default=0, help="show this many of the worst answers (not of the test half)"
    )
    parser.add_argument(
        "--report", type=Path, help="write the report into this folder, with baselines and ablations; else only figures"
    )
    arguments = parser.parse_args()
    try:
        measured = _measure(arguments.files, whole=arguments.report is not None)
        _print(measured)
        for half in measured.halves:
            for result in worst(half, arguments.worst):
                _show(result)
        if arguments.report is not None:
            write_report(measured, arguments.report)
            _commit_figures(measured, arguments.report / "figures.json")
            print(f"The report is {arguments.report / 'report.md'}")
    except PliktkompassError as error:
        sys.exit(f"evals: {error}")


def _measure(files: Sequence[Path], *, whole: bool) -> Measured:
    settings = load_settings()
    start = time.perf_counter()
    assistant = Assistant.open(settings)
    opened = time.perf_counter() - start
    knowledge = assistant.knowledge
    questions = {file.stem: read_questions(file, knowledge) for file in files}
    embedder = make_embedder(settings.embedder, settings.threads)
    bars = _Bars()
    bench = Bench(assistant, embedder, bars)
    # Whoever is timed embeds anew; what is compared with it may remember from run to run.
    cache = VectorCache(settings.data_dir / "vectors.sqlite")
    remembering = RememberingEmbedder(embedder, cache, bars.counting("embedding the law") if whole else _ignore)
    silently = RememberingEmbedder(embedder, cache, _ignore)
    grounding = Grounding(knowledge, silently, assistant.texts)
    if whole:
        bench.prepare_baselines(remembering)
    halves = tuple(bench.measure(name, asked, ablate=whole) for name, asked in questions.items())
    answered = [result for half in halves for result in half.results]
    for result in bars.over("grounding", answered) if whole else ():
        grounding.score(result)  # which is remembered: here is where it takes its time
    return Measured(
        halves=halves,
        metrics=all_metrics(knowledge, settings.day(), grounding if whole else None),
        knowledge=knowledge,
        embedder=embedder.name,
        has_texts=assistant.texts is not None,
        limit=assistant.retriever.weights.minimum,
        opened=opened,
        skipped=bench.skipped,
        ungrounded=dict(grounding.reasons(answered).most_common()) if whole else {},
        judged=tuple(judge(knowledge, silently, assistant.texts)) if whole else (),
        hostile=_lied_to(assistant, silently, questions, bars) if whole else None,
    )


def _lied_to(
    assistant: Assistant, embedder: Embedder, questions: Mapping[str, Sequence[EvalQuestion]], bars: _Bars
) -> Hostile:
    """A lying language model over the first questions that are not held out."""
    asked = next((some for name, some in questions.items() if name != HELD_OUT), ())[:_LIED_TO]
    guard = Guard(assistant.knowledge, embedder, assistant.texts)
    return measure(assistant, guard, bars.over("a lying model", asked))


def _commit_figures(measured: Measured, path: Path) -> None:
    """What CI compares with: the quick subset's figures; and all of them."""
    subset = [r for half in measured.halves for r in _quick(half)]
    groups = {half.name: gate_figures(measured.metrics, half.results) for half in measured.halves}
    write_figures(path, {"gate": gate_figures(measured.metrics, subset), **groups})


def _quick(half: Half) -> list[Result]:
    kept = {question.id for question in quick([result.question for result in half.results])}
    return [result for result in half.results if result.question.id in kept]


def _print(measured: Measured) -> None:
    table = Table("figure", "goal", *(half.name for half in measured.halves))
    for row in figure_rows(measured):
        table.add_row(*row)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table)
    for half in measured.halves:
        speed = half.speed
        console.print(
            f"{half.name}: {speed.count} answers in {speed.total:.1f} s; median {speed.answer * 1000:.1f} ms, "
            f"{speed.ratio:.2f} times the embedding of its question"
        )
    if measured.skipped:
        console.print(f"No baselines: {measured.skipped}")


def _show(result: Result) -> None:
    question = result.question
    print(f"\n{question.id} {question.kind.value} {question.role or ''}: {question.question}")
    print(f"  gold: {[[str(r) for r in g] for g in question.must_cite]} {[v.value for v in question.verdicts]}")
    if result.answer is None:
        print(f"  failed: {result.error}")
        return
    print(f"  got:  {[str(r) for r in result.cited]} {result.answer.verdict.value}: {result.answer.summary}")


def _ignore(count: int) -> None:
    """Nobody watches."""


class _Bars(Watch):
    """A bar on stderr for everything that takes time."""

    def over(self, name: str, items: Sequence[T]) -> Iterator[T]:
        yield from tqdm(items, desc=name, file=sys.stderr)

    def counting(self, name: str) -> Callable[[int], None]:
        bar = tqdm(desc=name, unit=" texts", file=sys.stderr)

        def advance(count: int) -> None:
            bar.update(count)

        return advance


if __name__ == "__main__":
    main()
