"""One provision, laid open: our words for it, its status, its own text where that is loaded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant.labels import label, label_of_text, link
from corpus.errors import NotFoundError
from corpus.knowledge import Knowledge
from corpus.models import Language, Status
from corpus.refs import ProvisionRef
from ingest.texts import TextStore, words_at


class Subsection(BaseModel):
    """A ledd in our words; ``threshold`` and ``deadline`` say what triggers it and how fast one must act."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    digest: str
    threshold: str | None = None
    deadline: str | None = None


class ProvisionView(BaseModel):
    """What a reader sees of a provision. ``text`` is the source's own, where it is loaded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ref: str
    label: str
    title: str
    url: str | None
    status: Status
    as_of: dt.date | None
    digest: str | None
    subsections: tuple[Subsection, ...] = ()
    often_misunderstood: str | None = None
    changes: str | None = None
    replaced_by: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    text: str | None = None
    reviewed: bool = False


def view(
    knowledge: Knowledge, texts: TextStore | None, ref: ProvisionRef, language: Language, day: dt.date
) -> ProvisionView:
    """The view of a provision that the knowledge holds or that its concordance tells about.

    Raises :class:`NotFoundError` where neither does.
    """
    digest = knowledge.digest(ref)
    replacements = knowledge.replacements_of(ref)
    finding = knowledge.findings.get(ref.provision)
    passages = texts.passages(ref) if texts else ()
    if digest is None and finding is None and not replacements and not passages:
        source = knowledge.source(ref.source)
        raise NotFoundError(
            f"«{ref}» is not among the provisions that have a digest. «pliktkompass sources» lists the sources; "
            f"the text of {source.short.nb} is at {source.url or 'its publisher'}."
        )
    common: dict[str, Any] = {
        "ref": str(ref),
        "label": label(knowledge, ref, language),
        "url": link(knowledge, ref),
        "text": words_at(passages),
        "replaced_by": tuple(str(new) for entry in replacements for new in entry.now),
    }
    if digest is None and finding is None and not replacements:
        first = passages[0]
        if ref.source not in knowledge.sources:  # read in with «ingest --all»
            common |= {"label": label_of_text(first), "url": first.url}
        return ProvisionView(**common, title=first.heading, status=first.status, as_of=first.as_of, digest=None)
    if digest is None:
        status = Status.REPEALED if replacements else knowledge.status(ref, day)
        words = finding.digest[language] if finding else " ".join(entry.note[language] for entry in replacements)
        title = finding.title[language] if finding else ""
        return ProvisionView(**common, title=title, status=status, as_of=None, digest=words)
    return ProvisionView(
        **common,
        title=digest.title[language],
        status=knowledge.status(ref, day),
        as_of=digest.written_from.as_of,
        digest=digest.text(ref)[language],
        subsections=tuple(
            Subsection(
                number=number,
                digest=sub.text[language],
                threshold=sub.threshold[language] if sub.threshold else None,
                deadline=sub.deadline[language] if sub.deadline else None,
            )
            for number, sub in sorted(digest.subsections.items())
            if ref.subsection in (None, number)
        ),
        often_misunderstood=digest.often_misunderstood[language] if digest.often_misunderstood else None,
        changes=digest.changes[language] if digest.changes else None,
        see_also=tuple(str(other) for other in digest.see_also),
        reviewed=bool(digest.reviewed),
    )
