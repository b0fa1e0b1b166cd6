"""Puts an outline in the form of an :class:`Answer`: numbered citations, notices, Markdown."""

from __future__ import annotations

import datetime as dt

from assistant.answer import (
    Answer,
    AnswerStatement,
    Citation,
    Emergency,
    EmergencyContact,
    Notice,
)
from assistant.labels import label, link
from assistant.outline import Outline
from assistant.question import Question
from assistant.texts import words
from corpus.knowledge import Knowledge
from corpus.models import Language, Text, Verdict
from corpus.refs import ProvisionRef
from ingest.texts import TextStore, words_at

_LONGEST_QUOTE = 1200
"""Characters. A ledd is nearly always shorter; a whole section may not be."""


def write(
    knowledge: Knowledge,
    texts: TextStore | None,
    question: Question,
    plan: Outline,
    beside: tuple[Notice, ...],
    day: dt.date,
) -> Answer:
    """The answer that an outline makes. Citations are numbered in the order the statements use them."""
    language = question.language
    numbers: dict[ProvisionRef, int] = {}
    statements = tuple(
        AnswerStatement(
            text=said.text,
            citations=tuple(numbers.setdefault(ref, len(numbers) + 1) for ref in dict.fromkeys(said.refs)),
        )
        for said in plan.said
    )
    citations = tuple(citation(knowledge, texts, ref, n, language, day) for ref, n in numbers.items())
    template = words(language).write_down
    answer = Answer(
        language=language,
        verdict=plan.verdict,
        summary=statements[0].text,
        statements=statements,
        citations=citations,
        follow_up=plan.follow_up,
        steps=plan.steps + tuple(template.format(line=line) for line in plan.write_down),
        notices=beside,
        urgent=bool(question.dangers),
        emergency=emergency(knowledge, language) if question.dangers else None,
        masked=question.masked,
    )
    return answer.model_copy(update={"text": markdown(answer, plan.mistake)})


def abstention(question: Question, beside: tuple[Notice, ...] = (), first: Emergency | None = None) -> Answer:
    """The answer to a question that the knowledge has no rule for."""
    own = words(question.language)
    answer = Answer(
        language=question.language,
        verdict=Verdict.NOT_COVERED,
        summary=own.abstain_summary,
        follow_up=(own.abstain_follow_up,),
        notices=beside,
        urgent=first is not None,
        emergency=first,
        abstained=True,
        masked=question.masked,
    )
    return answer.model_copy(update={"text": markdown(answer, None)})


def reply(text: Text, question: Question) -> Answer:
    """A reply that is no statement of law: to a greeting, thanks, or «what can you do»."""
    words_of_it = text[question.language]
    return Answer(
        language=question.language,
        verdict=Verdict.INFORMATIONAL,
        summary=words_of_it,
        masked=question.masked,
        text=words_of_it,
    )


def again(answer: Answer, how: str) -> Answer:
    """An answer told in another way: only its conclusion (``simpler``), or where each part is written (``sources``)."""
    if how == "simpler":
        kept = answer.statements[:1]
        numbers = {n for statement in kept for n in statement.citations}
        shorter = answer.model_copy(
            update={
                "statements": kept,
                "citations": tuple(c for c in answer.citations if c.n in numbers),
                "notices": (),
                "follow_up": (),
            }
        )
        return shorter.model_copy(update={"text": markdown(shorter, None)})
    template = words(answer.language).refers_to
    statements = tuple(
        AnswerStatement(text=template.format(label=c.label, title=c.title), citations=(c.n,)) for c in answer.citations
    )
    listed = answer.model_copy(
        update={"verdict": Verdict.INFORMATIONAL, "statements": statements, "steps": (), "follow_up": (), "notices": ()}
    )
    return listed.model_copy(update={"text": markdown(listed, None)})


def citation(
    knowledge: Knowledge, texts: TextStore | None, ref: ProvisionRef, n: int, language: Language, day: dt.date
) -> Citation:
    """What the reader can open behind a mark."""
    digest = knowledge.digest(ref)
    finding = knowledge.findings.get(ref.provision)
    title = digest.title[language] if digest else finding.title[language] if finding else ""
    words_of_it = digest.text(ref)[language] if digest else finding.digest[language] if finding else None
    return Citation(
        n=n,
        source=ref.source,
        section=ref.section,
        subsection=ref.subsection,
        label=label(knowledge, ref, language),
        title=title,
        url=link(knowledge, ref),
        status=knowledge.status(ref, day),
        as_of=digest.written_from.as_of if digest else None,
        digest=words_of_it,
        quote=shortened(words_at(texts.passages(ref))) if texts else None,
        page=finding.page if finding else None,
    )


def shortened(text: str | None) -> str | None:
    """A quotation that fits beside an answer: cut after a sentence, and marked where it is cut."""
    if text is None or len(text) <= _LONGEST_QUOTE:
        return text
    end = text.rfind(". ", 0, _LONGEST_QUOTE)
    return f"{text[: end + 1] if end > 0 else text[:_LONGEST_QUOTE]} […]"


def emergency(knowledge: Knowledge, language: Language) -> Emergency:
    """Whom to call when somebody may be in danger now."""
    return Emergency(
        text=words(language).emergency,
        contacts=tuple(
            EmergencyContact(name=contact.name[language], number=contact.number, when=contact.when[language])
            for contact in knowledge.contacts
        ),
    )


def markdown(answer: Answer, mistake: str | None) -> str:
    """The whole answer as Markdown: emergency first, the conclusion, why, what to do, what is missing, sources."""
    own = words(answer.language)
    parts: list[str] = []
    if answer.emergency:
        lines = [f"**{answer.emergency.text}**"]
        lines += [
            f"- **{c.number or c.name}** {c.name if c.number else ''} – {c.when}" for c in answer.emergency.contacts
        ]
        parts.append("\n".join(lines))
    if answer.abstained:
        parts += [f"**{answer.summary}**", own.abstain]
    else:
        parts.append(f"**{own.verdicts[answer.verdict]}**")
        parts += [f"{s.text} {''.join(f'[{n}]' for n in s.citations)}" for s in answer.statements]
    if answer.steps:
        parts.append(f"**{own.sections.steps}**\n" + "\n".join(f"- {step}" for step in answer.steps))
    if mistake:
        parts.append(f"**{own.sections.mistake}:** {mistake}")
    if answer.follow_up:
        parts.append(f"**{own.sections.follow_up}**\n" + "\n".join(f"- {line}" for line in answer.follow_up))
    if answer.notices:
        parts.append(f"**{own.sections.notices}**\n" + "\n".join(f"- {notice.text}" for notice in answer.notices))
    if answer.citations:
        lines = [f"- [{c.n}] {c.label} ({own.status[c.status.value]})" for c in answer.citations]
        parts.append(f"**{own.sections.sources}**\n" + "\n".join(lines))
    return "\n\n".join(parts)
