"""Sections, articles and what of them is meant: «§§ 13 til 13 e», «§ 2-5 a første ledd nr. 3», «art. 6 nr. 1»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_LEDD = (
    "første|fyrste|fgrste|ferste|farste", "andre|annet", "tredje", "fjerde", "femte", "sjette",
    "sjuende|syvende|sjuande", "åttende|åttande", "niende|niande", "tiende|tiande",
)  # fmt: skip
_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINALS = {
    word: number
    for names in (_LEDD, _ENGLISH)
    for number, words in enumerate(names, start=1)
    for word in words.split("|")
}
_ORDINAL = "(?:" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_GAP = r"[^\S\n]*(?:\n[^\S\n]*)?"
"""Blanks, and at most one end of line: what stands after an empty line is another matter."""
_AND = r"(?:\s*,\s*|\s*(?:og|eller|samt|and|or|til|to|–|-)\s*)"
_PLACE = re.compile(
    rf"{_GAP}(?:,{_GAP})?(?:(?P<ledd>{_ORDINAL}(?:{_AND}{_ORDINAL})*)\s*(?:ledd|paragraph|subsection)s?"
    r"|(?P<count>\d+)\.?\s*ledd|ledd\s*(?P<after>\d+)|\((?P<bracket>\d+)\))?"
    rf"(?:{_GAP}(?:,{_GAP})?(?:nr\.?|no\.?)\s*(?P<number>\d+)(?!\w))?"
    rf"(?:{_GAP}(?:,{_GAP})?(?:(?:bokstav|litra|letter|point)\s*(?P<letter>[a-zæøå])\b\)?|\((?P<small>[a-z])\)))?"
    rf"(?:[\s,]*(?:{_ORDINAL}|\d\.)\s*(?:punktum|pkt|setning|sentence)\.?)?",
    re.IGNORECASE,
)
_MARK = r"(?:§{1,2}|paragraf(?:ene|ane|er|en)?\b|sections?\b|sec\.|ss?\.)"
_DAMAGED = r"(?:[8&]§|§[8&](?=\s+\d+-\d)|&{1,2}8?|88?(?=\s))"
_NUMBER = r"\d+(?:\s?[A-Z](?=-\d))?(?:-\d+)?"
_LETTER = r"(?:\s?[a-hj-zA-HJ-Z](?!\w|\.\w))?"
_SECTION = rf"(?P<section>{_NUMBER}{_LETTER})"
_MARKED = re.compile(rf"(?:(?<!\w){_MARK}|§{{1,2}}){_GAP}\d", re.IGNORECASE)
_LONE_DAMAGED = re.compile(r"(?<![\w§&])(?:88|&&|8§|8|&)[^\S\n](?=\d{1,2}-\d)")
_COUNT_BEFORE = re.compile(r"(?:nr|no)\.?\s*$", re.IGNORECASE)
_FIRST = re.compile(
    rf"{_GAP}(?:(?P<damaged>{_DAMAGED})[^\S\n]*(?=\d)|(?P<mark>{_MARK}){_GAP})?{_SECTION}", re.IGNORECASE
)
_ARTICLE_MARK = r"(?:artikkel|artikkelen|artiklene|artiklane|articles?|art\.?)"
_ARTICLES = re.compile(rf"(?<!\w){_ARTICLE_MARK}\s*\d+(?!\w|-\d)", re.IGNORECASE)
_ARTICLE = re.compile(rf"\s*(?P<mark>{_ARTICLE_MARK})?{_GAP}(?P<article>\d+)(?!\w|-\d|\s*\.\s?\d)", re.IGNORECASE)
_JOIN = re.compile(
    r"\s*(?P<join>[,;]?\s*(?:jf|jfr|cf)\.?|,|og|and|eller|or|samt|til\s+og\s+med|t\.o\.m\.|til|to|/|–|-|:)\s*"
    r"(?=§|\d|[8&]{1,2}§?\s\d|paragraf|section|art)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?:år|dag|døgn|uk|vek|måned|månad|time|prosent|%|kr|barn|elev|sak|personer|kommun|stk|av\s+\d|\.\d|"
    r"\.?\s*(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)|years|days|weeks|months|per\s?cent|children)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:$|[.,;:()»\"/]|(?:i|og|eller|samt|and|or|of|in)\b|jf|[a-zæøå]*\s*ledd|nr|bokstav)", re.IGNORECASE
)
_HEADING = re.compile(r"\.[^\S\n]+[A-ZÆØÅ]")
_WORD_AFTER = re.compile(r"\s+[a-zæøå&]")
_SEVERAL = frozenset({"sections", "ss.", "88", "&&", "8§", "§8"})
_RANGE = frozenset({"til", "to", "–", "-", "t.o.m", "til og med"})


@dataclass(frozen=True, slots=True)
class Found:
    """One section as it is written, between ``start`` and ``end`` of the folded text.

    ``places`` are the ledd it names; ``joined`` is the word between the section before and this one, and
    ``through`` says that all from that one to this are meant; ``several`` that the mark is of several («§§»);
    ``loose`` that the section's letter may be a word («§ 4 a gi», where «å» was read as «a»); ``damaged``
    that the section sign was read wrong.
    """

    start: int
    end: int
    section: str
    places: tuple[int | None, ...] = (None,)
    item: str | None = None
    through: bool = False
    joined: str = ""
    several: bool = False
    loose: bool = False
    damaged: bool = False

    @property
    def is_article(self) -> bool:
        return self.section.startswith("art ")


def marked(text: str, *, damaged: bool = False) -> Iterator[int]:
    """Where sections and articles with their mark begin; ``damaged`` where a sign read wrong counts («88 4-1»)."""
    sections = (match.start() for match in _MARKED.finditer(text))
    starts = {start for start in sections if not _COUNT_BEFORE.search(text, max(0, start - 6), start)}
    if damaged:
        starts |= {match.start() for match in _LONE_DAMAGED.finditer(text)}
    yield from sorted(starts | {match.start() for match in _ARTICLES.finditer(text)})


def group_at(text: str, start: int, *, after_name: bool = False, damaged: bool = False) -> tuple[Found, ...]:
    """The sections from ``start`` on, as far as they are joined.

    After a law's name (``after_name``) a damaged sign counts, and a bare number that looks like a
    section («24-3»); elsewhere a damaged sign counts where ``damaged`` says so.
    """
    article = _ARTICLE.match(text, start)
    if article and article["mark"]:
        return tuple(_articles(text, article))
    first = _FIRST.match(text, start)
    if first is None:
        return ()
    mark, wrong = first["mark"], bool(first["damaged"])
    if not (after_name or mark or (damaged and wrong)) or (after_name and _heading_of_another(text, first)):
        return ()
    if not (mark or wrong) and ("-" not in first["section"] or _COUNTED.match(text, first.end())):
        return ()
    return tuple(_sections(text, first, wrong))


def _heading_of_another(text: str, first: re.Match[str]) -> bool:
    """Whether the section is the heading of a quoted provision («§ 4. Samarbeid») on the line after a law's name."""
    place = first.start("mark") if first["mark"] else first.start("section")
    opens = not text[text.rfind("\n", 0, place) + 1 : place].strip()
    return opens and bool(_HEADING.match(text, first.end()))


