"""Things as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from assistant.provisions import ProvisionView
from assistant.search import Hit
from assistant.text_state import TextState
from corpus.checking import Coverage


def coverage_table(rows: list[Coverage]) -> str:
    """How much is written and reviewed, a line for each source and audience, and the sum."""
    form = "{:<60.60} {:>8} {:>9} {:>6} {:>5} {:>5} {:>9}"
    lines = [form.format("", "entries", "reviewed", "twice", "nn", "en", "examples")]
    total = [0] * 6
    for row in rows:
        numbers = [row.entries, row.reviewed, row.reviewed_twice, row.nynorsk, row.english, row.examples]
        total = [a + b for a, b in zip(total, numbers, strict=True)]
        lines.append(form.format(row.name, *numbers))
    return "\n".join([*lines, form.format("total", *total)])


def hit_lines(hits: Sequence[Hit]) -> str:
    """Places that were found, one a line: address, name, and the beginning of what they say."""
    return "\n".join(f"{hit.ref}\t{hit.label}\t{shorten(hit.text, 120, placeholder=' …')}" for hit in hits)


def text_lines(state: TextState) -> str:
    """How much of the law's own text is loaded and how it is searched."""
    if not state.passages:
        return "The law's own text is not loaded. «pliktkompass ingest» reads it in."
    lines = [f"The law's own text: {state.passages:,} passages, found by word"]
    if state.by_meaning is None:
        return "\n".join([*lines, "By meaning: off (PLIKTKOMPASS_DENSE_TEXT)"])
    left = f", about {max(1, round(state.seconds_left / 60))} min left" if state.seconds_left is not None else ""
    lines.append(f"By meaning: {state.by_meaning:,} of {state.passages:,} passages{left}")
    if state.by_meaning < state.passages and not left:
        lines.append("The rest is embedded while «pliktkompass serve» runs, or now with «pliktkompass ingest --dense»")
    return "\n".join([*lines, *filter(None, [state.problem])])


def provision_text(view: ProvisionView) -> str:
    """A provision as lines of text."""
    lines = [f"{view.label}: {view.title}" if view.title else view.label, f"Status: {view.status.value}"]
    if view.as_of:
        lines.append(f"Lest: {view.as_of.isoformat()}")
    if view.url:
        lines.append(view.url)
    if view.digest:
        lines += ["", view.digest]
    for sub in view.subsections:
        lines.append(f"  {sub.number}. {sub.digest}")
    for extra in (view.often_misunderstood, view.changes):
        if extra:
            lines += ["", extra]
    if view.replaced_by:
        lines += ["", "→ " + ", ".join(view.replaced_by)]
    if view.see_also:
        lines += ["", "Se også: " + ", ".join(view.see_also)]
    if view.text:
        lines += ["", view.text]
    return "\n".join(lines)
