"""Which of two acts of one name is meant: «opplæringslova» was the act of 1998 and is that of 2023."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.references.spellings import own_names
from corpus.knowledge import Knowledge
from corpus.models import Phrases
from corpus.refs import ProvisionRef

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"\w+")


def told(knowledge: Knowledge, acts: Sequence[str], around: str) -> tuple[str, ...]:
    """The acts that a year or a word such as «gamle» in ``around`` leaves; none where nothing of it is said."""
    year = _YEAR.search(around)
    dated = tuple(act for act in acts if year and f"/{year[0]}-" in act)
    if dated:
        return dated
    if _says(around, knowledge.grammar.former):
        return tuple(act for act in acts if knowledge.sources[act].in_force_to is not None)
    return ()


def choose(knowledge: Knowledge, refs: Sequence[ProvisionRef], name: str, around: str) -> tuple[ProvisionRef, bool]:
    """The provision that is meant of those of one name and number, and whether the words about it settle that."""
    if len(refs) == 1:
        return refs[0], True
    left = told(knowledge, [ref.source for ref in refs], around)
    if left:
        return next(ref for ref in refs if ref.source in left), True
    best = min(refs, key=lambda ref: preference(knowledge, ref, name))
    return best, _says(around, knowledge.grammar.current) and knowledge.sources[best.source].in_force_to is None


def _says(around: str, phrases: Phrases) -> bool:
    return not phrases.words().isdisjoint(_WORD.findall(around.lower()))


def formerly(knowledge: Knowledge, refs: Sequence[ProvisionRef], chosen: ProvisionRef) -> ProvisionRef | None:
    """The section of that number in an act of the same name that was replaced."""
    for ref in refs:
        old = ref.provision
        if ref.source != chosen.source and any(e.kind != "coming" for e in knowledge.replacements_of(old)):
            return old
    return None


def preference(knowledge: Knowledge, ref: ProvisionRef, name: str) -> tuple[int, str]:
    """A name two acts share means the act that has the section: today's first, then the one it replaced.

    An act's own name goes before a name it is only called by («barnevernloven» was the act of 1992).
    """
    source = knowledge.sources[ref.source]
    has_digest = knowledge.digest(ref) is not None
    replaced = any(entry.kind != "coming" for entry in knowledge.replacements_of(ref))
    repealed = source.in_force_to is not None
    coming = source.not_in_force
    own = name in own_names(source)
    if has_digest and not repealed and not coming:
        return (0 if own else 2, "")
    if own and knowledge.has_section(ref) and not replaced and not repealed and not coming:
        return (2, "")
    if replaced:
        return (1 if own else 3, "")
    if repealed or coming:
        return (6 if coming else 5, ref.source)
    # Today's act without such a section is less likely meant than the one it replaced, which may have had it.
    return (5 if knowledge.has_section(ref) is False else 4, f"~{ref.source}")
