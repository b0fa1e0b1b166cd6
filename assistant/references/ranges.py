"""Ranges laid out: «§§ 13 til 13 e» is 13, 13 a, 13 b and so on, as far as the law has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.references.names import LawName
from assistant.references.sections import Found
from corpus.knowledge import Knowledge
from corpus.refs import section_key

_MOST = 40
"""The longest range that is laid out."""


class Ranges:
    """Knows how each law numbers its sections."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._chapters: dict[str, frozenset[str]] = {
            source: frozenset(key.partition("-")[0] for key in knowledge.sections_of(source) if "-" in key)
            for source in knowledge.sources
        }
        for entry in knowledge.replacements:
            chapter, dash, _ = section_key(entry.old.section).partition("-")
            if dash:
                self._chapters[entry.old.source] |= {chapter}

    def has_chapter(self, source: str, chapter: str) -> bool:
        """Whether sections of the law are numbered by this chapter («9 A»)."""
        return section_key(chapter) in self._chapters.get(source, ())

    def laid_out(self, group: tuple[Found, ...], law: LawName | None) -> tuple[Found, ...]:
        """The group with every known section of a range in its place."""
        out: list[Found] = []
        for found in group:
            ends = self._ends(found, law, alone=len(group) == 1)
            if ends is not None:
                out.append(replace(found, section=ends[0], places=(None,), item=None))
                out += self._through(replace(found, section=_spelled(ends[1])), ends[0], law)
            elif found.through and out:
                out[-1] = replace(out[-1], end=found.end)
                out += self._through(replace(found, start=out[-1].start), out[-1].section, law)
            else:
                out.append(found)
        return tuple(out)

    def _ends(self, found: Found, law: LawName | None, *, alone: bool) -> tuple[str, str] | None:
        """Both ends of «§§ 20-22» where the act does not number its sections by chapter."""
        first, dash, last = found.section.partition("-")
        if not dash or found.is_article or not first.isdecimal() or not last[:1].isdecimal():
            return None
        if law is not None and law.sources:
            chapters = any(self._chapters[source] for source in law.sources)
        else:
            chapters = not (found.several and alone)
        low, high = int(first), int(re.match(r"\d+", last)[0])  # type: ignore[index]
        return (first, last) if not chapters and (low < high or last != str(high)) and low <= high else None

    def _through(self, found: Found, first: str, law: LawName | None) -> Iterator[Found]:
        """The sections after ``first`` up to and with the one found, of those that are known."""
        sources = law.sources if law is not None else ()
        for source in sources:
            keys = list(self._knowledge.sections_of(source))
            ends = section_key(first), section_key(found.section)
            if all(end in keys for end in ends) and 0 < keys.index(ends[1]) - keys.index(ends[0]) <= _MOST:
                for key in keys[keys.index(ends[0]) + 1 : keys.index(ends[1])]:
                    yield replace(found, section=_spelled(key), places=(None,), item=None)
                break
        yield found


def _spelled(key: str) -> str:
    """A section's key as people write it: ``13a`` as ``13 a``."""
    return re.sub(r"(?<=\d)(?=[a-zæøå]+$)", " ", key)
