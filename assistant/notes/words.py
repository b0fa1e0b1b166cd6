"""The words of the note in the three languages, kept in files that a language editor can change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.models import Entry, Language
from corpus.reading import read_one


class NoteWords(Entry):
    """All words of the note in one language; the names in braces are filled in."""

    title: str
    subtitle: str
    footer: str
    page: str
    date: str
    role: str
    role_unknown: str
    law_value: str
    masked: str
    masked_value: str
    question: str
    facts: str
    no_facts: str
    recipient: str
    answers: dict[str, str]
    assessment: str
    urgent: str
    rules: str
    rule: str
    about: str
    state: str
    as_of: str
    unknown: str
    remaining: str
    notices: str
    own_assessment: str
    decision: str
    signature: str
    guide_question: str


@cache
def note_words(language: Language) -> NoteWords:
    """The words in ``language``. Raises :class:`corpus.errors.CorpusError` where the file is wrong."""
    return read_one(Path(__file__).parent / "texts" / f"{language.value}.yaml", NoteWords)
