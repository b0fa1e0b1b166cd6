"""Which sections in a text stand with which law: after its name, before it («§ 33 i helsepersonelloven»), or alone."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from assistant.references.names import How, LawName
from assistant.references.sections import Found, group_at, marked

Span = tuple[int, int]
"""Where something begins and ends in the folded text."""
Group = tuple[LawName | None, tuple[Found, ...]]
"""Sections that are written together, and the law that is named with them."""

_BETWEEN = re.compile(
    r"[^\S\n]*(?:\n[^\S\n]*)?[,:]?[^\S\n]*(?:\((?:[a-zæøå.-]{2,40})\)\s*)?(?:(?:kapittel|kap\.?|chapter)\s*\d+\s*[a-z]?[\s,]*)?(?:fra\s+|frå\s+|av\s+|from\s+)?"
    r"(?:\(?\d{4}\)?[\s,]*)?(?:sin\s+|sitt\s+|sine\s+|samt\s+|/\s*)?",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\s*(?:i|av|etter|in|of|under)(?:\s+the)?\s+(?:den\s+)?(?:(?:gamle|nye|tidligere|tidlegare|dagens|old|new)\s+)?",
    re.IGNORECASE,
)
_DAMAGED_DOCUMENT = 2
"""From so many section signs read wrong after a law's name on, they are looked for elsewhere too."""


def attached(text: str, laws: Sequence[LawName], addresses: Sequence[Span]) -> tuple[list[Group], tuple[LawName, ...]]:
    """Every group of sections in their order, and the laws that no section stands with.

    ``laws`` are those that ``text`` names, in their order; ``addresses`` are stretches that are read already.
    """
    taken = list(addresses)
    groups: list[Group] = []
    used: set[int] = set()
    for index, law in enumerate(laws):
        if any(start <= law.start < end for start, end in addresses):
            used.add(index)
            continue
        between = _BETWEEN.match(text, law.end)
        group = group_at(text, between.end() if between else law.end, after_name=law.how is not How.SAME)
        following = laws[index + 1].start if index + 1 < len(laws) else len(text)
        if group and group[0].start <= following:
            groups.append((law, group))
            taken.append((group[0].start, group[-1].end))
            used.add(index)
    taken.sort()
    damaged = sum(found.damaged for _, group in groups for found in group[:1]) >= _DAMAGED_DOCUMENT
    for start in marked(text, damaged=damaged):
        if not _inside(start, taken):
            group = group_at(text, start, damaged=damaged)
            if group:
                groups.append((None, group))
                insort(taken, (start, group[-1].end))
    groups.sort(key=lambda pair: pair[1][0].start)
    parted = [part for law_of_group, group in groups for part in _shared(text, law_of_group, group, laws, used)]
    return parted, tuple(law for index, law in enumerate(laws) if index not in used)


def laws_before(laws: Sequence[LawName], place: int) -> Iterator[LawName]:
    """The laws named before a place, the nearest first."""
    for index in range(bisect_left(laws, place, key=_start) - 1, -1, -1):
        if laws[index].how is not How.SAME and laws[index].end <= place:
            yield laws[index]


def _shared(
    text: str, law: LawName | None, group: tuple[Found, ...], laws: Sequence[LawName], used: set[int]
) -> Iterator[Group]:
    """A group with its law; «barnevernsloven § 13-1, jf. § 13 b i forvaltningsloven» is two."""
    following = _after(text, group[-1].end, laws)
    if following is None and law is None:
        following = _beside(text, group[-1].end, laws, used)
    if following is None:
        yield law, group
        return
    if law is not None and laws[following].how is How.SAME:
        yield law, group
        return
    used.add(following)
    cut = 0 if law is None else max(i for i, found in enumerate(group) if i == len(group) - 1 or _refers(found))
    if law is not None and cut == 0:
        yield law, group
        return
    if cut:
        yield law, group[:cut]
    yield laws[following], group[cut:]


def _refers(found: Found) -> bool:
    return found.joined.startswith(("jf", "cf"))


def _inside(place: int, taken: Sequence[Span]) -> bool:
    """Whether a place is in one of the stretches, which are in order and apart."""
    index = bisect_left(taken, (place + 1,)) - 1
    return index >= 0 and taken[index][0] <= place < taken[index][1]


def _after(text: str, end: int, laws: Sequence[LawName]) -> int | None:
    """The law that follows a group with «i» or «of the» between."""
    index = bisect_left(laws, end, key=_start)
    return index if index < len(laws) and _IN.fullmatch(text, end, laws[index].start) else None


def _beside(text: str, end: int, laws: Sequence[LawName], used: set[int]) -> int | None:
    """The law that stands right after a group without a word between («§ 6-4 barnevernloven»), if it has no other."""
    index = bisect_left(laws, end, key=_start)
    near = index < len(laws) and index not in used and laws[index].how is not How.SAME
    return index if near and text[end : laws[index].start].isspace() else None


def _start(law: LawName) -> int:
    return law.start
