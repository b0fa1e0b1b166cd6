"""Which act a reference means where its words leave that open.

Two acts bear the name «opplæringslova», and a heading «§ 15-8. Samarbeid» names none. The rest of the
document tells: an act named by its number, sections that only one of the acts has, the time it was
written, and what the sentence is about.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.references import How, Reference
from assistant.references.spellings import own_names, stem_of
from assistant.routine.manuscript import Manuscript
from assistant.routine.matter import Matter
from corpus.knowledge import Knowledge
from corpus.models import Source
from corpus.refs import ProvisionRef
from ingest.documents import language_of

_CLEAR = 0.2
"""The least share of a sentence's words that the provision it means has."""
_FEW = 3
"""The least words that tell what a sentence is about."""
_MARGIN = 1.6
"""How many times better than the next a provision must fit, where nothing else tells."""
_NEAR_MARGIN = 1.15
"""The same among the provisions of acts that are named nearby."""
_AHEAD = 420
"""Characters after a lone heading that tell what it is about."""
_NAMED = 1500
"""How far from a lone section the name of its act may stand."""
_SUBJECT = 170
"""Characters after a lone heading in which whom it binds is named."""
_QUOTED = 900
"""How far a quoted provision reaches, that other sections of the same act are named in."""


@dataclass(frozen=True)
class Placed:
    """A reference with the provision (or act) that it means; ``ref`` and ``act`` are empty where that is not known."""

    written: Reference
    ref: ProvisionRef | None
    act: str | None
    sentence: tuple[int, int]
    terms: frozenset[str]
    doubtful: bool = False
    """Whether another act of the same name could be meant, and nothing tells which."""


