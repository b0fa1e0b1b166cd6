"""The pages' own words in the three languages, kept in files that a language editor can change."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from corpus.models import Entry, Language
from corpus.reading import read_one

T = TypeVar("T", bound=Entry)

_FOLDER = Path(__file__).parent


def page_texts(page: str, language: Language, model: type[T]) -> T:
    """The words of ``page`` in ``language``, as ``model``. Raises :class:`corpus.errors.CorpusError` where the file
    is wrong or lacks a word."""
    return cast(T, _read(page, language, model))


@cache
def _read(page: str, language: Language, model: type[Entry]) -> Entry:
    return read_one(_FOLDER / language.value / f"{page}.yaml", model)
