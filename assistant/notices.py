"""What the reader is told beside the answer: repealed law, coming law, changed law, assumptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from assistant.answer import Notice, NoticeKind
from assistant.labels import label
from assistant.question import Question
from assistant.retrieval import STILL
from assistant.texts import words
from corpus.knowledge import Knowledge
from corpus.models import Language, Status
from corpus.refs import ProvisionRef
from ingest.texts import TextStore, not_worked_in


def about_mentions(
    knowledge: Knowledge, question: Question, cited: frozenset[ProvisionRef], day: dt.date
) -> tuple[Notice, ...]:
    """For each law that the asker named: that it is repealed and what replaced it, or that it is coming.

    A number that both an act and its predecessor of the same name have means the predecessor's where
    the asker wonders whether it still holds, the answer rests on what replaced that one, or not on the one of today.
    """
    found: list[Notice] = []
    templates = words(question.language).notices
    for mention in question.mentions:
        named = mention.ref
        if mention.formerly is not None and (
            STILL in question.asks
            or named.provision not in cited
            or _is_answered(knowledge, mention.formerly, cited - {named.provision})
        ):
            named = mention.formerly
        name = label(knowledge, named, question.language)
        source = knowledge.sources.get(named.source)
        entries = knowledge.replacements_of(named)
        for entry in entries:
            note = entry.note[question.language]
            if entry.kind == "coming":
                found.append(Notice(kind=NoticeKind.COMING, text=templates.renumbered.format(old=name, note=note)))
            elif entry.kind == "rewritten":
                found.append(Notice(kind=NoticeKind.AMENDED, text=templates.amended.format(label=name, note=note)))
            else:
                found.append(Notice(kind=NoticeKind.REPEALED, text=templates.repealed.format(old=name, note=note)))
        if source is not None and not entries:
            status = knowledge.status(named, day)
            note = source.note[question.language] if source.note else ""
            if status is Status.REPEALED:  # whether it ever had this section is not known, so only the act is named
                act = source.short[question.language]
                found.append(
                    Notice(kind=NoticeKind.REPEALED, text=templates.repealed.format(old=act, note=note).strip())
                )
            elif status is Status.COMING:
                found.append(Notice(kind=NoticeKind.COMING, text=templates.coming.format(old=name, note=note).strip()))
    return tuple(found)


def _is_answered(knowledge: Knowledge, old: ProvisionRef, cited: frozenset[ProvisionRef]) -> bool:
    return any(ref.provision in cited for entry in knowledge.replacements_of(old) for ref in entry.now)


def about_texts(
    knowledge: Knowledge, texts: TextStore | None, refs: Iterable[ProvisionRef], language: Language
) -> tuple[Notice, ...]:
    """That the law's text is not loaded, or which of it was changed in a way that our digest has not taken in."""
    templates = words(language).notices
    if texts is None:
        return (Notice(kind=NoticeKind.NOT_LOADED, text=templates.not_loaded),)
    found: list[Notice] = []
    for ref in dict.fromkeys(ref.provision for ref in refs):
        digest = knowledge.digest(ref)
        taken_in = digest.written_from.amended_by if digest else ()
        for change in not_worked_in(texts.passages(ref)):
            if change.act not in taken_in and not (digest and digest.changes):
                text = templates.amended.format(label=label(knowledge, ref, language), note=change.note)
                found.append(Notice(kind=NoticeKind.AMENDED, text=text))
    return tuple(found)


def about_cited(knowledge: Knowledge, refs: Iterable[ProvisionRef], language: Language) -> tuple[Notice, ...]:
    """For each of the provisions whose digest says that it was changed lately or will be."""
    found: list[Notice] = []
    for ref in dict.fromkeys(ref.provision for ref in refs):
        digest = knowledge.digest(ref)
        if digest is not None and digest.changes is not None:
            name = label(knowledge, ref, language)
            text = words(language).notices.amended.format(label=name, note=digest.changes[language])
            found.append(Notice(kind=NoticeKind.AMENDED, text=text))
    return tuple(found)
