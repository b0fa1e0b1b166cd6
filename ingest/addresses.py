"""Gives every section of an act an address of its own.

Most headings are their own address. Two things break that: menneskerettsloven and others carry
whole conventions, each with its «Art 1», and plans without § reuse headings. Articles of a
convention are told apart by its usual name, ``art 3 (barnekonvensjonen)``, and where that is not
enough by protocol and language, ``art 1 (EMK, protokoll 1, engelsk)``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.models import Language
from corpus.refs import normal_section, section_key
from ingest.act import Section

_CONVENTIONS = (
    ("EMK", r"menneskerettskonvensjon|human rights and fundamental"),
    ("ØSK", r"økonomiske, sosiale og kulturelle|economic, social and cultural"),
    ("SP", r"sivile og politiske|civil and political"),
    ("barnekonvensjonen", r"barnets rettigheter|rights of the child"),
    ("kvinnekonvensjonen", r"diskriminering av kvinner|discrimination against women"),
    ("rasediskrimineringskonvensjonen", r"rasediskriminering|racial discrimination"),
    ("CRPD", r"nedsatt funksjonsevne|persons with disabilities"),
)
_HUMAN_RIGHTS_ACT = "lov/1999-05-21-30"
_ARTICLE = re.compile(r"(?:Art(?:ikkel|icle)?\.?)\s+(?P<number>\d+)\s*(?P<letter>[a-z]\b)?\.?\s*(?P<title>.*)", re.I)
_PROTOCOL = re.compile(r"proto[ck]ol", re.IGNORECASE)
_NUMBER = re.compile(r"n(?:r|o)\.\s*(\d+)", re.IGNORECASE)
_TOPIC = (("2", r"salg av barn|sale of children|andre tilleggs|second optional"), ("1", r""))


def article_heading(heading: str) -> tuple[str, str] | None:
    """``("art 7", "Barn med ...")`` where a plain heading is that of an article, else None."""
    match = _ARTICLE.fullmatch(heading)
    if match is None:
        return None
    return f"art {match['number']}{match['letter'] or ''}", match["title"]


def spelled(value: str) -> str:
    """A heading's number as an address: ``§ 13 b.`` is ``13 b``, «Artikkel 6» is ``art 6``."""
    return normal_section(value.strip().rstrip(".")).replace("/", "-")


def with_addresses(refid: str, sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections in their order, each with an address that no other has.

    In menneskerettsloven every article carries its convention's name; elsewhere only what would
    collide gets a qualifier, and the first in a Norwegian text keeps the plain address.
    """
    named = [_with_convention(section) if refid == _HUMAN_RIGHTS_ACT else section for section in sections]
    groups: dict[str, list[int]] = {}
    for index, section in enumerate(named):
        groups.setdefault(section_key(section.section), []).append(index)
    taken = Counter(groups.keys())
    for indexes in groups.values():
        ordered = sorted(indexes, key=lambda index: named[index].language is Language.EN)
        for index in ordered[1:]:
            named[index] = replace(named[index], section=_free(named[index], taken))
    return tuple(named)


def language_of(chapters: Sequence[str], language: Language) -> Language:
    """English for the chapters that say they hold the authentic English text, else the act's."""
    return Language.EN if re.search(r"engelsk tekst", " ".join(chapters), re.IGNORECASE) else language


def _with_convention(section: Section) -> Section:
    if not section.section.startswith("art "):
        return section
    name = _convention(section.chapters)
    if name is None:
        return section
    if section.language is Language.EN:
        name += ", engelsk"
    return replace(section, section=f"{section.section} ({name})")


def _convention(chapters: Sequence[str]) -> str | None:
    top = chapters[0] if chapters else ""
    found = next((name for name, words in _CONVENTIONS if re.search(words, top, re.IGNORECASE)), None)
    if found is None:
        return None
    protocol = next((chapter for chapter in chapters[1:] if _PROTOCOL.search(chapter)), None)
    if protocol is None:
        return found
    number = _NUMBER.search(protocol)
    which = number[1] if number else next(n for n, words in _TOPIC if re.search(words, protocol, re.IGNORECASE))
    return f"{found}, protokoll {which}"


def _free(section: Section, taken: Counter[str]) -> str:
    """The address with its nearest heading in parentheses, numbered where that is taken too."""
    above = section.chapters[-1] if section.chapters else ""
    short = " ".join(above.replace("/", "-").split()[:8])
    base = f"{section.section} ({short})" if short and short != section.section else section.section
    candidate, count = base, 2
    while taken[section_key(candidate)] or candidate == section.section:
        candidate = f"{base} [{count}]"
        count += 1
    taken[section_key(candidate)] += 1
    return candidate
