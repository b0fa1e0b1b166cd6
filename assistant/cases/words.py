"""What participants and facilitators read around an exercise, in files that a language editor can change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.cases.feedback import Agreement, Found
from corpus.models import Entry, Language
from corpus.reading import read_one


class SheetWords(Entry):
    """The words of the printed sheets. Names in braces are filled in."""

    participant: str
    key: str
    stage: str
    task: str
    answer: str
    about: str
    audience: str
    difficulty: str
    time: str
    minutes: str
    roles: str
    aim: str
    only_facilitator: str
    proposed: str
    conclusion: str
    point: str
    law: str
    wrong: str
    instead: str
    discuss: str
    mistakes: str
    invented: str
    as_of: str
    footer: str
    page: str


class FeedbackWords(Entry):
    """What is said of an answer."""

    summary: str
    agreement: dict[Agreement, str]
    found: dict[Found, str]
    heard: str
    wrong: str
    instead: str
    named: str
    missed: str
    others: str
    repealed: str
    coming: str
    proposed: str


class ProposalWords(Entry):
    """What the assistant writes into a case whose key it proposes."""

    comment: str
    title: str
    aim: str
    tasks: tuple[str, ...]
    parts: tuple[str, ...]


class RunWords(Entry):
    """What is said while an exercise is done in the terminal."""

    answer: str
    skipped: str
    total: str
    show_key: str
    next_stage: str


class CaseWords(Entry):
    """All words around an exercise in one language."""

    audiences: dict[str, str]
    difficulties: dict[int, str]
    sheet: SheetWords
    feedback: FeedbackWords
    proposal: ProposalWords
    run: RunWords


@cache
def case_words(language: Language) -> CaseWords:
    """The words in ``language``. Raises :class:`corpus.errors.CorpusError` where the file is wrong."""
    return read_one(Path(__file__).parent / "texts" / f"{language.value}.yaml", CaseWords)
