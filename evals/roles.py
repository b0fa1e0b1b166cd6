"""Does every role get its own duty? Plain questions for each role, against what the role's own data says.

``python -m evals.roles`` prints a table: for each role the duties whose answer rests first on another act than
the role's. The questions are in ``evals/data/roles.yaml``; a duty that a role has no provision for is left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant import Answer, Assistant, load_settings
from corpus.knowledge import Knowledge
from corpus.models import Language, Text
from corpus.models.entry import Entry, Id, Ref
from corpus.reading import read_entries

FILE = Path(__file__).parent / "data" / "roles.yaml"

Ask = Callable[[str, str | None], Answer]


class Duty(Entry):
    """A plain question about a duty: ``named`` of somebody with a ``{role}``, ``told`` by one whose role is known.

    ``rules`` are the slots whose provisions the answer may rest on first, ``also`` provisions beside them that answer
    it for those whom they bind. ``not_for`` are roles that it makes no sense to ask it of.
    """

    id: Id
    rules: tuple[Id, ...]
    also: tuple[Ref, ...] = ()
    not_for: tuple[Id, ...] = ()
    named: Text
    told: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question: whether its first citation is in an act that has the rule for the role."""

    duty: str
    role: str
    form: str
    question: str
    first: str | None
    right: bool


def duties() -> tuple[Duty, ...]:
    """The questions. Raises :class:`corpus.errors.CorpusError` where the file is wrong."""
    return tuple(read_entries(FILE, Duty))


def put(
    knowledge: Knowledge, ask: Ask, asked: Sequence[Duty], roles: Sequence[str], language: Language
) -> Iterator[Outcome]:
    """Each question for each role that has a rule for it, by name and told."""
    for duty in asked:
        for role in roles:
            acts = _acts(knowledge, duty, role)
            if not acts or role in duty.not_for:
                continue
            name = knowledge.roles[role].name[language].partition(" (")[0]
            for form, question, told in (
                ("named", duty.named[language].format(role=name), None),
                ("told", duty.told[language], role),
            ):
                answer = ask(question, told)
                first = answer.citations[0] if answer.citations else None
                right = first is not None and first.source in acts
                yield Outcome(duty.id, role, form, question, first.label if first else None, right)


def _acts(knowledge: Knowledge, duty: Duty, role: str) -> frozenset[str]:
    """The acts that an answer may rest on first, none where the role has no rule for the duty."""
    own = [ref for rule in duty.rules for ref in knowledge.rules_for(role, rule)]
    also = [ref for ref in duty.also if knowledge.binds(ref, role)]
    return frozenset(ref.source for ref in (*own, *also)) if own else frozenset()


def askers(knowledge: Knowledge) -> tuple[str, ...]:
    """The roles that one can ask as."""
    return tuple(role.id for role in knowledge.roles.values() if role.choosable)


def main() -> None:
    parser = argparse.ArgumentParser(description="Does every role get its own duty?")
    parser.add_argument("--language", type=Language, choices=list(Language), default=Language.NB)
    language = parser.parse_args().language
    assistant = Assistant.open(load_settings())
    roles = askers(assistant.knowledge)
    console = Console()
    outcomes: list[Outcome] = []
    for duty in track(duties(), "Asking", console=Console(stderr=True), transient=True):
        outcomes += put(assistant.knowledge, assistant.ask, [duty], roles, language)
    table = Table("duty", "named", "told")
    for duty in duties():
        row = [[o.right for o in outcomes if o.duty == duty.id and o.form == form] for form in ("named", "told")]
        table.add_row(duty.id, *(f"{sum(each)}/{len(each)}" for each in row))
    console.print(table)
    wrong = Table("role", "question", "rests first on")
    for outcome in outcomes:
        if not outcome.right:
            wrong.add_row(outcome.role, outcome.question, outcome.first or "–")
    console.print(wrong)
    console.print(f"{sum(o.right for o in outcomes)} of {len(outcomes)} rest first on an act of the role's own")


if __name__ == "__main__":
    main()