class Context:
    """What one document tells about the acts it means."""

    def __init__(
        self, knowledge: Knowledge, matter: Matter, manuscript: Manuscript, read: Sequence[Reference], day: dt.date
    ) -> None:
        self._knowledge = knowledge
        self._matter = matter
        self._manuscript = manuscript
        self._read = read
        self._day = day
        self._named = frozenset(r.act for r in read if r.act and r.settled and r.how is How.NUMBER)
        self._seen = Counter(act for act in (self._only(reference) for reference in read) if act)
        self._acts = dict.fromkeys(act for r in read for act in ((r.act,) if r.act else r.acts))
        self._until = self._written_until()

    def place_all(self) -> list[Placed]:
        """Every reference with what it means, in order."""
        placed: list[Placed] = []
        for reference in self._read:
            placed.append(self._place(reference, placed[-1] if placed else None))
        return placed

    def _place(self, reference: Reference, before: Placed | None) -> Placed:
        span = self._manuscript.sentence(reference.start, reference.end)
        terms = self._terms(span)
        if reference.ref is None and reference.section and not reference.how:
            return self._lone(reference, span, before)
        if not reference.section:
            return self._whole(reference, span, terms)
        if reference.ref is None or reference.settled or not reference.candidates:
            return Placed(reference, reference.ref, reference.act, span, terms)
        return self._shared(reference, [reference.ref, *reference.candidates], span, terms)

    def _shared(
        self, reference: Reference, refs: Sequence[ProvisionRef], span: tuple[int, int], terms: frozenset[str]
    ) -> Placed:
        """One number in two acts of one name."""
        chosen = (
            self._one(ref for ref in refs if ref.source in self._named)
            or self._fitting(refs, terms, _MARGIN)
            or self._of_old_name(reference, refs)
            or self._one(ref for ref in refs if ref.source in self._seen)
            or (self._one(ref for ref in refs if self._applied(ref.source, self._until)) if self._until else None)
        )
        doubtful = chosen is None
        if chosen is None:
            today = [ref for ref in refs if self._applied(ref.source, self._day)]
            chosen = (today or refs)[0]
        return Placed(reference, chosen, chosen.source, span, terms, doubtful)

    def _of_old_name(self, reference: Reference, refs: Sequence[ProvisionRef]) -> ProvisionRef | None:
        """The provision of a repealed act whose own name this is («barnevernloven»), not that of the act of today."""
        own = self._one(ref for ref in refs if reference.name in own_names(self._knowledge.sources[ref.source]))
        return own if own is not None and not self._applied(own.source, self._day) else None

    def _whole(self, reference: Reference, span: tuple[int, int], terms: frozenset[str]) -> Placed:
        if reference.act is not None or not reference.acts:
            return Placed(reference, None, reference.act, span, terms)
        named = [act for act in reference.acts if act in self._named]
        seen = [act for act in reference.acts if act in self._seen]
        today = [act for act in reference.acts if self._applied(act, self._day)]
        for acts in (named, seen):
            if len(acts) == 1:
                return Placed(reference, None, acts[0], span, terms)
        return Placed(reference, None, (today or list(reference.acts))[0], span, terms, doubtful=True)

    def _lone(self, reference: Reference, span: tuple[int, int], before: Placed | None) -> Placed:
        """A section without a law: of the provision it is quoted in, of an act named nearby that has it, or of the
        one that its words fit."""
        start, end = span[0], min(len(self._manuscript.text), max(span[1], reference.end + _AHEAD))
        terms = self._matter.terms(self._manuscript.text[reference.end : end])
        possible = {ref.source: ref for ref in reference.candidates}
        for act in self._acts:
            ref = self._section(act, reference.section)
            if ref is not None:
                possible.setdefault(act, ref)
        near = self._near(reference)
        of_near = [ref for act, ref in possible.items() if act in near]
        chosen = (
            self._quoted(reference, before)
            or (self._by_subject(reference, list(possible.values())) if self._is_heading(reference) else None)
            or self._fitting(of_near, terms, _NEAR_MARGIN)
            or self._fitting(list(possible.values()), terms, _MARGIN)
            or self._one(ref for act, ref in possible.items() if act in self._acts and "-" in reference.section)
            or (self._by_language(reference, of_near, end) if self._is_heading(reference) else None)
        )
        return Placed(reference, chosen, chosen.source if chosen else None, (start, span[1]), terms)

    def _quoted(self, reference: Reference, before: Placed | None) -> ProvisionRef | None:
        """The section of the act whose provision is quoted just before; a heading begins another one."""
        if before is None or before.act is None or reference.start - before.written.end > _QUOTED:
            return None
        if self._is_heading(reference):
            return None
        if reference.section.startswith("art ") and before.ref is not None:
            convention = before.ref.section.partition("(")[2]
            ref = ProvisionRef(before.act, reference.section + (f" ({convention}" if convention else ""))
            return ref if self._knowledge.has_section(ref) else None
        return self._section(before.act, reference.section)

    def _is_heading(self, reference: Reference) -> bool:
        """Whether the section stands as the heading of a quoted provision: «§ 15-8. Samarbeid»."""
        text = self._manuscript.text
        opens = not text[text.rfind("\n", 0, reference.start) + 1 : reference.start].strip()
        return opens and text[reference.end : reference.end + 1] == "."

    def _by_language(self, reference: Reference, refs: Sequence[ProvisionRef], end: int) -> ProvisionRef | None:
        """The provision of the only act that is written in the language of the quotation."""
        spoken = language_of(self._manuscript.text[reference.end : end])
        return self._one(ref for ref in refs if self._knowledge.sources[ref.source].language is spoken)

    def _by_subject(self, reference: Reference, refs: Sequence[ProvisionRef]) -> ProvisionRef | None:
        """The provision of the only act whose own matter («barnevern», «krisesenter») is named right after."""
        after = self._manuscript.text[reference.end : reference.end + _SUBJECT].lower()
        return self._one(
            ref for ref in refs if (stem := stem_of(self._knowledge.sources[ref.source])) and stem in after
        )

    def _near(self, reference: Reference) -> frozenset[str]:
        """The acts that are named not far from a place."""
        near = (other for other in self._read if abs(other.start - reference.start) < _NAMED)
        return frozenset(act for other in near for act in ((other.act,) if other.act else other.acts))

    def _section(self, act: str, section: str) -> ProvisionRef | None:
        conventions = self._knowledge.sources[act].articles if section.startswith("art ") else {"": None}
        for convention in conventions:
            ref = ProvisionRef(act, section + (f" ({convention})" if convention else ""))
            if self._knowledge.has_section(ref):
                return ref
        return None

    def _fitting(self, refs: Sequence[ProvisionRef], terms: frozenset[str], margin: float) -> ProvisionRef | None:
        """The provision that the words fit ``margin`` times better than the others."""
        if len(terms) < _FEW:
            return None
        fits = sorted(((self._fit(terms, ref), index) for index, ref in enumerate(refs)), reverse=True)
        if not fits or fits[0][0] < _CLEAR:
            return None
        if len(fits) > 1 and fits[0][0] < margin * fits[1][0]:
            return None
        return refs[fits[0][1]]

    def _fit(self, terms: frozenset[str], ref: ProvisionRef) -> float:
        return self._matter.fit(terms, ref) or 0.0

    def _only(self, reference: Reference) -> str | None:
        """The act where it alone of its name has such a section: what tells old documents from new."""
        if len(reference.acts) < 2:
            return None
        if reference.settled:
            return reference.act
        if reference.section and reference.ref is not None and not reference.candidates:
            return reference.act if self._knowledge.has_section(reference.ref) else None
        return None

    def _written_until(self) -> dt.date | None:
        """The last day that the law was in force which the document takes to be so; nothing where newer law tells
        otherwise."""
        told = {*self._named, *self._seen}
        sources = [self._knowledge.sources[act] for act in told if act in self._knowledge.sources]
        ends = [source.in_force_to for source in sources if source.in_force_to is not None]
        if not ends:
            return None
        until = min(ends)
        newer = any(source.in_force_from is not None and source.in_force_from > until for source in sources)
        return None if newer else until

    def _applied(self, act: str, day: dt.date) -> bool:
        source: Source = self._knowledge.sources[act]
        begun = source.in_force_from is None or source.in_force_from <= day
        return begun and not source.not_in_force and (source.in_force_to is None or day <= source.in_force_to)

    def _one(self, refs: Iterable[ProvisionRef]) -> ProvisionRef | None:
        found = list(refs)
        return found[0] if len(found) == 1 else None

    def _terms(self, span: tuple[int, int]) -> frozenset[str]:
        """The words of the sentence beside its references: a law's name would count as its matter."""
        text = self._manuscript.text
        start, end = span
        pieces, position = [], start
        for other in self._read:
            if other.end > start and other.start < end:
                pieces.append(text[position : max(position, other.start)])
                position = max(position, other.end)
        pieces.append(text[position:end])
        return self._matter.terms(" ".join(pieces))
