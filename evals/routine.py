"""``python -m evals.routine FOLDER``: the routine check against documents whose references were counted by hand.

Two measures. On the seed documents in FOLDER: how many of the references that a reader finds are found, are placed
at their line, mean the right provision and stand right, and how many right ones are called wrong. And on the
knowledge's own statements, each beside the provision it cites: how often a right reference is called a mismatch, and
how often one to another provision drawn at random is seen.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant import Assistant, load_settings
from assistant.labels import label
from assistant.routine import CheckedReference, Report, State, from_text, read_manuscript
from corpus.knowledge import Knowledge
from corpus.models import Language
from corpus.refs import ProvisionRef
from evals.figures import Figure, figure
from evals.questions import FOLDER

_GOLD = FOLDER / "seed-references.jsonl"
_NEAR = 2
"""Lines between the count and the find that are still the same place: a name may go on over the next line."""


@dataclass(frozen=True)
class Counted:
    """A reference that a reader found. ``damaged`` where the order of the words was lost in text recognition."""

    file: str
    line: int
    status: State
    ref: str | None = None
    section: str = ""
    damaged: bool = False


@dataclass
class Tally:
    """The scores of one document, each reference 1 or 0."""

    found: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    replaced: list[float] = field(default_factory=list)
    false_alarm: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def read_gold(path: Path = _GOLD) -> dict[str, list[Counted]]:
    """The counted references by document; a document without any has an empty list."""
    gold: dict[str, list[Counted]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        of_file = gold.setdefault(row["file"], [])
        if "line" in row:
            of_file.append(Counted(**{**row, "status": State(row["status"])}))
    return gold


def compare(counted: Sequence[Counted], found: Sequence[CheckedReference]) -> Tally:
    """Pair what was counted with what was found, each at most once, the same provision at the nearest line first."""
    tally, left = Tally(), list(found)
    pairs: list[tuple[Counted, CheckedReference | None]] = []
    for strict in (True, False):
        for one in counted if strict else [one for one, other in pairs if other is None]:
            match = min(
                (other for other in left if _pairs(one, other, strict=strict)),
                key=lambda other: abs(other.line - one.line),
                default=None,
            )
            if match is not None:
                left.remove(match)
                if not strict:
                    pairs.remove((one, None))
            if strict or match is not None:
                pairs.append((one, match))
    for one, other in pairs:
        tally.found.append(float(other is not None))
        if other is None:
            tally.missed.append(f"line {one.line}: {one.ref or one.section or 'a law that is not known'}")
            continue
        tally.right.append(float(_same(one.ref, other.ref)))
        if one.status is State.REPEALED:
            tally.replaced.append(float(other.status in (State.REPEALED, State.RENUMBERED)))
        elif one.status is State.IN_FORCE and not one.damaged:
            tally.false_alarm.append(float(other.status not in (State.IN_FORCE, State.UNKNOWN)))
        if not _same(one.ref, other.ref) or other.status is not one.status:
            tally.wrong.append(f"line {one.line}: {one.ref} {one.status.value}, found {other.ref} {other.status.value}")
    tally.extra = [f"line {other.line}: {other.text} ({other.status.value})" for other in left]
    return tally


def _pairs(one: Counted, other: CheckedReference, *, strict: bool) -> bool:
    if abs(one.line - other.line) > (0 if strict else _NEAR):
        return False
    if strict:
        return _same(one.ref, other.ref)
    section = one.section or (ProvisionRef.parse(one.ref).section if one.ref and "#" in one.ref else "")
    return not section or section.split(" (")[0].replace("art ", "") in other.text


def _same(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one == other
    if "#" in one and "#" in other:
        return ProvisionRef.parse(one) == ProvisionRef.parse(other)
    return one == other


def of_statements(assistant: Assistant, count: int, seed: int) -> tuple[Figure, Figure, Figure]:
    """How often a right citation is called a mismatch, a random wrong one is seen, and a right statement is pointed out
    for a human to read."""
    rng = random.Random(seed)
    knowledge = assistant.knowledge
    pairs = list(_statements(knowledge))
    right, wrong, read = [], [], []
    for text, language, ref in rng.sample(pairs, min(count, len(pairs))):
        other = rng.choice([one for one in knowledge.digests if one.source != ref.source])
        report = _checked(assistant, text, language, ref)
        right.append(_is_mismatch(report))
        read.append(float(bool(report.statements)))
        wrong.append(_is_mismatch(_checked(assistant, text, language, other)))
    return (
        figure("right citation called a mismatch", right),
        figure("wrong citation seen", wrong),
        figure("right statement pointed out for reading", read),
    )


def _statements(knowledge: Knowledge) -> Iterator[tuple[str, Language, ProvisionRef]]:
    for situation in knowledge.situations.values():
        for said in situation.statements:
            refs = [cite for cite in said.cites if isinstance(cite, ProvisionRef) and knowledge.digest(cite)]
            if len(said.cites) == 1 and refs:
                for language in Language:
                    if said.text.has(language):
                        yield said.text[language], language, refs[0]


def _checked(assistant: Assistant, text: str, language: Language, ref: ProvisionRef) -> Report:
    sentence = f"{text.rstrip('.')} ({label(assistant.knowledge, ref.provision, language)})."
    return assistant.check(from_text(sentence, "statement"), language)


def _is_mismatch(report: Report) -> float:
    return float(any(found.status is State.MISMATCH for found in report.references))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with the seed documents as text")
    parser.add_argument("--statements", type=int, default=300, help="how many statements to try")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    assistant = Assistant.open(load_settings())
    every: dict[str, list[float]] = defaultdict(list)
    for name, counted in read_gold().items():
        file = arguments.folder / f"{name}.txt"
        report = assistant.check(read_manuscript(file.read_bytes(), file.name))
        tally = compare(counted, report.references)
        print(f"{name}: {len(counted)} counted, {len(report.references)} found, {len(report.statements)} to read")
        for missed in tally.missed:
            print(f"  missed   {missed}")
        for wrong in tally.wrong:
            print(f"  differs  {wrong}")
        for extra in tally.extra:
            print(f"  uncounted {extra}")
        for key in ("found", "right", "replaced", "false_alarm"):
            every[key] += getattr(tally, key)
    names = {
        "found": "references found",
        "right": "of those, the right provision",
        "replaced": "replaced law seen as such",
        "false_alarm": "right reference called wrong",
    }
    for key, title in names.items():
        print(f"  {figure(title, every[key])}")
    for found in of_statements(assistant, arguments.statements, arguments.seed):
        print(f"  {found}")


if __name__ == "__main__":
    main()
