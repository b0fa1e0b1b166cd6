"""``python -m evals.cli``: put the questions to the assistant and print the figures."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from assistant import Assistant, load_settings
from corpus.errors import PliktkompassError
from evals import citing, conduct
from evals.grounding import Grounding
from evals.metrics import all_metrics
from evals.questions import FOLDER, read_questions
from evals.running import Result, plainly, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[FOLDER / "dev.jsonl"], help="files of questions")
    parser.add_argument("--worst", type=int, default=0, help="show this many of the worst answers")
    arguments = parser.parse_args()
    try:
        _print(arguments.files, arguments.worst)
    except PliktkompassError as error:
        sys.exit(f"evals: {error}")


def _print(files: list[Path], worst: int) -> None:
    assistant = Assistant.open(load_settings())
    grounding = Grounding(assistant.knowledge, assistant.texts)
    metrics = all_metrics(assistant.knowledge, assistant.settings.day(), grounding)
    for file in files:
        questions = read_questions(file, assistant.knowledge)
        results = list(tqdm(run(plainly(assistant), questions), total=len(questions), desc=file.stem, file=sys.stderr))
        print(f"\n{file.name}: {dict(Counter(q.kind.value for q in questions))}")
        for metric in metrics:
            print(f"  {metric.figure(results)}")
        seconds = sorted(result.seconds for result in results)
        median, slow = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
        print(f"  median {median * 1000:.0f} ms, 95th percentile {slow * 1000:.0f} ms")
        for result in sorted(results, key=quality)[:worst]:
            _show(result)


def quality(result: Result) -> float:
    """How good an answer is as a whole, from 0 to 1: what is right of its citations and its verdict."""
    parts = [
        citing.must_cite_recall(result),
        citing.first_right(result),
        citing.citation_precision(result),
        conduct.verdict_right(result),
    ]
    known = [part for part in parts if part is not None]
    return sum(known) / len(known)


def _show(result: Result) -> None:
    question = result.question
    print(f"\n{question.id} {question.kind.value} {question.role or ''}: {question.question}")
    print(f"  gold: {[[str(r) for r in g] for g in question.must_cite]} {[v.value for v in question.verdicts]}")
    if result.answer is None:
        print(f"  failed: {result.error}")
        return
    print(f"  got:  {[str(r) for r in result.cited]} {result.answer.verdict.value}: {result.answer.summary}")


if __name__ == "__main__":
    main()
