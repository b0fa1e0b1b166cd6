"""The note as a printed page, with blanks where the person must write."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.labels import day_in
from assistant.notes.note import Note
from assistant.notes.words import NoteWords, note_words
from assistant.printing import Blank, Block, Box, Bullets, Document, Fields, Heading, Paragraph, Table
from assistant.texts import words

_ONE_LINE = 250
"""Characters of facts that are told in running text."""


def sheet(note: Note) -> Document:
    """The document that is saved as DOCX, PDF or text."""
    own = note_words(note.language)
    return Document(
        title=own.title,
        subtitle=own.subtitle,
        footer=own.footer,
        page_word=own.page,
        language=note.language,
        compact=True,
        blocks=tuple(_blocks(note, own)),
    )


def _blocks(note: Note, own: NoteWords) -> Iterator[Block]:
    day = day_in(note.language, note.day)
    about = [(own.date, own.law_value.format(date=day)), (own.role, note.role or own.role_unknown)]
    if note.masked:
        about.append((own.masked, own.masked_value.format(count=note.masked)))
    if note.urgent:
        yield Box(paragraphs=(Paragraph(text=own.urgent),), tone="warning")
    yield Fields(rows=tuple(about))
    yield Heading(text=own.question)
    yield Paragraph(text=note.question)
    yield Heading(text=own.facts)
    yield _facts(note, own)
    yield Heading(text=own.assessment)
    yield Box(paragraphs=(Paragraph(lead=note.conclusion, text=""),))
    for statement in note.assessment:
        yield Paragraph(text=f"{statement.text} {''.join(f'[{n}]' for n in statement.citations)}")
    if note.notices:
        yield Paragraph(lead=f"{own.notices}:", text=" ".join(note.notices), quiet=True)
    yield Heading(text=own.rules)
    yield _rules(note, own)
    for heading, lines in ((own.unknown, note.unknown), (own.remaining, note.remaining)):
        if lines:
            yield Heading(text=heading)
            yield Bullets(items=lines)
    yield Blank(label=own.own_assessment, lines=2)
    yield Blank(label=own.decision, lines=1)
    yield Blank(label=own.signature, lines=1)


def _facts(note: Note, own: NoteWords) -> Block:
    """On one line where they are short, so that the note keeps to a page."""
    line = " · ".join(f"{fact.name}: {fact.value}" for fact in note.facts)
    if len(line) <= _ONE_LINE:
        return Paragraph(text=line or own.no_facts)
    return Fields(rows=tuple((fact.name, fact.value) for fact in note.facts))


def _rules(note: Note, own: NoteWords) -> Table:
    said = words(note.language)

    def state(index: int) -> str:
        rule = note.rules[index]
        dated = f", {own.as_of.format(date=day_in(note.language, rule.as_of))}" if rule.as_of else ""
        return said.status[rule.status.value] + dated

    rows = tuple((f"[{rule.n}] {rule.label}", rule.title, state(at)) for at, rule in enumerate(note.rules))
    return Table(head=(own.rule, own.about, own.state), rows=rows, widths=(10, 11, 6))
