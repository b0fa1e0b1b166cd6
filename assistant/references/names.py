"""The laws that a text names: by any of their names, by date and number, or in a spelling of the writer's own."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from assistant.references.folding import Folded
from assistant.references.spellings import GENERAL, any_of, is_act, names_of, own_names, parted_name, skeleton
from corpus.knowledge import Knowledge
from corpus.models import Source


class How(StrEnum):
    """How a law is named."""

    NAME = "name"
    NUMBER = "number"  # its date and number, which only it has
    GUESS = "guess"  # a spelling that is near one law's name
    SAME = "same"  # «samme lov», «lovens»: the law named before
    UNKNOWN = "unknown"  # a law that the knowledge does not hold


@dataclass(frozen=True, slots=True)
class LawName:
    """A law's name between ``start`` and ``end`` of the folded text.

    ``sources`` are the laws that bear it; ``convention`` the one whose articles it names. ``whole`` says
    that it names a law also where no section stands by it («el.» does not).
    """

    start: int
    end: int
    name: str
    how: How
    sources: tuple[str, ...] = ()
    convention: str | None = None
    whole: bool = True


_MONTHS = (
    "januar|january|jan", "februar|february|feb", "mars|march", "april|apr", "mai|may", "juni|june|jun",
    "juli|july|jul", "august|aug", "september|sept|sep", "oktober|october|okt|oct", "november|nov",
    "desember|december|des|dec",
)  # fmt: skip
_MONTH = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split("|")}
_DATED = re.compile(
    r"\b(?P<kind>lov|forskrift|act|regulations?)\s+(?:av|frå|fra|of)?\s*(?P<day>\d{1,2})\.?\s*"
    rf"(?P<month>{'|'.join(sorted(_MONTH, key=len, reverse=True))})\.?\s*(?P<year>1[89]\d\d|20\d\d)"
    r"(?:,?\s*(?:nr|no|num)\.?\s*(?P<number>\d+))?"
)
_NUMBERED = re.compile(
    r"\b(?P<kind>lov|for|forskrift)[-/ ]\s?(?P<date>(?:1[89]|20)\d\d-\d\d-\d\d)"
    r"(?:\s?(?:-|nr\.?)\s?(?P<number>\d+))?(?![\w#-])"
)
_TITLE = re.compile(r"\s+(?:om|on|relating to|til|concerning)\s[^§.;:()\n]{3,160}?(?=\s*\(|\s*§|\s*$|[.;:,\n])")
_OWN_WORD = re.compile(
    r"(?<![\wæøå])(?P<name>(?:[a-zæøå]{2,}-\s(?:og|for)\s)?(?P<stem>[a-zæøå][a-zæøå-]{2,})(?P<cut>\.)?"
    r"(?P<kind>lov|forskrift|instruks))(?P<ending>en|a)?s?(?![\wæøå])"
)
_SAME = re.compile(
    r"(?<![\wæøå-])(?:(?:i\s+)?(?:samme|same|nevnte|nemnde|denne|den)\s+(?:lov|loven|lova|forskrift|forskriften|forskrifta)s?|"
    r"lovens|loven|lova|lovas|forskriftens|forskriften|forskrifta|(?:the|said|same|this)\s+(?:said\s+|same\s+)?(?:act|regulations))"
    r"(?![\wæøå-])(?!\s+(?:om|av)\s)"
)
_BRIDGE = re.compile(r"[\s,()\[\].]*(?:av\s|frå\s|fra\s|of\s)?[\s(\[]*")
_NEAR = 0.86
_SHORT = 5


class LawNames:
    """Finds the names of laws in a folded text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        named: dict[str, list[Source]] = defaultdict(list)
        self._articles: dict[str, tuple[str, str]] = {}
        self._by_date: dict[tuple[str, str], list[str]] = defaultdict(list)
        for source in knowledge.sources.values():
            if source.is_law:
                for name in names_of(source):
                    named[name].append(source)
                self._by_date[_kind_and_date(source.id)].append(source.id)
                self._read_articles(source)
        # In one order, whatever order the names came in: of two that fit a spelling, one and the same is taken.
        self._named = {name: tuple(named[name]) for name in sorted(named)}
        self._stems = self._by_stem()

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """All names as one pattern. It takes a tenth of a second to make, and most questions name no law."""
        return any_of({*self._named, *self._articles})

    def find(self, folded: Folded) -> list[LawName]:
        """All names, in the order they stand; where two overlap, the longer."""
        lower = folded.lower
        found = [*self._dated(lower), *self._by_name(lower), *self._same(lower), *self._own_words(lower)]
        found.sort(key=lambda law: (law.start, -law.end))
        kept: list[LawName] = []
        for law in found:
            if kept and law.start < kept[-1].end:
                if law.end > kept[-1].end and kept[-1].how is not How.NUMBER:
                    kept[-1] = law
                continue
            kept.append(law)
        return _joined(lower, kept)

    def _by_stem(self) -> dict[str, dict[str, str]]:
        """A name for each stem, by the kind of law that it is of; what an act calls itself where there are more."""
        own = {name for sources in self._named.values() for source in sources for name in own_names(source)}
        stems: dict[str, dict[str, str]] = defaultdict(dict)
        for name in sorted(self._named, key=lambda name: (name in own, name)):
            parted = parted_name(name)
            if parted:
                stem, kind = parted
                stems[kind][stem] = name
        return stems

    def _read_articles(self, source: Source) -> None:
        for convention, text in source.articles.items():
            for name in {text.nb, text.nn or text.nb, text.en or text.nb, convention}:
                for part in (name, re.sub(r"\s*\(.*\)", "", name), *re.findall(r"\(([^)]+)\)", name)):
                    if part:
                        self._articles[part.lower().removeprefix("the ")] = (source.id, convention)

    def _by_name(self, lower: str) -> Iterator[LawName]:
        for match in self._pattern.finditer(lower) if self._pattern else ():
            name = self._known(match["law"])
            sources = tuple(source.id for source in self._named.get(name, ()))
            convention: str | None = None
            if name in self._articles:
                source, convention = self._articles[name]
                sources = (source,)
            elif len(sources) == 1 and "" in self._knowledge.sources[sources[0]].articles and not is_act(name):
                convention = ""
            whole = is_act(name) or (convention is not None and len(name) > _SHORT)
            yield LawName(match.start(), match.end(), name, How.NAME, sources, convention, whole)

    def _known(self, written: str) -> str:
        """The name as the sources have it, of what the tolerant pattern has matched."""
        plain = " ".join(written.split())
        if plain in self._named or plain in self._articles:
            return plain
        key = skeleton(plain)
        return next((name for name in (*self._named, *self._articles) if skeleton(name) == key), plain)

    def _dated(self, lower: str) -> Iterator[LawName]:
        for match in _DATED.finditer(lower):
            date = f"{match['year']}-{_MONTH[match['month']]:02d}-{int(match['day']):02d}"
            kind = "lov" if match["kind"] in {"lov", "act"} else "forskrift"
            yield self._numbered(match, kind, date, match["number"], lower)
        for match in _NUMBERED.finditer(lower):
            kind = "lov" if match["kind"] == "lov" else "forskrift"
            yield self._numbered(match, kind, match["date"], match["number"], lower)

    def _numbered(self, match: re.Match[str], kind: str, date: str, number: str | None, lower: str) -> LawName:
        known = self._by_date.get((kind, date), [])
        written = f"{kind}/{date}" + (f"-{number}" if number else "")
        exact = [source for source in known if source == written]
        title = _TITLE.match(lower, match.end())
        end = title.end() if title else match.end()
        # A number left out means the only law of that day; one cut short (158 for 1584) the law that it begins.
        begun = [source for source in known if number is None or source.startswith(written)]
        sources = exact or (begun if len(begun) == 1 and (number is None or len(number) > 2) else [])
        how = How.NUMBER if sources else How.UNKNOWN
        return LawName(match.start(), end, written, how, tuple(sources))

    def _same(self, lower: str) -> Iterator[LawName]:
        for match in _SAME.finditer(lower):
            yield LawName(match.start(), match.end(), match[0], How.SAME, whole=False)

    def _own_words(self, lower: str) -> Iterator[LawName]:
        """Words that look like a law's name: near a known one, or of a law that is not known."""
        for match in _OWN_WORD.finditer(lower):
            stem = match["stem"].strip("-")
            if stem in GENERAL:
                continue
            near = self._nearest(match["name"], stem, match["kind"], cut=bool(match["cut"]))
            if near is not None:
                sources = tuple(source.id for source in self._named[near])
                yield LawName(match.start(), match.end(), near, How.GUESS, sources)
            elif match["ending"] and not match["cut"]:
                yield LawName(
                    match.start("stem"), match.end(), match["stem"] + match["kind"] + match["ending"], How.UNKNOWN
                )

    def _nearest(self, written: str, stem: str, kind: str, *, cut: bool) -> str | None:
        stems = self._stems.get(kind, {})
        if cut:
            begun = {name for s, name in stems.items() if s.startswith(stem)}
            ids = {tuple(source.id for source in self._named[name]) for name in begun}
            return min(begun) if len(ids) == 1 and len(stem) >= _SHORT else None
        parted = parted_name(written)
        for candidate in (parted[0] if parted else stem, stem):
            near = difflib.get_close_matches(candidate, stems, n=1, cutoff=_NEAR) if len(candidate) > _SHORT else []
            if near:
                return stems[near[0]]
        return None


def _kind_and_date(source: str) -> tuple[str, str]:
    kind, _, rest = source.partition("/")
    return kind, rest[:10]


def _joined(lower: str, laws: list[LawName]) -> list[LawName]:
    """Names of one law beside each other are one: «Lov om barnehager (barnehageloven)»."""
    out: list[LawName] = []
    for law in laws:
        before = out[-1] if out else None
        if before is None or not _beside(lower, before, law):
            out.append(law)
            continue
        both = tuple(source for source in before.sources if source in law.sources)
        number = How.NUMBER in (before.how, law.how)
        end = law.end + (1 if lower[law.end : law.end + 1] in {")", "]"} else 0)
        out[-1] = replace(before, end=end, sources=both, how=How.NUMBER if number else before.how)
    return out


def _beside(lower: str, one: LawName, other: LawName) -> bool:
    gap = lower[one.end : other.start]
    written = How.NUMBER in (one.how, other.how) or "(" in gap
    return written and bool(_BRIDGE.fullmatch(gap)) and bool(set(one.sources) & set(other.sources))
