"""The report as a document to hand on: what to change first, then everything that was found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.printing import Block, Box, Bullets, Document, Fields, Heading, Paragraph, Table
from assistant.routine.model import CheckedReference, Report, State
from assistant.routine.words import RoutineWords, routine_words
from corpus.models import Language


def report_document(report: Report, language: Language) -> Document:
    """The report in the language its notes are in."""
    words = routine_words(language)
    to_change = [found for found in report.references if found.status is not State.IN_FORCE]
    blocks: list[Block] = [
        Fields(
            rows=(
                (words.file, report.file),
                (words.as_of, f"{report.as_of.day}.{report.as_of.month}.{report.as_of.year}"),
                (words.found, summary(report, words)),
            )
        ),
        *(Box(paragraphs=(Paragraph(text=warning),), tone="warning") for warning in report.warnings),
        Heading(text=words.to_change),
    ]
    if to_change:
        blocks.append(_table(to_change, words))
    else:
        blocks.append(Paragraph(text=words.to_change_none if report.references else words.none))
    if report.statements:
        blocks += [
            Heading(text=words.to_read),
            Paragraph(text=words.to_read_intro),
            Bullets(
                items=tuple(
                    f"{place(doubt.page, doubt.line, words)}: «{doubt.sentence}» {doubt.note}"
                    for doubt in report.statements
                )
            ),
        ]
    in_force = [found for found in report.references if found.status is State.IN_FORCE]
    if in_force:
        blocks += [Heading(text=words.rest), _table(in_force, words)]
    blocks.append(Paragraph(text=words.disclaimer, quiet=True))
    return Document(
        title=words.title,
        subtitle=words.about,
        footer=words.footer,
        page_word=words.page_word,
        language=language,
        blocks=tuple(blocks),
    )


def summary(report: Report, words: RoutineWords) -> str:
    """How many references there are, and how many stand in each way."""
    states = ((words.states[state], report.count(state)) for state in State)
    counted = ", ".join(f"{count} {name}" for name, count in states if count)
    return f"{len(report.references)} ({counted})" if counted else "0"


def place(page: int | None, line: int, words: RoutineWords) -> str:
    """Where something stands, in words."""
    where = [words.page.format(page=page)] if page is not None else []
    return ", ".join([*where, words.line.format(line=line)])


def grouped(found: Sequence[CheckedReference]) -> list[tuple[CheckedReference, ...]]:
    """References that belong in one row: the sections of one range («§§ 13 til 13 e»), where they stand alike."""
    return [tuple(group) for _, group in groupby(found, key=lambda one: (one.offset, one.text, one.status))]


def group_label(group: Sequence[CheckedReference]) -> str:
    """What a row's references are called; empty where that is just what is written."""
    first, last = group[0], group[-1]
    if first.label.lower().rstrip(".") == first.text.lower().rstrip("."):
        return ""
    return first.label if first is last else f"{first.label} – {last.label}"


def group_note(group: Sequence[CheckedReference]) -> str:
    """The notes of a row, each once."""
    return " ".join(dict.fromkeys(one.note for one in group if one.note))


def _table(found: Sequence[CheckedReference], words: RoutineWords) -> Table:
    rows = []
    for group in grouped(found):
        one, label = group[0], group_label(group)
        written = f"{one.text} ({label})" if label else one.text
        rows.append((place(one.page, one.line, words), written, words.states[one.status], group_note(group)))
    head = (words.head_place, words.head_written, words.head_state, words.head_note)
    return Table(head=head, rows=tuple(rows), widths=(2, 4, 2, 6))
