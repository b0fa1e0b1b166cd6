"""References to law in running text: «hpl § 33», «opplæringslova 24-3 andre ledd», «§§ 13 til 13 e i fvl».

A grammar, not a list of known strings: a law's name in any of its spellings, then sections, then
ledd and item; or the section first and the law after it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.question import Mention
from corpus.knowledge import Knowledge
from corpus.models import Source
from corpus.refs import ProvisionRef, section_key

_LEDD = (
    "første", "andre|annet", "tredje", "fjerde", "femte", "sjette", "sjuende|syvende|sjuande", "åttende|åttande",
    "niende|niande", "tiende|tiande",
)  # fmt: skip
_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBER = r"\d+(?:\s?[A-Z](?=-\d))?(?:-\d+)?"
_SECTION = rf"(?P<section>{_NUMBER}(?:\s?[a-hj-zæøå](?![\wæøå]))?)"
_PLACE = re.compile(
    r"[\s,]*(?:(?P<ledd>{ordinals})\s*(?:ledd|paragraph|subsection)|(?P<count>\d+)\.?\s*ledd|\((?P<bracket>\d+)\))?"
    r"(?:[\s,]*(?:nr\.?\s*(?P<number>\d+)|(?:bokstav|litra|letter)\s*(?P<letter>[a-zæøå])\b))?".format(
        ordinals="|".join(f"(?:{words})" for words in (*_LEDD, *_ENGLISH))
    ),
    re.IGNORECASE,
)
_MARK = r"(?:§{1,2}|paragraf(?:ene|ane)?|section|sec\.|s\.)"
_SECTIONS = re.compile(rf"\s*(?:(?P<mark>{_MARK})\s*)?{_SECTION}", re.IGNORECASE)
_MARKED = re.compile(rf"{_MARK}\s*{_SECTION}", re.IGNORECASE)
_ARTICLE = re.compile(r"\s*(?:artikkel|artiklene|article|art\.?)\s*(?P<article>\d+)", re.IGNORECASE)
_JOIN = re.compile(r"\s*(?P<join>,|og|and|eller|or|til|to|–|-)\s*(?=§|\d)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"[\s,:]*(?:(?:kapittel|kap\.?)\s*\d+\s*[a-z]?[\s,]*)?(?:fra\s+|frå\s+|av\s+)?(?:\(?\d{4}\)?\s*)?", re.IGNORECASE
)
_IN = re.compile(r"\s*(?:i|av|in|of)(?:\s+the)?\s+(?:den\s+(?:gamle|gamle|nye)\s+|gamle\s+|nye\s+)?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:lov|forskrift)/\d{4}-\d{2}-\d{2}(?:-\d+)?#"
    rf"(?:art \d+(?: \(\w+\))?|{_NUMBER}(?: ?[a-hj-z]\b)?)(?:/\d+)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    section: str
    subsection: int | None
    item: str | None
    end: int


class ReferenceFinder:
    """Finds references to the sources that the knowledge names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._named: dict[str, list[Source]] = defaultdict(list)
        articles: dict[str, tuple[str, str]] = {}
        for source in knowledge.sources.values():
            if not source.is_law:
                continue
            for name in _names(source):
                self._named[name].append(source)
            for convention, text in source.articles.items():
                for name in {text.nb, text.nn or text.nb, text.en or text.nb, convention}:
                    for part in (name, re.sub(r"\s*\(.*\)", "", name), *re.findall(r"\(([^)]+)\)", name)):
                        if part:
                            articles[part.lower()] = (source.id, convention)
        self._by_section: dict[str, set[ProvisionRef]] = defaultdict(set)
        for ref in (*knowledge.digests, *(entry.old.provision for entry in knowledge.replacements)):
            if "-" in ref.section:  # a lone number is too common to name one act
                self._by_section[section_key(ref.section)].add(ref)
        self._articles = articles
        self._law = _alternatives([*self._named, *articles])

    def find(self, text: str) -> tuple[Mention, ...]:
        """All references, in the order they stand, each once."""
        found: dict[ProvisionRef, Mention] = {}
        for _, mention in sorted(self._find(text), key=lambda pair: pair[0]):
            found.setdefault(mention.ref, mention)
        return tuple(found.values())

    def _find(self, text: str) -> Iterable[tuple[int, Mention]]:
        for match in _ADDRESS.finditer(text):
            yield match.start(), Mention(match[0], ProvisionRef.parse(match[0].strip()))
        if self._law is None:
            return
        taken: list[tuple[int, int]] = []
        for law in self._law.finditer(text):
            name = " ".join(law["law"].lower().split())
            after = _BETWEEN.match(text, law.end())
            start = after.end() if after else law.end()
            groups = list(_sections(text, start))
            if not groups:
                groups = self._before(text, law.start())
            for found in groups:
                taken.append((min(law.start(), found.start), found.end))
                ref = self._ref(name, found, text[law.start() : start])
                if ref is not None:
                    written = text[min(law.start(), found.start) : max(law.end(), found.end)]
                    yield law.start(), Mention(written.strip(), ref, self._formerly(name, ref))
        yield from self._alone(text, taken)

    def _alone(self, text: str, taken: list[tuple[int, int]]) -> Iterable[tuple[int, Mention]]:
        """Sections without a law's name («§ 9 A-4»), where only one known act has or had that number."""
        for match in _MARKED.finditer(text):
            if any(start <= match.start("section") < end for start, end in taken):
                continue
            known = self._by_section.get(section_key(match["section"]), set())
            if len(known) == 1:
                (ref,) = known
                yield match.start(), Mention(match[0], ref)

    def _formerly(self, name: str, ref: ProvisionRef) -> ProvisionRef | None:
        """The section of that number in an act of the same name that was replaced."""
        for source in self._named.get(name, []):
            old = ProvisionRef(source.id, ref.section)
            if source.id != ref.source and self._knowledge.replacements_of(old):
                return old
        return None

    def _before(self, text: str, law_start: int) -> list[_Found]:
        """Sections that stand before the law's name: «§ 13 b i forvaltningsloven»."""
        for match in reversed(list(_MARKED.finditer(text, 0, law_start)) + list(_ARTICLE.finditer(text, 0, law_start))):
            groups = list(_sections(text, match.start()))
            if groups and _IN.fullmatch(text, groups[-1].end, law_start):
                return groups
        return []

    def _ref(self, name: str, found: _Found, written: str) -> ProvisionRef | None:
        if found.section.startswith("art"):
            if name not in self._articles:
                sources = self._named.get(name, [])
                convention = next(((s.id, "") for s in sources if "" in s.articles), None)
            else:
                convention = self._articles[name]
            if convention is None:
                return None
            suffix = f" ({convention[1]})" if convention[1] else ""
            return ProvisionRef(convention[0], found.section + suffix, found.subsection, found.item)
        sources = self._named.get(name, [])
        if not sources:
            return None
        refs = [ProvisionRef(source.id, found.section, found.subsection, found.item) for source in sources]
        year = _YEAR.search(written)
        if year:
            dated = [ref for ref in refs if f"/{year[0]}-" in ref.source]
            if dated:
                return dated[0]
        return min(refs, key=lambda ref: self._preference(ref, name))

    def _preference(self, ref: ProvisionRef, name: str) -> tuple[int, str]:
        """A name two acts share means the act that has the section: today's first, then the one it replaced.

        An act's own name goes before a name it is only called by («barnevernloven» was the act of 1992).
        """
        source = self._knowledge.sources[ref.source]
        has_digest = self._knowledge.digest(ref) is not None
        replaced = any(entry.kind != "coming" for entry in self._knowledge.replacements_of(ref))
        repealed = source.in_force_to is not None
        coming = source.not_in_force
        own = name in _own_names(source)
        if has_digest and not repealed and not coming:
            return (0 if own else 2, "")
        if replaced:
            return (1 if own else 3, "")
        return (6 if coming else 5 if repealed else 4, ref.source)


