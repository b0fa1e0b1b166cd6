"""``python -m evals.cases``: do a good, a middling and a wrong answer to an exercise score in that order?

The answers are in ``evals/data/case_answers.jsonl``, one object a line, written by somebody who did not
write the exercise and did not see how answers are compared::

    {"case": "…", "task": 1, "grade": "good", "language": "nb", "answer": "…"}

``task`` counts from 1 and ``grade`` is good, middling or wrong. A case is in order when the mean score of
its good answers is above that of the middling ones, and that above the wrong ones'.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tqdm import tqdm

from assistant import Assistant, load_settings
from assistant.cases import Cases, Draft, DraftTask, Feedback
from assistant.cases.views import refs_of
from corpus.errors import CorpusError
from corpus.models import Language

FILE = Path(__file__).parent / "data" / "case_answers.jsonl"
GRADES = ("good", "middling", "wrong")


class CaseAnswer(BaseModel):
    """An answer somebody wrote, and how good she meant it to be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    task: int = Field(ge=1)
    grade: str = Field(pattern="^(good|middling|wrong)$")
    language: Language = Language.NB
    answer: str = Field(min_length=1)


@dataclass(frozen=True)
class Scored:
    answer: CaseAnswer
    feedback: Feedback


@dataclass(frozen=True)
class Order:
    """The mean score of each grade for one thing that is compared, a case or a task of it."""

    name: str
    means: tuple[float, float, float]

    @property
    def holds(self) -> bool:
        good, middling, wrong = self.means
        return good > middling > wrong


def read_answers(file: Path) -> list[CaseAnswer]:
    """The answers. Raises :class:`CorpusError` with file and line."""
    answers: list[CaseAnswer] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                answers.append(CaseAnswer.model_validate(json.loads(line)))
            except (ValueError, ValidationError) as error:
                raise CorpusError(f"{file}:{number}: not an answer to an exercise ({error})") from error
    return answers


def score_all(cases: Cases, answers: Sequence[CaseAnswer]) -> list[Scored]:
    return [
        Scored(answer, cases.score(answer.case, answer.task, answer.answer))
        for answer in tqdm(answers, desc="answers", file=sys.stderr)
    ]


def orders(scored: Sequence[Scored], *, by_task: bool = False) -> list[Order]:
    """One for each case (or task) that has answers of all three grades."""
    groups: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in scored:
        name = f"{one.answer.case} {one.answer.task}" if by_task else one.answer.case
        groups[name][one.answer.grade].append(one.feedback.score)
    return [
        Order(name, (mean(found["good"]), mean(found["middling"]), mean(found["wrong"])))
        for name, found in groups.items()
        if all(found[grade] for grade in GRADES)
    ]


def proposals(assistant: Assistant) -> list[tuple[str, bool, bool]]:
    """For each task of the shipped exercises: whether a proposed key has the verdict of the key that was written for
    it, and whether its conclusion rests on a provision of that key."""
    found: list[tuple[str, bool, bool]] = []
    for case in assistant.knowledge.cases.values():
        tasks = tuple(DraftTask(ask=task.ask.nb, role=task.role, stage=case.stage_of(task)) for task in case.tasks)
        draft = Draft(story=tuple(part.nb for part in case.story), roles=case.roles, tasks=tasks)
        proposed = assistant.cases.propose(draft)
        for number, (task, made) in enumerate(zip(case.tasks, proposed.tasks, strict=True), start=1):
            key = {
                ref.provision
                for point in task.key.points
                for ref in refs_of(assistant.knowledge, task.role, point.cites)
            }
            first = refs_of(assistant.knowledge, task.role, made.key.points[0].cites) if made.key.points else ()
            same = made.key.verdict is task.key.verdict
            found.append((f"{case.id} {number}", same, any(ref.provision in key for ref in first)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--show", action="store_true", help="show what is not in order")
    parser.add_argument("--proposals", action="store_true", help="measure proposed keys against the written ones")
    arguments = parser.parse_args()
    if arguments.proposals:
        made = proposals(Assistant.open(load_settings()))
        print(f"verdict as in the key: {sum(same for _, same, _ in made)} of {len(made)} tasks")
        print(f"conclusion on a provision of the key: {sum(cited for _, _, cited in made)} of {len(made)} tasks")
        return
    scored = score_all(Assistant.open(load_settings()).cases, read_answers(arguments.file))
    for grade in GRADES:
        found = [one for one in scored if one.answer.grade == grade]
        if found:
            told = ", ".join(
                f"{name} {sum(one.feedback.agreement == name for one in found)}"
                for name in ("agrees", "partly", "unclear", "opposite")
            )
            print(f"{grade}: {len(found)} answers, mean {mean(one.feedback.score for one in found):.0f} ({told})")
    for name, by_task in (("cases", False), ("tasks", True)):
        found_orders = orders(scored, by_task=by_task)
        print(f"{name} in order: {sum(order.holds for order in found_orders)} of {len(found_orders)}")
        if arguments.show:
            for order in found_orders:
                if not order.holds:
                    print(f"  {order.name}: " + ", ".join(f"{value:.0f}" for value in order.means))


if __name__ == "__main__":
    main()
