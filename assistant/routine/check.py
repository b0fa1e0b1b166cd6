"""The routine check: a document in, a report out. Nothing of the document is kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

from assistant.grounding import Guard
from assistant.labels import link
from assistant.references import How, ReferenceFinder
from assistant.routine.context import Context, Placed
from assistant.routine.doubts import Doubts
from assistant.routine.manuscript import Manuscript
from assistant.routine.matter import Matter
from assistant.routine.mismatch import Alike, Mismatch
from assistant.routine.model import CheckedReference, Report, State
from assistant.routine.states import Standing, States
from assistant.routine.words import routine_words
from corpus.knowledge import Knowledge
from corpus.models import Language
from ingest.documents import language_of
from ingest.texts import TextStore


class RoutineCheck:
    """Checks documents against one state of the knowledge. Safe to share between threads."""

    def __init__(self, knowledge: Knowledge, alike: Alike, guard: Guard, texts: TextStore | None = None) -> None:
        self._knowledge = knowledge
        self._texts = texts
        self._finder = ReferenceFinder(knowledge)
        self._matter = Matter(knowledge, texts)
        self._mismatch = Mismatch(knowledge, self._matter, alike)
        self._doubts = Doubts(knowledge, guard)

    def check(self, manuscript: Manuscript, day: dt.date, language: Language | None = None) -> Report:
        """The report on a document.

        Args:
            manuscript: what was read; see :func:`assistant.routine.manuscript.read_manuscript`.
            day: the day whose law is meant.
            language: the report's language; the document's own where it is not given.
        """
        spoken = language_of(manuscript.text)
        words = routine_words(language or spoken)
        states = States(self._knowledge, self._texts, self._matter, day, language or spoken, words)
        read = self._finder.read(manuscript.text)
        context = Context(self._knowledge, self._matter, manuscript, read, day)
        placed = context.place_all()
        alone = Counter(place.sentence for place in placed if place.written.section)
        standings = [(place, self._standing(manuscript, place, states, alone)) for place in placed]
        references = tuple(self._shown(manuscript, place, standing, states) for place, standing in _told(standings))
        return Report(
            file=manuscript.name,
            language=spoken,
            as_of=day,
            references=references,
            statements=tuple(self._doubts.find(manuscript, standings, states, words, spoken)),
            warnings=manuscript.warnings,
        )

    def _standing(
        self, manuscript: Manuscript, placed: Placed, states: States, alone: Mapping[tuple[int, int], int]
    ) -> Standing:
        """How a reference stands; also whether it is the only one of a sentence about something else."""
        standing = states.of(placed)
        if standing.state is not State.IN_FORCE or placed.ref is None or placed.written.how is None:
            return standing
        if alone[placed.sentence] != 1:
            return standing
        start, end = placed.sentence
        if not self._mismatch.is_another_matter(placed, manuscript.text[start:end]):
            return standing
        return states.mismatched(placed.ref, self._mismatch.nearest(placed))

    def _shown(self, manuscript: Manuscript, placed: Placed, standing: Standing, states: States) -> CheckedReference:
        reference = placed.written
        page, line = manuscript.place(reference.start)
        start, end = placed.sentence
        url: str | None = None
        if placed.ref is not None and placed.ref.source in self._knowledge.sources:
            name, url = states.named(placed.ref), link(self._knowledge, placed.ref)
        elif placed.act is not None:
            name, url = states.named_act(placed.act), self._knowledge.sources[placed.act].url
        else:
            name = reference.written
        return CheckedReference(
            text=reference.written,
            ref=str(placed.ref) if placed.ref else placed.act,
            label=name,
            status=standing.state,
            replaced_by=tuple(str(ref) for ref in standing.replaced_by),
            replaced_by_labels=tuple(states.named(ref) for ref in standing.replaced_by),
            exists=standing.exists,
            page=page,
            line=line,
            offset=reference.start,
            sentence=" ".join(manuscript.text[start:end].split()),
            note=standing.note,
            url=url,
        )


def _told(standings: list[tuple[Placed, Standing]]) -> Iterator[tuple[Placed, Standing]]:
    """The references worth telling: not «særlovene», «velferdslovgivningen», which nobody could look up."""
    for placed, standing in standings:
        reference = placed.written
        if reference.section or reference.how is not How.UNKNOWN or "/" in reference.name:
            yield placed, standing
