"""Sentences that state something the provision they cite does not carry: for a human to read.

The guard compares; here only what it is surest of is passed on (a number, a deadline, must against may, a negation),
since a routine also says much that no provision says and is right to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.grounding import Guard, ReasonKind, SourceText
from assistant.routine.context import Placed
from assistant.routine.manuscript import Manuscript
from assistant.routine.model import CheckedStatement, State
from assistant.routine.states import Standing, States
from assistant.routine.words import RoutineWords
from corpus.knowledge import Knowledge
from corpus.models import Language

_TOLD = (ReasonKind.NUMBER, ReasonKind.DEADLINE, ReasonKind.MODALITY, ReasonKind.NEGATION)
_LEAST, _MOST = 6, 80
"""From so many words on a sentence states a rule; a longer one is a paragraph that no single provision carries."""


class Doubts:
    """Finds the sentences of a document that a human should read beside the provision."""

    def __init__(self, knowledge: Knowledge, guard: Guard) -> None:
        self._knowledge = knowledge
        self._guard = guard

    def find(
        self,
        manuscript: Manuscript,
        standings: Sequence[tuple[Placed, Standing]],
        states: States,
        words: RoutineWords,
        language: Language,
    ) -> Iterator[CheckedStatement]:
        """The doubtful sentences, in order, each once. ``language`` is the document's."""
        by_sentence: dict[tuple[int, int], list[tuple[Placed, Standing]]] = {}
        for placed, standing in standings:
            if placed.written.section:
                by_sentence.setdefault(placed.sentence, []).append((placed, standing))
        for (start, end), cited in by_sentence.items():
            places = [placed for placed, _ in cited]
            if not all(self._can_be_compared(placed, standing) for placed, standing in cited):
                continue
            sentence = " ".join(_without_references(manuscript.text, start, end, places).split())
            if not _LEAST <= len(sentence.split()) <= _MOST:
                continue
            refs = tuple(dict.fromkeys(str(placed.ref) for placed in places))
            found = self._guard.verify(sentence, [SourceText(ref=ref) for ref in refs], language)
            kinds = {reason.kind for reason in found.reasons}
            told = _TOLD if len(refs) == 1 else _TOLD[:2]
            reasons = [reason for reason in found.reasons if reason.kind in told]
            if not reasons or ReasonKind.UNLIKE in kinds:
                continue
            page, line = manuscript.place(places[0].written.start)
            labels = tuple(states.named(placed.ref) for placed in places if placed.ref is not None)
            said = [words.reasons[r.kind].format(detail=words.hurry.get(r.detail, r.detail)) for r in reasons]
            yield CheckedStatement(
                sentence=" ".join(manuscript.text[start:end].split()),
                refs=refs,
                labels=tuple(dict.fromkeys(labels)),
                reasons=tuple(dict.fromkeys(reason.kind.value for reason in reasons)),
                note=words.statement.format(
                    labels=", ".join(dict.fromkeys(labels)), note="; ".join(dict.fromkeys(said))
                ),
                page=page,
                line=line,
                offset=places[0].written.start,
            )

    def _can_be_compared(self, placed: Placed, standing: Standing) -> bool:
        return (
            standing.state is State.IN_FORCE
            and placed.ref is not None
            and self._knowledge.digest(placed.ref) is not None
        )


_BRACKETS = re.compile(r"\(\s*(?:(?:jf|jfr|cf|se|sjå|og|see)\.?[\s,;]*)*\)", re.IGNORECASE)
_NOTHING = re.compile(r"\[\d+(?:[,–-]\s*\d+)*\]|\S*https?:\S*|(?<=\s)0g(?=\s)|(?<=[a-zæøå.,»)])[¹²³⁰⁴-⁹]+")
"""Marks of footnotes, addresses and damage of text recognition: no numbers of the rule."""
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zæøå]\))\s+(?=\D)")
_LEAD = re.compile(
    r"^\W*(?:(?:etter|ifølge|ifølgje|jf|jfr|i\s+henhold\s+til|i\s+medhald\s+av|det\s+følger\s+av|under|according\s+to)\b[\s.,;]*)+",
    re.IGNORECASE,
)


def _without_references(text: str, start: int, end: int, places: Iterable[Placed]) -> str:
    """The sentence without the references: their numbers are no ages and deadlines."""
    pieces, position = [], start
    for placed in places:
        pieces.append(text[position : max(position, placed.written.start)])
        position = max(position, placed.written.end)
    pieces.append(text[position:end])
    return _LEAD.sub("", _NUMBERING.sub("", _BRACKETS.sub(" ", _NOTHING.sub(" ", " ".join(pieces)))))
