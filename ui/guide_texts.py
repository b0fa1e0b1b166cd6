"""The words around the decision guide, on the page and in the terminal."""

from __future__ import annotations

from corpus.models import Entry, Language
from ui.texts import page_texts


class GuideTexts(Entry):
    """In one language; the names in braces are filled in. The guide's own words are in the knowledge."""

    number: str
    why: str
    next: str
    choose: str
    known: str
    taken: str
    change: str
    again: str
    ask_chat: str
    note: str
    note_hint: str
    formats: dict[str, str]
    wrong: str
    prompt: str
    not_a_number: str


def guide_texts(language: Language) -> GuideTexts:
    """The words in ``language``."""
    return page_texts("guide", language, GuideTexts)
