"""Exercises in the terminal: the list, a task, what somebody's answer is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.cases import CaseSummary, Feedback
from assistant.cases.feedback import CaseCitation, Found
from assistant.cases.words import case_words
from assistant.printing import Blank, Document, Format, PageBreak, render

_MARKS = {Found.FOUND: "+", Found.PARTLY: "~", Found.MISSED: "-"}


def list_text(cases: Iterable[CaseSummary]) -> str:
    """A line for each exercise, its fields parted by tabs: id, audience, difficulty, minutes, languages, title."""
    return "\n".join(
        "\t".join(
            (
                case.id,
                case.audience,
                str(case.difficulty),
                f"{case.minutes} min",
                ",".join(case.languages),
                case.title + (" *" if case.own else ""),
            )
        )
        for case in cases
    )


def document_text(document: Document) -> str:
    """A sheet to read on the screen: without the lines to write on."""
    shown = tuple(block for block in document.blocks if not isinstance(block, Blank | PageBreak))
    return render(document.model_copy(update={"blocks": shown, "footer": ""}), Format.TEXT).decode()


def feedback_text(feedback: Feedback) -> str:
    """What an answer is told, the conclusion first."""
    return "\n".join(_lines(feedback))


def _lines(feedback: Feedback) -> Iterator[str]:
    own = case_words(feedback.language).feedback
    yield feedback.summary
    yield f"{case_words(feedback.language).sheet.key}: {feedback.conclusion}"
    for told in feedback.wrong:
        yield f"  ! {own.wrong}: «{told.heard}»"
        yield f"    {own.instead.format(instead=told.instead)} [{_law(told.citations)}]"
    for point in feedback.points:
        yield f"  {_MARKS[point.found]} {own.found[point.found]}: {point.text} [{_law(point.citations)}]"
        if point.heard and point.found is not Found.MISSED:
            yield f"    {own.heard.format(heard=point.heard)}"
    law = feedback.provisions
    for heading, cites in ((own.named, law.found), (own.missed, law.missed), (own.others, law.others)):
        if cites:
            yield f"{heading}: {_law(cites)}"
    for cite, fault in law.wrong:
        yield f"  ! {cite.label} {fault}"


def _law(citations: Iterable[CaseCitation]) -> str:
    return "; ".join(cite.label for cite in citations)
