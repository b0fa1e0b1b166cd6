"""What of the knowledge is searched: one record for each text that a question may resemble."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corpus.knowledge import Knowledge
from corpus.models import Language, Phrases, Text


class Owner(StrEnum):
    """What a record belongs to."""

    SITUATION = "situation"
    PROVISION = "provision"
    FINDING = "finding"
    TERM = "term"
    OUTSIDE = "outside"


class Entry(NamedTuple):
    """Something of the knowledge that a question may be about. As text it is a name that no other entry has."""

    kind: Owner
    owner: str

    def __str__(self) -> str:
        return f"{self.kind.value} {self.owner}"


@dataclass(frozen=True, slots=True)
class Record:
    """A searchable text.

    ``owner`` is the situation's id or the reference as text. ``example`` marks a line in the words of
    askers, which is compared with a question as one question with another.
    """

    kind: Owner
    owner: str
    text: str
    language: Language
    example: bool

    @property
    def entry(self) -> Entry:
        """The entry it belongs to."""
        return Entry(self.kind, self.owner)

    @property
    def id(self) -> str:
        """The same for the same record in every index."""
        return hashlib.sha256(f"{self.kind}\0{self.owner}\0{self.language}\0{self.text}".encode()).hexdigest()[:24]


def records_of(knowledge: Knowledge) -> tuple[Record, ...]:
    """All records, each once, in a fixed order."""
    found = {(record.kind, record.owner, record.language, record.text): record for record in _records(knowledge)}
    return tuple(found.values())


def _records(knowledge: Knowledge) -> Iterator[Record]:
    for situation in knowledge.situations.values():
        yield from _texts(Owner.SITUATION, situation.id, situation.title, example=True)
        yield from _examples(Owner.SITUATION, situation.id, situation.asked_as)
    for ref, digest in knowledge.digests.items():
        name = knowledge.sources[ref.source].short if ref.source in knowledge.sources else None
        for language in Language:
            if digest.digest.has(language):
                law = f"{name[language]} § {ref.section}: " if name else ""
                yield Record(
                    Owner.PROVISION,
                    str(ref),
                    f"{law}{digest.title[language]}. {digest.digest[language]}",
                    language,
                    False,
                )
        yield from _examples(Owner.PROVISION, str(ref), digest.asked_as)
    for ref, finding in knowledge.findings.items():
        for language in Language:
            if finding.digest.has(language):
                yield Record(
                    Owner.FINDING, str(ref), f"{finding.title[language]}. {finding.digest[language]}", language, False
                )
        yield from _examples(Owner.FINDING, str(ref), finding.asked_as)
    for theme in knowledge.outside.values():
        yield from _examples(Owner.OUTSIDE, theme.id, theme.words)
    for term in knowledge.terms.values():
        for language in Language:
            if term.term.has(language):
                yield Record(
                    Owner.TERM, term.id, f"{term.term[language]}: {term.explanation[language]}", language, True
                )


def _texts(kind: Owner, owner: str, text: Text, *, example: bool) -> Iterator[Record]:
    for language in Language:
        if text.has(language):
            yield Record(kind, owner, text[language], language, example)


def _examples(kind: Owner, owner: str, phrases: Phrases) -> Iterator[Record]:
    for language, line in phrases.all():
        yield Record(kind, owner, line, language, True)