def _sections(text: str, first: re.Match[str], damaged: bool) -> Iterator[Found]:
    match, joined, several = first, "", False
    while True:
        mark = (match["mark"] or match["damaged"] or "").lower()
        several = several or mark.startswith(("§§", "paragrafe", "paragrafa")) or mark in _SEVERAL
        found = _found(text, match, joined=joined, several=several, damaged=damaged)
        yield found
        join = _JOIN.match(text, found.end)
        following = _FIRST.match(text, join.end()) if join else None
        if join is None or following is None or not _goes_on(text, join, following, several):
            return
        joined = _word(join)
        match = following


def _goes_on(text: str, join: re.Match[str], following: re.Match[str], several: bool) -> bool:
    """Whether what follows a «,» or «og» is one more section, and not a number of something else."""
    if following["mark"] or following["damaged"]:
        return bool(following["mark"]) or several
    if _word(join).startswith(("jf", "cf", ":")) or _COUNTED.match(text, following.end()):
        return False
    section = following["section"]
    return several or "-" in section or section[-1].isalpha() or bool(_ENDS.match(text, following.end()))


def _word(join: re.Match[str]) -> str:
    return " ".join(join["join"].lower().strip(",;. ").split())


def _found(text: str, match: re.Match[str], *, joined: str, several: bool, damaged: bool) -> Found:
    section = " ".join(match["section"].split())
    end = match.end()
    loose = section[-1:].isalpha() and " " in section[-2:] and bool(_WORD_AFTER.match(text, end))
    found = Found(
        match.start(),
        end,
        section,
        through=joined in _RANGE,
        joined=joined,
        several=several,
        loose=loose,
        damaged=damaged,
    )
    place = _PLACE.match(text, end)
    if place is None or not place[0].strip(" ,\n"):
        return found
    numbers = _places(place)
    item = place["number"] or place["letter"] or place["small"]
    if item and numbers == (None,):
        numbers = (1,)  # people leave out the ledd where the section has but one list
    return replace(found, end=place.end(), places=numbers, item=item, loose=False)


def _places(place: re.Match[str]) -> tuple[int | None, ...]:
    if place["ledd"]:
        words = re.findall(_ORDINAL, place["ledd"].lower())
        numbers = [_ORDINALS[word] for word in words]
        if len(numbers) == 2 and re.search(r"til|to\b|–|-", place["ledd"].lower()[len(words[0]) : -len(words[1])]):
            numbers = list(range(numbers[0], numbers[1] + 1))
        return tuple(numbers) or (None,)
    count = place["count"] or place["after"] or place["bracket"]
    return (int(count) or None,) if count else (None,)


def _articles(text: str, first: re.Match[str]) -> Iterator[Found]:
    match, joined = first, ""
    while True:
        place = _PLACE.match(text, match.end())
        end = match.end()
        found = Found(match.start(), end, f"art {int(match['article'])}", through=joined in _RANGE, joined=joined)
        if place is not None and place[0].strip(" ,\n"):
            numbers, item = _places(place), place["letter"] or place["small"]
            if place["number"]:
                numbers = (int(place["number"]) or None,)
            if item and numbers == (None,):
                numbers = (1,)
            found = replace(found, end=place.end(), places=numbers, item=item)
        yield found
        join = _JOIN.match(text, found.end)
        following = _ARTICLE.match(text, join.end()) if join else None
        if join is None or following is None or _COUNTED.match(text, following.end()):
            return
        if not following["mark"] and not _ENDS.match(text, following.end()):
            return
        joined = _word(join)
        match = following
