"""Looking up: words or a reference in, the places of the knowledge and of the law's text that fit them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.labels import label, link
from assistant.question import Question
from assistant.retrieval import Retriever
from corpus.knowledge import Knowledge
from corpus.models import Language
from corpus.refs import ProvisionRef
from ingest.records import Owner
from ingest.texts import TextStore

_CANDIDATES = 60


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


def search(
    knowledge: Knowledge,
    texts: TextStore | None,
    retriever: Retriever,
    question: Question,
    language: Language,
    count: int,
) -> tuple[Hit, ...]:
    """Up to ``count`` places, those with a digest first, then the law's own text where it is loaded."""
    refs: dict[ProvisionRef, None] = {}
    for candidate in retriever.candidates(question, _CANDIDATES):
        if candidate.kind in (Owner.PROVISION, Owner.FINDING):
            refs.setdefault(ProvisionRef.parse(candidate.owner))
    hits = [_known(knowledge, ref, language) for ref in list(refs)[:count]]
    if texts is not None and len(hits) < count:
        for passage, _ in texts.search(question.text, count):
            if passage.ref.provision not in refs and len(hits) < count:
                refs.setdefault(passage.ref.provision)
                hits.append(_unread(knowledge, passage.ref, passage.heading, passage.text, language))
    return tuple(hits)


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


def _unread(knowledge: Knowledge, ref: ProvisionRef, heading: str, text: str, language: Language) -> Hit:
    place = label(knowledge, ref, language)
    return Hit(ref=str(ref), label=place, title=heading, text=text, own_words=False, url=link(knowledge, ref))
