"""``python -m evals.cli``: put the questions to the assistant and print the figures."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from assistant import Assistant, load_settings
from evals.metrics import Result, citation_precision, figures, first_right, must_cite_recall, verdict_right
from evals.questions import FOLDER, read_questions
from evals.running import run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[FOLDER / "dev.jsonl"], help="files of questions")
    parser.add_argument("--worst", type=int, default=0, help="show this many of the worst answers")
    arguments = parser.parse_args()
    assistant = Assistant.open(load_settings())
    for file in arguments.files:
        questions = read_questions(file, assistant.knowledge)
        results = list(tqdm(run(assistant, questions), total=len(questions), desc=file.stem, file=sys.stderr))
        print(f"\n{file.name}: {dict(Counter(q.kind.value for q in questions))}")
        for found in figures(results, assistant.knowledge):
            print(f"  {found}")
        seconds = sorted(result.seconds for result in results)
        median, slow = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
        print(f"  median {median * 1000:.0f} ms, 95th percentile {slow * 1000:.0f} ms")
        for result in sorted(results, key=_score)[: arguments.worst]:
            _show(result)


def _score(result: Result) -> float:
    parts = [must_cite_recall(result), first_right(result), citation_precision(result), verdict_right(result)]
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
