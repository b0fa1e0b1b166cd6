"""Hides what can identify a person before anything else sees the question.

Identity numbers (also synthetic ones and those mistyped by a digit: any ten to twelve), telephone numbers, e-mail and
street addresses by their form; names by lists of given names and surnames and by the words around
them. When in doubt a name is hidden: the answer never depends on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import zip_longest

from assistant.phrases import phrases_of
from corpus.knowledge import Knowledge

_FORMS = (
    ("[e-post]", re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\(a\))\s?[\w-]+\.[\w.-]+", re.IGNORECASE)),
    ("[telefon]", re.compile(r"(?:\+|\b00)\s?47\s?[2-9]\d(?:[\s.-]?\d){6}(?![\d-])")),
    ("[fødselsnummer]", re.compile(r"(?<!\d)\d{6}[\s.-]?\d{5}(?!\d)|(?<![\d/-])\d(?:[\s.-]?\d){9,11}(?!\d)")),
    ("[telefon]", re.compile(r"(?<![\d§/-])(?:(?:\+|00)47[\s]?)?[2-9]\d(?:[\s.-]?\d){6}(?![\d-])")),
    (
        "[adresse]",
        re.compile(
            r"\b[A-ZÆØÅ][\wæøåÆØÅ.-]*(?:\s[A-ZÆØÅ]?[\wæøå]+)?\s?(?:veien|vegen|gata|gaten|gate|vei|veg|allé|alle|plass|bakken|"
            r"lia|stien|svingen|tunet|haugen|kroken)\s\d+\s?[A-Za-z]?\b(?:,?\s\d{4}\s[A-ZÆØÅ][a-zæøå]+)?"
            r"|\b[A-ZÆØÅ][\wæøåÆØÅ-]+\s\d{1,4}\s?[A-Za-z]?,\s?\d{4}\s[A-ZÆØÅ][a-zæøå]+"
        ),
    ),
)
_NAME = "[navn]"
_CALLED = re.compile(
    r"\b(?:heter|heiter|kalles|kallast|ved navn|med namn|named|called|name is|hilsen|helsing|mvh|navnet|namnet)\s+",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"[^\W_][,;)]?\s+[(«\"]?")
"""What stands before a word inside a sentence: another word, not a full stop, a colon or a line's beginning."""
_PART = 3
"""Letters of the shortest part of a compound."""
_ABBREVIATION = 2
"""Letters of the longest word that is rather an abbreviation than a name."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LOCALES = (
    *("no_NO", "sv_SE", "da_DK", "fi_FI", "en_US", "de_DE", "nl_NL", "fr_FR"),
    *("pl_PL", "es_ES", "tr_TR", "en_IN", "en_PK", "en_KE", "sw", "lt_LT", "ro_RO", "hr_HR", "fr_DZ"),
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what identifies, and how many places were hidden."""

    text: str
    count: int


class Masker:
    """Masks questions. A word that the vocabulary uses is no name unless somebody is said to be called so."""

    def __init__(self, knowledge: Knowledge) -> None:
        # Capitalised words are left out: the name in the name of a foundation is still a name.
        words = set(_WORD.findall("\n".join(_own_words(knowledge))))
        self._known = frozenset(word.lower() for word in words if word.islower() or word.isupper())
        proper = (word for entry in knowledge.proper.values() for _, line in entry.words.all() for word in line.split())
        self._proper = frozenset(word.lower() for word in proper)
        self._given = _given_names()
        self._noun = tuple(knowledge.grammar.noun_endings.words())
        verbs = (*phrases_of(knowledge.frames["acts"].words), *phrases_of(knowledge.cues["speaks"].words))
        self._verbs = frozenset(verb for verb in verbs if " " not in verb)

    def mask(self, text: str) -> Masked:
        """Hide identity numbers, contact details and names."""
        count = 0
        for placeholder, form in _FORMS:
            text, hidden = form.subn(placeholder, text)
            count += hidden
        pieces: list[str] = []
        end = 0
        name_ended = -1
        words = list(_WORD.finditer(text))
        after_called = {match.end() for match in _CALLED.finditer(text)}
        after_inside = {match.end() for match in _INSIDE.finditer(text)}
        for match, after in zip_longest(words, words[1:]):
            start = match.start()
            called, inside = start in after_called, start in after_inside
            acts = after is not None and after[0] in self._verbs and text[match.end() : after.start()] == " "
            if not (called or acts or match[0][0].isupper()):
                continue
            follows = bool(pieces) and text[name_ended:start] == " "
            is_name = self._is_name(match[0], called=called, follows=follows, inside=inside, acts=acts)
            if text.startswith("[", start - 1) or not is_name:
                continue
            if not follows:  # a surname belongs to the name that is hidden already
                pieces += [text[end:start], _NAME]
                count += 1
            end = name_ended = match.end()
        return Masked("".join(pieces) + text[end:], count)

    def _is_name(self, word: str, *, called: bool, follows: bool, inside: bool, acts: bool) -> bool:
        """Whether a word is a name: by the lists where it is capitalised, by what stands before it in any case.

        A capital ``inside`` a sentence makes a name of any word that the knowledge does not use and that is no
        abbreviation, and so does one that ``acts`` at its beginning and has no ending of a noun. Who acts is also a
        name in small letters, where the lists have it.
        """
        lower = word.lower().removesuffix("'s").removesuffix("’s")
        forms = {lower, lower.removesuffix("s"), *lower.split("-")}
        given = not forms.isdisjoint(self._given)
        known = lower in self._known or not forms.isdisjoint(self._proper)
        if called:
            return given or not known
        if not word[0].isupper():
            return acts and lower in self._given and not known
        first = word.partition("-")[0]
        strange = (
            (inside or (acts and not lower.endswith(self._noun) and not self._is_compound(lower)))
            and len(word) > _ABBREVIATION
            and sum(map(str.isupper, first)) == 1
            and first.lower() not in self._known
        )
        return (given or follows or strange) and not known

    def _is_compound(self, word: str) -> bool:
        """Whether a word ends with a word of the knowledge («turistmor»)."""
        return any(word[cut:] in self._known for cut in range(_PART, len(word) - _PART + 1))


def _given_names() -> frozenset[str]:
    """Given names that people in Norway bear, from the lists that Faker ships."""
    given: set[str] = set()
    for locale in _LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            given.update(name.lower() for name in getattr(provider, attribute, ()))
    return frozenset(given)


def _own_words(knowledge: Knowledge) -> Iterator[str]:
    examples = (
        *(situation.asked_as for situation in knowledge.situations.values()),
        *(digest.asked_as for digest in knowledge.digests.values()),
        *(finding.asked_as for finding in knowledge.findings.values()),
    )
    yield from (line for asked_as in examples for _, line in asked_as.all())
    for source in knowledge.sources.values():
        yield from (source.title, source.short.nb, source.short.nn or "", *source.aliases)
    for group in (knowledge.roles, knowledge.recipients, knowledge.topics, knowledge.information, knowledge.cues):
        for entry in group.values():
            yield from (line for _, line in entry.words.all())
