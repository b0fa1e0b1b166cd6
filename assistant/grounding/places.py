"""Whether the law that a sentence names is the law it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.references import ReferenceFinder
from corpus.knowledge import Knowledge
from corpus.refs import ProvisionRef, section_key

_SECTION = re.compile(
    r"(?:§{1,2}|\bparagraf(?:ene|ane|en)?|\bsections?|\bsec\.|\bpgf\.?)\s*(?P<list>\d[\w-]*(?:\s[a-h]\b(?!\w))?"
    r"(?:\s*(?:,|og|and|eller|or|til|to|–)\s*(?:§+\s*)?\d[\w-]*(?:\s[a-h]\b(?!\w))?)*)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w.-])\d{1,2}-\d{1,3}\s?[a-h]?\b(?!\s*(?:år|year|åring|dag|day|uke|veke|week|mån|month|time))"
)
_ARTICLE = re.compile(r"\b(?:artikkel|artiklene|articles?|art\.)\s*(?P<number>\d+)", re.IGNORECASE)
_CHAPTER = re.compile(r"\b(?:kapittel|kap\.?|chapter)\s*(?P<number>\d+)", re.IGNORECASE)
_ONE = re.compile(r"\d+(?:\s?[A-Z](?=-\d))?(?:-\d+)?(?:\s?[a-hj-zæøå](?![\wæøå]))?", re.IGNORECASE)
_SPAN = re.compile(r"(?<![\d-])(?P<first>\d+)\s*(?:til|to|–)\s*(?:§+\s*)?(?P<last>\d+)(?!\d*-)", re.IGNORECASE)
_LONGEST = 50
"""Sections that a span («§§ 25 til 27») may have."""
_ORDINALS = (
    ("første", "fyrste", "first"), ("andre", "annet", "second"), ("tredje", "third"), ("fjerde", "fourth"),
    ("femte", "fifth"), ("sjette", "sixth"), ("sjuende", "syvende", "sjuande", "seventh"),
    ("åttende", "åttande", "eighth"),
    ("niende", "niande", "ninth"), ("tiende", "tiande", "tenth"),
)  # fmt: skip
_LEDD = re.compile(
    rf"\b(?:(?P<word>{'|'.join(word for words in _ORDINALS for word in words)})\s+(?:ledd|subsection|paragraph)"
    r"|(?P<count>\d+)\.?\s*ledd|(?:subsection|paragraph|ledd)\s+\(?(?P<after>\d+)\)?)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b[^\W\d_]{3,}(?:loven|lova|lovens|lovas|forskriften|forskrifta|forskriftens|forskriftas)\b", re.IGNORECASE
)
_ACT = re.compile(r"\b(?:[A-ZÆØÅ][\w'’-]+\s+(?:(?:and|of|for|on|the)\s+)*){1,6}(?:Act|Regulations?)\b")


class PlaceChecker:
    """Compares the references of a sentence with those of its sources."""

    def __init__(self, knowledge: Knowledge, finder: ReferenceFinder) -> None:
        self._finder = finder
        self._no_act = knowledge.grammar.no_act.words()
        names: dict[str, set[str]] = {}
        for source in knowledge.sources.values():
            if source.is_law:
                written = (source.title, source.short.nb, source.short.nn, source.short.en, *source.aliases)
                for name in written:
                    if name and len(name) > 4:
                        names.setdefault(_plain(name), set()).add(source.id)
        self._names = names
        joined = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._known = re.compile(rf"(?<![\w])(?:{joined})(?:s|ens|a)?(?![\w])") if joined else None

    def wrong(self, sentence: str, refs: Sequence[ProvisionRef], texts: Sequence[str]) -> tuple[str, ...]:
        """What the sentence names that is neither among ``refs`` nor in ``texts``, as it is written."""
        carried = "\n".join(texts)
        found = dict.fromkeys(self._acts(sentence, refs, carried))
        found.update(dict.fromkeys(self._sections(sentence, refs, carried)))
        found.update(dict.fromkeys(self._subsections(sentence, refs, texts)))
        return tuple(found)

    def _sections(self, sentence: str, refs: Sequence[ProvisionRef], carried: str) -> Iterable[str]:
        own = {(ref.source, section_key(ref.section)) for ref in refs}
        named_there = {(m.ref.source, section_key(m.ref.section)) for m in self._finder.find(carried)}
        keys = {key for _, key in own} | {key for _, key in _sections(carried)} | _spanned(carried)
        for mention in self._finder.find(sentence):
            place = (mention.ref.source, section_key(mention.ref.section))
            if place in own or place in named_there:
                continue
            alone = "§" in mention.written or not re.search(r"[^\W\d_]{3}", mention.written)
            named = self._acts_in(mention.written)
            if place[1] in keys and ((alone and not named) or not named):
                continue  # a lone «§ 4» is that of the source, whatever act else has that number
            if place[1] in keys and named & {ref.source for ref in refs}:
                continue
            if place[1] in {key for _, key in _sections(carried)} and not named.isdisjoint(self._acts_in(carried)):
                continue
            yield mention.written
        for written, key in _sections(sentence):
            if key not in keys:
                yield written
        for match in _ARTICLE.finditer(sentence):
            articles = {section_key(ref.section.split(" (")[0]) for ref in refs}
            articles |= {f"art{m['number']}" for m in _ARTICLE.finditer(carried)}
            if f"art{match['number']}" not in articles:
                yield match[0]
        chapters = {m["number"] for m in _CHAPTER.finditer(carried)}
        chapters |= {re.split(r"[ -]", ref.section)[0] for ref in refs}
        for match in _CHAPTER.finditer(sentence):
            if match["number"] not in chapters:
                yield match[0]

    def _subsections(self, sentence: str, refs: Sequence[ProvisionRef], texts: Sequence[str]) -> Iterable[str]:
        carried = {number for text in texts for number, _ in _ledd(text)}
        whole = [text for ref, text in zip(refs, texts, strict=False) if ref.subsection is None]
        most = max((_paragraphs(text) for text in whole), default=0)
        for number, written in _ledd(sentence):
            if number in carried or any(ref.subsection == number for ref in refs) or number <= most:
                continue
            yield written

    def _acts(self, sentence: str, refs: Sequence[ProvisionRef], carried: str) -> Iterable[str]:
        own = {ref.source for ref in refs} | self._acts_in(carried)
        there = _plain(carried)
        for name, ids in self._named(sentence):
            if ids.isdisjoint(own) and name not in there:
                yield name
        covered = _plain(sentence)
        if self._known is not None:
            covered = self._known.sub(" ", covered)
        for match in (*_NAMED.finditer(covered),):
            if match[0] not in there and match[0] not in self._no_act:
                yield match[0]
        for match in _ACT.finditer(sentence):
            name = _plain(match[0])
            if not any(known in name for known, _ in self._named(name)) and name not in there:
                yield match[0]

    def _acts_in(self, text: str) -> set[str]:
        return {id_ for _, ids in self._named(text) for id_ in ids}

    def _named(self, text: str) -> list[tuple[str, set[str]]]:
        if self._known is None:
            return []
        found: list[tuple[str, set[str]]] = []
        for match in self._known.finditer(_plain(text)):
            name = match[0]
            ids = (
                self._names.get(name)
                or self._names.get(name.removesuffix("s"))
                or self._names.get(name.removesuffix("ens"))
            )
            if ids is None:
                ids = self._names.get(name.removesuffix("a")) or set()
            if ids:
                found.append((name, ids))
        return found


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _sections(text: str) -> list[tuple[str, str]]:
    """The section numbers of a text as written, with their keys."""
    found: list[tuple[str, str]] = []
    for match in _SECTION.finditer(text):
        found.extend((f"§ {one[0]}", section_key(one[0])) for one in _ONE.finditer(match["list"]))
    found.extend((match[0], section_key(match[0])) for match in _BARE.finditer(text))
    return found


def _spanned(text: str) -> set[str]:
    """The sections between the first and the last of each span («§§ 25 til 27»)."""
    spans = (span for match in _SECTION.finditer(text) for span in _SPAN.finditer(match["list"]))
    ends = ((int(span["first"]), int(span["last"])) for span in spans)
    return {str(number) for first, last in ends for number in range(first + 1, min(last, first + _LONGEST))}


def _ledd(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for match in _LEDD.finditer(text):
        if match["word"]:
            word = match["word"].lower()
            number = next(n for n, words in enumerate(_ORDINALS, start=1) if word in words)
        else:
            number = int(match["count"] or match["after"])
        found.append((number, match[0]))
    return found


def _paragraphs(text: str) -> int:
    """How many ledd a text may have: its lines that are no list items."""
    return sum(bool(re.match(r"\s*[^\W\d_]{2,}|\s*\(\d", line)) for line in text.splitlines())
