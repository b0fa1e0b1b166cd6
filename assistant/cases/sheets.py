"""An exercise on paper: the sheet for those who take part, and the key for the one who leads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from assistant.cases.feedback import CaseCitation
from assistant.cases.views import CaseView, KeyView
from assistant.cases.words import CaseWords, SheetWords, case_words
from assistant.printing import (
    Blank,
    Block,
    Box,
    Bullets,
    Document,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)

_LINES, _MANY_LINES = 8, 14
"""Room to write: where several tasks share a page, and where one has it alone."""


def participant_sheet(case: CaseView) -> Document:
    """The story and the tasks with room to write. Each stage is on a page of its own, to be handed out in turn."""
    own = case_words(case.language)
    blocks: list[Block] = [Fields(rows=_about(case, own))]
    for stage, story in enumerate(case.story, start=1):
        if stage > 1:
            blocks.append(PageBreak())
        blocks += _story(case, stage, story, own.sheet)
        tasks = case.tasks_at(stage)
        for task in tasks:
            blocks.append(Heading(text=f"{own.sheet.task.format(number=task.number)} ({task.role_name})"))
            blocks.append(Paragraph(text=task.ask))
            blocks.append(Blank(label=own.sheet.answer, lines=_LINES if len(tasks) > 1 else _MANY_LINES))
    blocks.append(Paragraph(text=own.sheet.invented, quiet=True))
    return _document(f"{own.sheet.participant}: {case.title}", case, blocks)


def key_sheet(case: CaseView, day: dt.date) -> Document:
    """What is right for each task, with the law it rests on; ``case`` must have its keys."""
    own = case_words(case.language)
    first = Paragraph(text=own.sheet.proposed if case.proposed else own.sheet.only_facilitator)
    blocks: list[Block] = [
        Box(paragraphs=(first,), tone="warning" if case.proposed else "calm"),
        Fields(rows=(*_about(case, own), (own.sheet.aim, case.aim))),
    ]
    for stage, story in enumerate(case.story, start=1):
        blocks += _story(case, stage, story, own.sheet)
        for task in case.tasks_at(stage):
            blocks.append(Heading(text=f"{own.sheet.task.format(number=task.number)} ({task.role_name})"))
            blocks.append(Paragraph(text=task.ask))
            if task.key is not None:
                blocks += _key(task.key, own.sheet)
    for heading, lines in ((own.sheet.discuss, case.discuss), (own.sheet.mistakes, case.mistakes)):
        if lines:
            blocks += [Heading(text=heading), Bullets(items=lines)]
    blocks.append(Paragraph(text=own.sheet.as_of.format(date=f"{day:%d.%m.%Y}"), quiet=True))
    return _document(f"{own.sheet.key}: {case.title}", case, blocks)


def _document(title: str, case: CaseView, blocks: Iterable[Block]) -> Document:
    sheet = case_words(case.language).sheet
    return Document(
        title=title,
        footer=f"{sheet.footer} · {case.title}",
        page_word=sheet.page,
        language=case.language,
        blocks=tuple(blocks),
    )


def _about(case: CaseView, own: CaseWords) -> tuple[tuple[str, str], ...]:
    sheet = own.sheet
    return (
        (sheet.audience, own.audiences[case.audience]),
        (sheet.roles, ", ".join(case.roles)),
        (sheet.difficulty, own.difficulties[case.difficulty]),
        (sheet.time, sheet.minutes.format(minutes=case.minutes)),
    )


def _story(case: CaseView, stage: int, story: str, sheet: SheetWords) -> Iterator[Block]:
    if len(case.story) > 1:
        yield Heading(text=sheet.stage.format(number=stage, count=len(case.story)))
    yield Paragraph(text=story)


def _key(key: KeyView, sheet: SheetWords) -> Iterator[Block]:
    yield Box(paragraphs=(Paragraph(lead=f"{sheet.conclusion}:", text=key.conclusion),))
    if key.points:
        rows = tuple((point.text, _law(point.citations)) for point in key.points)
        yield Table(head=(sheet.point, sheet.law), rows=rows, widths=(5, 3))
    if key.wrong:
        told = tuple((claim.text, claim.instead, _law(claim.citations)) for claim in key.wrong)
        yield Table(head=(sheet.wrong, sheet.instead, sheet.law), rows=told, widths=(4, 4, 3))


def _law(citations: Iterable[CaseCitation]) -> str:
    """The provisions by name; a number stays on the line of its sign."""
    labels = (citation.label.replace("§ ", "§\u00a0").replace("nr. ", "nr.\u00a0") for citation in citations)
    return "; ".join(labels)
