"""Hides what can identify a person before anything else sees the question.

Identity numbers (also mistyped and synthetic ones: any eleven digits), telephone numbers, e-mail and
street addresses by their form; names by lists of given names and surnames and by the words around
them. When in doubt a name is hidden: the answer never depends on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from corpus.knowledge import Knowledge
from ingest.norwegian import tokens

_FORMS = (
    ("[e-post]", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("[fødselsnummer]", re.compile(r"(?<!\d)\d{6}[\s.-]?\d{5}(?!\d)|(?<!\d)\d(?:[\s.-]?\d){10}(?!\d)")),
    ("[telefon]", re.compile(r"(?<![\d§/-])(?:(?:\+|00)47[\s]?)?[2-9]\d(?:[\s.]?\d){6}(?![\d-])")),
    (
        "[adresse]",
        re.compile(
            r"\b[A-ZÆØÅ][\wæøåÆØÅ.-]*(?:\s[A-ZÆØÅ]?[\wæøå]+)?\s?(?:veien|vegen|gata|gaten|gate|vei|veg|allé|alle|plass|bakken|"
            r"lia|stien|svingen|tunet|haugen|kroken)\s\d+\s?[A-Za-z]?\b(?:,?\s\d{4}\s[A-ZÆØÅ][a-zæøå]+)?"
        ),
    ),
)
_NAME = "[navn]"
_CUE = re.compile(
    r"\b(?:heter|heiter|kalles|kallast|ved navn|med namn|named|called|name is|hilsen|mvh|navnet|namnet)"
    r"\s+(?P<name>[a-zæøåA-ZÆØÅ]\w+)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-ZÆØÅÀ-Þ][\wæøåéèüöäÀ-ÿ'’-]*")
_LOCALES = (
    "no_NO",
    "en_US",
    "sv_SE",
    "da_DK",
    "fi_FI",
    "pl_PL",
    "es_ES",
    "de_DE",
    "fr_FR",
    "tr_TR",
    "nl_NL",
    "ar_SA",
    "en_IN",
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what identifies, and how many places were hidden."""

    text: str
    count: int


class Masker:
    """Masks questions. Words of the vocabulary and the laws' names are never taken for names."""

    def __init__(self, knowledge: Knowledge) -> None:
        known: set[str] = set()
        for text in _own_words(knowledge):
            known.update(tokens(text))
        self._known = frozenset(known)
        given, family = _name_lists()
        self._given = given
        self._family = family

    def mask(self, text: str) -> Masked:
        """Hide identity numbers, contact details and names."""
        count = 0

        def hide(placeholder: str) -> str:
            nonlocal count
            count += 1
            return placeholder

        for placeholder, form in _FORMS:
            text = form.sub(lambda _, mark=placeholder: hide(mark), text)  # type: ignore[misc]
        text = _CUE.sub(
            lambda match: (
                match[0] if match["name"].lower() in self._known else match[0][: -len(match["name"])] + hide(_NAME)
            ),
            text,
        )
        pieces: list[str] = []
        end = 0
        hidden_before = -10
        for match in _WORD.finditer(text):
            if text[max(0, match.start() - 1) : match.start()] == "[" or not self._is_name(
                match[0], match.start() - hidden_before <= 1
            ):
                continue
            pieces.append(text[end : match.start()])
            pieces.append(hide(_NAME) if match.start() - hidden_before > 1 else "")
            end = hidden_before = match.end()
        return Masked("".join(pieces) + text[end:], count)

    def _is_name(self, word: str, follows_a_name: bool) -> bool:
        lower = word.lower().removesuffix("'s").removesuffix("’s")
        bare = lower[:-1] if lower.endswith("s") and lower[:-1] in self._given else lower
        if bare in self._given and bare not in self._known:
            return True
        return follows_a_name and bare not in self._known and (bare in self._family or word[0].isupper())


def _name_lists() -> tuple[frozenset[str], frozenset[str]]:
    """Given names and surnames that people in Norway bear, from the lists that Faker ships."""
    given: set[str] = set()
    family: set[str] = set()
    for locale in _LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            given.update(name.lower() for name in getattr(provider, attribute, ()))
        family.update(name.lower() for name in getattr(provider, "last_names", ()))
    return frozenset(given), frozenset(family)


def _own_words(knowledge: Knowledge) -> Iterator[str]:
    for source in knowledge.sources.values():
        yield from (source.title, source.short.nb, source.short.nn or "", *source.aliases)
    for group in (knowledge.roles, knowledge.recipients, knowledge.topics, knowledge.information, knowledge.cues):
        for entry in group.values():
            yield from (line for _, line in entry.words.all())
    for situation in knowledge.situations.values():
        yield from (line for _, line in situation.asked_as.all())
