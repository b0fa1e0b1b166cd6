"""Looking up: words or a reference in, the places of the knowledge and of the law's text that fit them."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from assistant.labels import label, label_of_text, link
from assistant.question import Question
from assistant.retrieval import Retriever
from corpus.knowledge import Knowledge
from corpus.models import Language, Status
from corpus.refs import ProvisionRef, section_key
from ingest.passages import Passage
from ingest.records import Owner
from ingest.texts import TextStore

_CANDIDATES = 60
_KNOWN = 0.6
"""Share of the places that goes to what has a digest, where the law's text has something too."""
_SECTION = re.compile(r"(?:§+|paragraf|section)\s*(?P<section>\d[\d-]*(?:\s?[a-z])?)", re.IGNORECASE)
"""Words that are a section and nothing else."""
_NO_SIGN = re.compile(r"(?P<act>\D+?)\s+(?P<section>\d+(?:\s?[a-z])?)", re.IGNORECASE)
"""An act and its section written without «§», as in «hpl 33»."""


class Hit(BaseModel):
    """A provision or a place in a document. ``text`` is the project's own words for it, or where it has none
    the beginning of the source's own text (``own_words`` says which)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ref: str
    label: str
    title: str
    text: str
    own_words: bool
    url: str | None


def with_section_sign(words: str) -> str | None:
    """«hpl 33» as «hpl § 33»; nothing for words of another form. Whether it names an act is for the caller to see."""
    found = _NO_SIGN.fullmatch(words.strip())
    return f"{found['act']} § {found['section']}" if found else None


def search(
    knowledge: Knowledge,
    texts: TextStore | None,
    retriever: Retriever,
    question: Question,
    language: Language,
    count: int,
) -> tuple[Hit, ...]:
    """Up to ``count`` places: those with a digest first, then the law's own text where it is loaded.

    A share is kept for the text, since a digest of something else would otherwise hide the section that is about it.
    """
    refs: dict[ProvisionRef, None] = dict.fromkeys(_numbered(knowledge, question.text))
    vectors = retriever.vectors(question)
    for candidate in retriever.candidates(question, _CANDIDATES, vectors):
        if candidate.kind in (Owner.PROVISION, Owner.FINDING):
            refs.setdefault(ProvisionRef.parse(candidate.owner))
    unread: dict[ProvisionRef, Passage] = {}
    for passage, _ in texts.search(question.text, 3 * count, vectors[0]) if texts is not None else ():
        if passage.ref.provision not in refs and passage.status is Status.IN_FORCE:
            unread.setdefault(passage.ref.provision, passage)
    known = list(refs)[: max(count - len(unread), round(count * _KNOWN))]
    hits = [_known(knowledge, ref, language) for ref in known]
    hits += [_unread(knowledge, passage, language) for passage in unread.values()]
    return tuple(hits[:count])


def _numbered(knowledge: Knowledge, words: str) -> list[ProvisionRef]:
    """The sections of all acts that have the number, where the words are a number only: «§ 13-4»."""
    found = _SECTION.fullmatch(words.strip())
    key = section_key(found["section"]) if found else None
    return [ref for ref in knowledge.digests if section_key(ref.section) == key]


def _known(knowledge: Knowledge, ref: ProvisionRef, language: Language) -> Hit:
    entry = knowledge.digest(ref) or knowledge.findings[ref]
    return Hit(
        ref=str(ref),
        label=label(knowledge, ref, language),
        title=entry.title[language],
        text=entry.digest[language],
        own_words=True,
        url=link(knowledge, ref),
    )


def _unread(knowledge: Knowledge, passage: Passage, language: Language) -> Hit:
    known = passage.source in knowledge.sources
    return Hit(
        ref=str(passage.ref),
        label=label(knowledge, passage.ref, language) if known else label_of_text(passage),
        title=passage.heading,
        text=passage.text,
        own_words=False,
        url=link(knowledge, passage.ref) if known else passage.url,
    )