def _sections(text: str, start: int) -> Iterable[_Found]:
    """Sections from ``start`` on. A bare number is one only if it looks like one («24-3») or follows «§§»."""
    article = _ARTICLE.match(text, start)
    if article:
        place = _PLACE.match(text, article.end())
        yield _found(start, f"art {article['article']}", place, article.end())
        return
    position = start
    several = False
    while True:
        match = _SECTIONS.match(text, position)
        if match is None or not (several or match["mark"] or "-" in match["section"]):
            return
        several = several or (match["mark"] or "").startswith("§§")
        place = _PLACE.match(text, match.end())
        found = _found(match.start(), " ".join(match["section"].split()), place, match.end())
        yield found
        join = _JOIN.match(text, found.end)
        if not join:
            return
        position = join.end()


def _found(start: int, section: str, place: re.Match[str] | None, end: int) -> _Found:
    if place is None or not place[0].strip(" ,"):
        return _Found(start, section, None, None, end)
    subsection = None
    if place["ledd"]:
        word = place["ledd"].lower()
        for names in (_LEDD, _ENGLISH):
            for number, alternatives in enumerate(names, start=1):
                if word in alternatives.split("|"):
                    subsection = number
    elif place["count"] or place["bracket"]:
        subsection = int(place["count"] or place["bracket"])
    item = place["number"] or place["letter"]
    if item and subsection is None:
        subsection = 1  # people leave out the ledd where the section has but one list
    return _Found(start, section, subsection, item, place.end())


def _own_names(source: Source) -> set[str]:
    """What the act calls itself: its short name, and the name in the parentheses of its title."""
    in_title = re.search(r"\(([^()]+)\)\s*$", source.title)
    return {name.lower() for name in (source.short.nb, source.short.nn, in_title and in_title[1]) if name}


def _names(source: Source) -> set[str]:
    names = {source.title, source.short.nb, source.short.nn or "", source.short.en or "", *source.aliases}
    cleaned = {re.sub(r"\s*\([^)]*\)\s*$", "", name).strip().lower().removeprefix("the ") for name in names}
    return {name for name in cleaned if len(name) > 1}


def _alternatives(names: Iterable[str]) -> re.Pattern[str] | None:
    written = sorted(set(names), key=len, reverse=True)
    if not written:
        return None
    joined = "|".join(re.escape(name.rstrip(".")).replace(r"\ ", r"\s+") + r"\.?" for name in written)
    return re.compile(rf"(?<![\wæøåÆØÅ])(?P<law>{joined})(?:en|a|ens|s)?(?![\wæøåÆØÅ])", re.IGNORECASE)
