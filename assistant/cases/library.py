"""The exercises that there are: those that come with the knowledge, and those of the trainer's own folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError, NotFoundError
from corpus.knowledge import Knowledge
from corpus.models import Case
from corpus.reading import read_entries

SUFFIX = ".yaml"


@dataclass(frozen=True)
class Shelf:
    """The exercises by id, which of them are somebody's own, and what is wrong with files of the own folder."""

    cases: Mapping[str, Case]
    own: frozenset[str]
    problems: tuple[str, ...]

    def one(self, case: str) -> Case:
        """The exercise, or :class:`NotFoundError`."""
        try:
            return self.cases[case]
        except KeyError:
            raise NotFoundError(f"«{case}» is not an exercise; «pliktkompass case list» lists them.") from None


def shelf(knowledge: Knowledge, folder: Path | None) -> Shelf:
    """What there is now. A file of one's own that cannot be used is told of, and keeps nothing else away."""
    cases = dict(knowledge.cases)
    own: set[str] = set()
    problems: list[str] = []
    files = sorted(folder.glob(f"*{SUFFIX}")) if folder is not None else []
    if folder is not None and not folder.is_dir():
        problems.append(f"{folder}: the folder for exercises of your own does not exist; make it or change the setting")
    for file in files:
        try:
            entries = read_entries(file, Case)
        except CorpusError as error:
            problems.append(str(error))
            continue
        for case in entries:
            if case.id in cases:
                problems.append(f"{file}: «{case.id}» is already the id of an exercise; give yours another")
                continue
            cases[case.id] = case
            own.add(case.id)
    return Shelf(cases, frozenset(own), tuple(problems))
