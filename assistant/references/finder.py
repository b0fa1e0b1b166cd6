"""References to law in running text: «hpl § 33», «opplæringslova 24-3 andre ledd», «§§ 13 til 13 e i fvl».

A grammar, not a list of known strings: a law's name in any of its spellings, then sections, then
ledd and item; or the section first and the law after it; or the section alone, of the law named before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.question import Mention
from assistant.references.attaching import Span, attached, laws_before
from assistant.references.choosing import choose, formerly, told
from assistant.references.folding import Folded, fold
from assistant.references.names import How, LawName, LawNames
from assistant.references.ranges import Ranges
from assistant.references.sections import Found
from corpus.knowledge import Knowledge
from corpus.refs import ProvisionRef, section_key

_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(
    r"\b(?:lov|forskrift)/\d{4}-\d{2}-\d{2}(?:-\d+)?#"
    r"(?:art \d+(?: \(\w+\))?|\d+(?:\s?[a-z](?=-\d))?(?:-\d+)?(?: ?[a-hj-z]\b)?)(?:/\d+)?",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"[\s,]*(?:kapittel|kapitel|kap\.?|chapter)\s*(?P<number>\d+(?:\s?[A-Ha-h](?!\w))?)", re.IGNORECASE
)
_CHAPTER_BEFORE = re.compile(
    r"\b(?:kapittel|kapitel|kap\.?|chapter)\s*(?P<number>\d+(?:\s?[A-Ha-h](?!\w))?)\s+(?:i|av|in|of)(?:\s+the)?"
    r"(?:\s+den)?(?:\s+(?:gamle|nye|tidligere|old|new))?\s+$",
    re.IGNORECASE,
)
_CHAPTER_REACH = 48
_ABBREVIATION = re.compile(
    r"(?<!\w)(?!(?:til|skal|vil|ved|del|kapittel|regel|artikkel)\b)[a-zæøå]{2,}l\.?\s*$", re.IGNORECASE
)
"""A word such as «pasjl.» before a section: a law that we do not know, and not the one named before."""
_FAR = 600
"""Characters between a law's name and a lone section that may still be of it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference and its place in the text as it was written.

    ``ref`` is the provision, or nothing where a section stands alone or the law is unknown;
    ``candidates`` are then the provisions it may be, or else those that bear the same name and number.
    ``act`` is the law where it is known, also where no section is named (``section`` empty), and ``acts``
    those that bear its name; ``chapter`` is the chapter of it that is named. ``how`` says how the law was
    named, and is empty where it was not. ``formerly`` is the same number in the act that
    bore the name before, where that was replaced. ``settled`` says that there is but one act of that
    name, or that a year or «gamle» settles which is meant.
    """

    start: int
    end: int
    written: str
    section: str = ""
    ref: ProvisionRef | None = None
    act: str | None = None
    acts: tuple[str, ...] = ()
    chapter: str = ""
    how: How | None = None
    name: str = ""
    formerly: ProvisionRef | None = None
    candidates: tuple[ProvisionRef, ...] = ()
    settled: bool = False


class ReferenceFinder:
    """Finds references to the sources that the knowledge names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._names = LawNames(knowledge)
        self._by_section: dict[str, set[ProvisionRef]] = defaultdict(set)
        for ref in (*knowledge.digests, *(entry.old.provision for entry in knowledge.replacements)):
            self._by_section[_number(ref.section)].add(ref.provision)
        self._ranges = Ranges(knowledge)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The provisions that a text names, in the order they stand, each once."""
        if not _DIGIT.search(text):  # every section has a number
            return ()
        found: dict[ProvisionRef, Mention] = {}
        for reference in self.read(text):
            ref = reference.ref
            if ref is None and "-" in reference.section and len(reference.candidates) == 1 and not reference.how:
                (ref,) = reference.candidates  # a lone number («§ 9 A-4») that only one known act has or had
            if ref is not None and reference.section:
                found.setdefault(ref, Mention(reference.written, ref, reference.formerly))
        return tuple(found.values())

    def read(self, text: str) -> tuple[Reference, ...]:
        """Every reference in a text, in the order they stand, as often as they stand."""
        folded = fold(text)
        laws = self._names.find(folded)
        addresses = list(_ADDRESS.finditer(folded.text))
        spans = [match.span() for match in addresses]
        read = [*(_address(folded, match) for match in addresses), *self._attached(folded, laws, spans)]
        read.sort(key=lambda reference: (reference.start, reference.end))
        return tuple(read)

    def _attached(self, folded: Folded, laws: Sequence[LawName], addresses: Sequence[Span]) -> Iterator[Reference]:
        """Every group of sections with the law it belongs to, and the laws that stand alone."""
        groups, alone = attached(folded.text, laws, addresses)
        for law, group in groups:
            yield from self._references(folded, law, group, laws)
        for law in alone:
            if law.whole:
                yield self._whole(folded, law)

    def _references(
        self, folded: Folded, law: LawName | None, group: tuple[Found, ...], laws: Sequence[LawName]
    ) -> Iterator[Reference]:
        named = law
        if law is None:
            named = self._carried(folded.text, group[0], laws)
        elif law.how is How.SAME:
            named = next(laws_before(laws, law.start), None)
        group = self._ranges.laid_out(group, named)
        for found in group:
            begin, end = found.start, found.end
            if law is not None and (found.start == group[0].start or law.start > found.start):
                begin, end = min(begin, law.start), max(end, law.end if law.start > found.start else end)
            around = folded.text[max(0, min(begin, named.start if named else begin) - 14) : end]
            for place in found.places:
                yield self._reference(folded, (begin, end), found, place, (law, named), around)

    def _reference(
        self,
        folded: Folded,
        span: tuple[int, int],
        found: Found,
        place: int | None,
        laws: tuple[LawName | None, LawName | None],
        around: str,
    ) -> Reference:
        """One section with its law. ``laws`` are the name that stands by it, and the law that is meant by that."""
        written_law, law = laws
        written = " ".join(folded.text[span[0] : span[1]].split()).strip(" ,;")
        reference = Reference(folded.place(span[0]), folded.end(span[1]), written, found.section)
        if law is None:
            candidates = tuple(sorted(self._by_section.get(_number(found.section), set())))
            return replace(reference, candidates=candidates)
        how = law.how if written_law is law else How.SAME
        reference = replace(reference, how=how, name=law.name, acts=law.sources)
        if law.how is How.UNKNOWN:
            return replace(reference, how=law.how)
        refs = self._refs(law, found, place)
        if not refs:
            return reference
        chosen, settled = choose(self._knowledge, refs, law.name, around)
        return replace(
            reference,
            ref=chosen,
            act=chosen.source,
            formerly=formerly(self._knowledge, refs, chosen),
            candidates=tuple(ref for ref in refs if ref.source != chosen.source and self._knowledge.has_section(ref)),
            settled=settled,
        )

    def _carried(self, text: str, found: Found, laws: Sequence[LawName]) -> LawName | None:
        """The law a lone section is of: the nearest before it in the paragraph that has such a section."""
        if _ABBREVIATION.search(text, max(0, found.start - 14), found.start):
            return None
        for law in laws_before(laws, found.start):
            if not _near(text, law.end, found.start):
                return None
            if law.how is How.UNKNOWN or any(
                self._knowledge.has_section(ref) is not False for ref in self._refs(law, found, None)
            ):
                return law
        return None

    def _refs(self, law: LawName, found: Found, place: int | None) -> list[ProvisionRef]:
        if found.is_article:
            if law.convention is None:
                return []
            suffix = f" ({law.convention})" if law.convention else ""
            return [ProvisionRef(law.sources[0], found.section + suffix, place, found.item if place else None)]
        refs = []
        for source in law.sources:
            section = found.section
            if found.loose and not self._knowledge.has_section(ProvisionRef(source, section)):
                shorter = section[:-1].strip()
                section = shorter if self._knowledge.has_section(ProvisionRef(source, shorter)) else section
            refs.append(ProvisionRef(source, section, place, found.item if place else None))
        return refs

    def _whole(self, folded: Folded, law: LawName) -> Reference:
        """A law without a section: all of it, or a chapter."""
        start, end = law.start, law.end - (folded.text[law.end - 1] == "." and law.how is How.NAME)
        chapter = _CHAPTER.match(folded.text, end)
        before = None if chapter else _CHAPTER_BEFORE.search(folded.text, max(0, start - _CHAPTER_REACH), start)
        if chapter:
            end = chapter.end()
        elif before:
            chapter, start = before, before.start()
        number = " ".join(chapter["number"].split()) if chapter else ""
        acts = tuple(act for act in law.sources if number and self._ranges.has_chapter(act, number)) or law.sources
        around = folded.text[max(0, start - 14) : end]
        acts = told(self._knowledge, acts, around) or acts
        return Reference(
            folded.place(start),
            folded.end(end),
            " ".join(folded.text[start:end].split()),
            act=acts[0] if len(acts) == 1 else None,
            acts=acts,
            chapter=number,
            how=law.how,
            name=law.name,
            settled=len(acts) == 1,
        )


def _address(folded: Folded, match: re.Match[str]) -> Reference:
    ref = ProvisionRef.parse(match[0].strip())
    start, end = folded.place(match.start()), folded.end(match.end())
    return Reference(start, end, match[0], ref.section, ref, ref.source, how=How.NUMBER)


def _number(section: str) -> str:
    """The key of a section; of an article without the convention it is of."""
    return section_key(re.sub(r"\s*\(.*\)$", "", section))


def _near(text: str, end: int, start: int) -> bool:
    """Whether a lone section may still be of the law named before: in the same paragraph, and not far."""
    return start - end <= _FAR and "\n\n" not in text[end:start].replace("\r", "")
