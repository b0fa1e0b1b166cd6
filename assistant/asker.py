"""Who asks: her role from what she says of herself, and where she works from whom and what she speaks of.

Whoever rings, writes or demands something is somebody else («fastlegen ringte oss»), and the service that
was rung is the asker's own. Which words tell such things is in ``corpus/vocabulary/cues.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.phrases import Hit
from corpus.knowledge import Knowledge
from ingest.norwegian import tokens

_SENTENCE = re.compile(r"[^.!?:\n]*[.!?:\n]*\s*")
_SELF_REACH = 2
"""Words that may stand between «jeg er» and the role."""
_SPEAKS_REACH = 2
"""Words that may stand between somebody and what he says or wants."""
_HEADING = 7
"""Words of the longest line that only says who asks («Jordmor i kommunen.»)."""


@dataclass(frozen=True, slots=True)
class Asker:
    """``role`` is an id of the vocabulary, read at ``span``; ``works_at`` the recipients that tell where she works."""

    role: str | None
    span: Hit | None
    works_at: frozenset[str]
    own: frozenset[str]
    """Of these, the services that are the asker's own, and so no recipients."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    mark: str

    def holds(self, position: int) -> bool:
        return self.start <= position < self.end


class AskerReader:
    """Reads the asker with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def read(
        self, text: str, words: Sequence[str], roles: Sequence[Hit], recipients: Sequence[Hit], cues: Sequence[Hit]
    ) -> Asker:
        """The asker of a tokenised text, from the roles, recipients and cues that were found in it."""
        lines = _lines(text, words)
        span = self._span(lines, [*roles, *self._workplaces(recipients, cues)], cues)
        outside = [hit for hit in recipients if span is None or not overlap(hit, span)]
        own = frozenset(self._own(lines, [*roles, *outside], outside, cues))
        signs = frozenset(hit.owner for hit in recipients if self._knowledge.recipients[hit.owner].sign)
        spoken_of = frozenset(hit.owner for hit in outside if not is_addressed(hit, cues))
        return Asker(span.owner if span else None, span, own or signs or spoken_of, own)

    def _span(self, lines: Sequence[_Line], hits: Sequence[Hit], cues: Sequence[Hit]) -> Hit | None:
        """Where the asker's role is: what stands after «jeg er», else a heading, else the first that nobody else is."""
        best: tuple[float, Hit] | None = None
        for hit in hits:
            if _denied(hit, cues):
                continue
            weight = 10.0 if _is_self(hit, cues) else 8.0 if _is_heading(hit, lines, cues) else 0.0
            if not weight and (
                is_addressed(hit, cues) or _speaks(hit, lines, cues) or self._knowledge.roles[hit.owner].spoken_of
            ):
                continue
            weight += 0.1 * hit.length - 0.01 * hit.start
            if best is None or weight > best[0]:
                best = (weight, hit)
        return best[1] if best else None

    def _workplaces(self, recipients: Sequence[Hit], cues: Sequence[Hit]) -> Iterable[Hit]:
        """The role of those who work at a service that stands right after «vi i» or «jeg mente»."""
        for hit in recipients:
            staff = self._knowledge.recipients[hit.owner].staff
            if staff and any(cue.owner == "self" and hit.start == cue.end for cue in cues):
                yield Hit(staff, hit.start, hit.end)

    def _own(
        self, lines: Sequence[_Line], people: Sequence[Hit], services: Sequence[Hit], cues: Sequence[Hit]
    ) -> Iterable[str]:
        """The services that somebody else has rung or asked."""
        for cue in cues:
            if cue.owner != "speaks":
                continue
            line = next((line for line in lines if line.holds(cue.start)), None)
            if line is None or not any(
                line.holds(hit.start) and 0 <= cue.start - hit.end <= _SPEAKS_REACH for hit in people
            ):
                continue
            for hit in services:
                near = line.holds(hit.start) and 0 <= hit.start - cue.end <= 1
                if near and self._knowledge.recipients[hit.owner].staff:
                    yield hit.owner


def is_addressed(hit: Hit, cues: Sequence[Hit]) -> bool:
    """Whether a preposition such as «til» or «med» stands before the hit: somebody is spoken to or with."""
    return any(cue.owner == "to" and 0 <= hit.start - cue.end <= 1 for cue in cues)


def overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _is_self(hit: Hit, cues: Sequence[Hit]) -> bool:
    return any(cue.owner == "self" and (0 <= hit.start - cue.end <= _SELF_REACH or overlap(cue, hit)) for cue in cues)


def _denied(hit: Hit, cues: Sequence[Hit]) -> bool:
    """Whether the asker says that she is not this («jeg er ikke lærer»)."""
    return any(
        cue.owner == "not"
        and 0 <= hit.start - cue.end <= 1
        and any(own.owner == "self" and 0 <= cue.start - own.end <= 1 for own in cues)
        for cue in cues
    )


def _speaks(hit: Hit, lines: Sequence[_Line], cues: Sequence[Hit]) -> bool:
    """Whether it is somebody who rings, says or wants something."""
    line = next((line for line in lines if line.holds(hit.start)), None)
    return line is not None and any(
        cue.owner == "speaks" and line.holds(cue.start) and 0 <= cue.start - hit.end <= _SPEAKS_REACH for cue in cues
    )


def _is_heading(hit: Hit, lines: Sequence[_Line], cues: Sequence[Hit]) -> bool:
    """Whether the role begins a short line that tells no more than who asks."""
    line = next((line for line in lines if line.holds(hit.start)), None)
    if line is None or hit.start - line.start > 1 or line.mark not in {".", ":"} or line.end - line.start > _HEADING:
        return False
    return not any(cue.owner in {"speaks", "may", "must"} and line.holds(cue.start) for cue in cues)


def _lines(text: str, words: Sequence[str]) -> list[_Line]:
    """The sentences as spans of words; one span where they cannot be told apart («nr. 5»)."""
    lines: list[_Line] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        count = len(tokens(match[0]))
        if count:
            marks = match[0].strip()
            lines.append(_Line(start, start + count, marks[-1] if marks[-1:] in ".!?:" else ""))
            start += count
    return lines if start == len(words) else [_Line(0, len(words), "")]
