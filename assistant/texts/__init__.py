"""The assistant's own words in the three languages, kept in files that a language editor can change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.models import Entry, Language, Verdict
from corpus.reading import read_one


class Sections(Entry):
    steps: str
    follow_up: str
    sources: str
    notices: str
    mistake: str


class Notices(Entry):
    """Templates; the names in braces are filled in."""

    assumed_role: str
    giving_role: str
    masked: str
    not_loaded: str
    repealed: str
    renumbered: str
    coming: str
    amended: str
    engine: str
    engine_dropped: str
    engine_stopped: str
    engine_away: str


class Openings(Entry):
    """How an answer opens. ``clauses`` stands before a half sentence that a yes or no was cut from: one that begins
    with one of ``joins``, and has no main clause of its own: after a comma, one of ``verbs``, or any word and then
    one of ``subjects``."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    holds: str
    fails: str
    clauses: dict[Verdict, str]
    joins: tuple[str, ...]
    verbs: tuple[str, ...]
    subjects: tuple[str, ...]


class Words(Entry):
    """All the assistant's own words in one language."""

    verdicts: dict[Verdict, str]
    openings: Openings
    emergency: str
    sections: Sections
    ask_role: str
    ask_matter: str
    write_down: str
    abstain_summary: str
    abstain: str
    abstain_follow_up: str
    notices: Notices
    engine_failures: dict[str, str]
    status: dict[str, str]
    as_of: str
    ledd: tuple[str, ...]
    article: str
    refers_to: str


@cache
def words(language: Language) -> Words:
    """The words in ``language``. Raises :class:`corpus.errors.CorpusError` where the file is wrong."""
    return read_one(Path(__file__).parent / f"{language.value}.yaml", Words)
