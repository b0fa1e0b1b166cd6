"""How a provision or an act stands on a day, and what is said about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.labels import label
from assistant.references import How
from assistant.routine.context import Placed
from assistant.routine.matter import Matter
from assistant.routine.model import State
from assistant.routine.words import RoutineWords
from corpus.knowledge import Knowledge
from corpus.models import Language, Replacement, Status
from corpus.refs import ProvisionRef, section_key
from ingest.texts import TextStore

_BEFORE = 0.34
"""The least share of a sentence's words that what a section was about before must have, to say that it has moved."""
_MOVED = 1.8
"""How many times better than the section of today it must fit."""


@dataclass(frozen=True)
class Standing:
    """The state of a reference, what replaced it, and a note. ``exists`` is empty where that cannot be known."""

    state: State
    note: str = ""
    replaced_by: tuple[ProvisionRef, ...] = ()
    exists: bool | None = True


class States:
    """Knows how references stand on one day, in one language."""

    def __init__(
        self,
        knowledge: Knowledge,
        texts: TextStore | None,
        matter: Matter,
        day: dt.date,
        language: Language,
        words: RoutineWords,
    ) -> None:
        self._knowledge = knowledge
        self._texts = texts
        self._matter = matter
        self._day = day
        self._language = language
        self._notes = words.notes

    def of(self, placed: Placed) -> Standing:
        """How a reference stands."""
        reference = placed.written
        if placed.ref is not None:
            return self._of_provision(placed, placed.ref)
        if placed.act is not None:
            return self._of_act(placed, placed.act)
        if reference.how is How.UNKNOWN:
            name = reference.written if "/" in reference.name else reference.name
            return Standing(State.UNKNOWN, self._notes.unknown_law.format(name=name), exists=None)
        return Standing(State.UNKNOWN, self._notes.no_law, exists=None)

    def mismatched(self, ref: ProvisionRef, near: ProvisionRef | None) -> Standing:
        """A reference to a provision that is about something else, and the one that may be meant."""
        digest = self._knowledge.digests[ref.provision]
        notes = [self._notes.mismatch.format(label=self.named(ref), title=digest.title[self._language])]
        if near is not None:
            notes.append(self._notes.near.format(label=self.named(near)))
        return Standing(State.MISMATCH, " ".join(notes))

    def _of_provision(self, placed: Placed, ref: ProvisionRef) -> Standing:
        source = self._knowledge.sources.get(ref.source)
        name = self.named(ref)
        if source is None:
            return Standing(State.UNKNOWN, self._notes.unknown_law.format(name=ref.source), exists=None)
        entries = [entry for entry in self._knowledge.replacements_of(ref) if self._has_begun(entry)]
        for entry in entries:
            standing = self._replaced(placed, entry, name)
            if standing is not None:
                return standing
        status = self._knowledge.status(ref, self._day)
        if status is Status.REPEALED:
            note = source.note[self._language] if source.note else ""
            return Standing(State.REPEALED, self._notes.replaced.format(label=name, note=note).strip())
        if self._knowledge.section_is_repealed(ref):
            return Standing(State.REPEALED, self._notes.repealed.format(label=name))
        exists = self._exists(ref)
        if exists is False:
            return Standing(State.UNKNOWN, self._missing(ref), exists=False)
        if status is Status.COMING:
            note = source.note[self._language] if source.note else ""
            return Standing(State.COMING, f"{self._notes.coming.format(label=name)} {note}".strip())
        if exists is None:
            return Standing(State.UNKNOWN, self._notes.not_listed.format(act=source.short[self._language]), exists=None)
        return Standing(State.IN_FORCE, self._in_force_note(placed, ref, entries))

    def _replaced(self, placed: Placed, entry: Replacement, name: str) -> Standing | None:
        """The state that an entry of the concordance gives the reference; nothing where it stays in force."""
        note = entry.note[self._language]
        now = tuple(ref for ref in entry.now if ref.provision != entry.old.provision)
        if entry.kind in {"replaced", "repealed"}:
            return Standing(State.REPEALED, self._notes.replaced.format(label=name, note=note), entry.now)
        if entry.kind == "renumbered":
            return Standing(State.RENUMBERED, self._notes.renumbered.format(note=note), entry.now)
        if entry.kind == "rewritten" and now and self._is_of_before(placed, entry):
            return Standing(State.RENUMBERED, self._notes.renumbered.format(note=note), now)
        return None

    def _is_of_before(self, placed: Placed, entry: Replacement) -> bool:
        """Whether the sentence is about what the section was before it was given another matter."""
        before = self._matter.before(entry.old)
        today = self._matter.fit(placed.terms, entry.old) or 0.0
        if before is None or not placed.terms:
            return False
        share = self._matter.weight(placed.terms & before) / self._matter.weight(placed.terms)
        return share >= _BEFORE and share > _MOVED * today

    def _in_force_note(self, placed: Placed, ref: ProvisionRef, entries: list[Replacement]) -> str:
        notes = [entry.note[self._language] for entry in entries]
        if placed.doubtful:
            named = (placed.written.ref, *placed.written.candidates)
            for other in (one for one in named if one is not None and one.source != ref.source):
                for entry in self._knowledge.replacements_of(other):
                    if entry.kind != "coming":
                        old, note = self._act(other.source), entry.note[self._language]
                        notes.append(self._notes.same_name.format(old=old, note=note))
        if placed.written.how is How.GUESS:
            notes.append(self._notes.guessed.format(act=self._act(ref.source)))
        return " ".join(notes)

    def _of_act(self, placed: Placed, act: str) -> Standing:
        """A law named without a section, or a chapter of it."""
        source = self._knowledge.sources[act]
        status = source.status(self._day)
        note = source.note[self._language] if source.note else ""
        chapter = placed.written.chapter
        if status is Status.REPEALED:
            now = self._chapter_now(act, chapter) if chapter else ()
            return Standing(
                State.REPEALED, self._notes.act_replaced.format(label=self._act(act), note=note).strip(), now
            )
        if status is Status.COMING:
            return Standing(State.COMING, f"{self._notes.coming.format(label=self._act(act))} {note}".strip())
        older = [a for a in placed.written.acts if a != act and placed.written.name == self._plain_name(a)]
        if placed.doubtful and older and placed.written.name != self._plain_name(act):
            return Standing(State.IN_FORCE, self._notes.old_name.format(old=self._act(older[0]), label=self._act(act)))
        return Standing(State.IN_FORCE)

    def _chapter_now(self, act: str, chapter: str) -> tuple[ProvisionRef, ...]:
        prefix = section_key(chapter) + "-"
        entries = [e for e in self._knowledge.replacements if e.old.source == act]
        found = (ref for e in entries if section_key(e.old.section).startswith(prefix) for ref in e.now)
        return tuple(dict.fromkeys(found))

    def _exists(self, ref: ProvisionRef) -> bool | None:
        known = self._knowledge.has_section(ref)
        if self._texts is None:
            return known
        passages = self._texts.passages(ref.provision)
        if not passages:
            return known
        ledd = {passage.ref.subsection for passage in passages if passage.ref.subsection}
        too_many = ref.subsection is not None and ledd and ref.subsection > max(ledd)
        return not (too_many and not passages[0].pending)

    def _missing(self, ref: ProvisionRef) -> str:
        if ref.subsection is not None and self._knowledge.has_section(ref) and self._texts is not None:
            numbers = [passage.ref.subsection or 0 for passage in self._texts.passages(ref.provision)]
            return self._notes.missing_subsection.format(label=self.named(ref.provision), count=max(numbers))
        return self._notes.missing.format(act=self._act(ref.source))

    def _has_begun(self, entry: Replacement) -> bool:
        return entry.since is None or entry.since <= self._day

    def named(self, ref: ProvisionRef) -> str:
        """The provision as people write it."""
        return label(self._knowledge, ref, self._language)

    def named_act(self, act: str) -> str:
        """The act's short name."""
        return self._act(act)

    def _act(self, act: str) -> str:
        return self._knowledge.sources[act].short[self._language]

    def _plain_name(self, act: str) -> str:
        """What an act calls itself, without the year that tells it from another."""
        title = self._knowledge.sources[act].title
        return title.rpartition("(")[2].rstrip(")").lower() if "(" in title else title.lower()
