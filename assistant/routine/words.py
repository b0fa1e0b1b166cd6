"""The words of the routine check's report in the three languages, kept in files that a language editor can change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.routine.model import State
from corpus.models import Entry, Language
from corpus.reading import read_one


class Notes(Entry):
    """What is said of a reference. Names in braces are filled in."""

    replaced: str
    repealed: str
    coming: str
    rewritten: str
    renumbered: str
    act_replaced: str
    missing: str
    missing_subsection: str
    not_listed: str
    unknown_law: str
    no_law: str
    same_name: str
    old_name: str
    mismatch: str
    guessed: str
    near: str


class RoutineWords(Entry):
    """All words of the report in one language."""

    title: str
    states: dict[State, str]
    notes: Notes
    reasons: dict[str, str]
    hurry: dict[str, str]
    about: str
    file: str
    as_of: str
    found: str
    to_change: str
    to_change_none: str
    to_read: str
    to_read_intro: str
    rest: str
    none: str
    head_place: str
    head_written: str
    head_state: str
    head_note: str
    page: str
    line: str
    page_word: str
    footer: str
    disclaimer: str
    statement: str
    pasted: str


@cache
def routine_words(language: Language) -> RoutineWords:
    """The words in ``language``. Raises :class:`corpus.errors.CorpusError` where the file is wrong."""
    return read_one(Path(__file__).parent / "texts" / f"{language.value}.yaml", RoutineWords)
