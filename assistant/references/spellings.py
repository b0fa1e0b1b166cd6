"""What a law is called, and how its names are spelled: with other endings, over a line's end, with wrong letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from corpus.models import Source

GENERAL = frozenset(
    ("ny", "nye", "gammel", "gamle", "grunn", "sær", "spesial", "ramme", "norsk", "norges", "egen", "annen", "denne")
)
"""What stands before «lov» without naming one."""
_ENDINGS = r"(?:en|a|ens|as|s)?"
_CONSONANTS = re.compile(r"[bcdfghjklmnprstv]{2,}l\.?")
"""An abbreviation that is no word («bvl.»), and so names its law also where no section stands by it."""
_READ_AS = {"æ": "(?:æ|ae|ee|e|a)", "ø": "(?:ø|oe|o|a|g|q|@)", "å": "(?:å|aa|a|4|&)"}


def names_of(source: Source) -> set[str]:
    """All names of a law, in lower case and without the article «the»."""
    titles = {source.title, source.short.nb, source.short.nn or "", source.short.en or "", *source.aliases}
    names = set()
    for name in titles:
        plain = re.sub(r"\s*[(\[][^)\]]*[)\]]\s*$", "", name).strip().lower().removeprefix("the ").rstrip("… ")
        names.add(plain)
        names.update(_other_language(plain))
    return {name for name in names if len(name) > 1 and name not in GENERAL}


def own_names(source: Source) -> set[str]:
    """What the act calls itself: its short name, and the name in the parentheses of its title."""
    in_title = re.search(r"\(([^()]+)\)\s*$", source.title)
    return {name.lower() for name in (source.short.nb, source.short.nn, in_title and in_title[1]) if name}


def stem_of(source: Source) -> str:
    """What an act's short name is about («barnevern» of «barnevernsloven»); empty where that is not one word."""
    parted = parted_name(re.sub(r"\s+\d{4}$", "", source.short.nb.lower()))
    return parted[0].removesuffix("s") if parted else ""


def _other_language(name: str) -> Iterator[str]:
    """The same act in the other endings: «-loven» and «-lova», «-forskriften» and «-forskrifta»."""
    for one, other in (("loven", "lova"), ("forskriften", "forskrifta"), ("instruksen", "instruks")):
        if name.endswith(one):
            yield name.removesuffix(one) + other
        elif name.endswith(other):
            yield name.removesuffix(other) + one


def is_act(name: str) -> bool:
    """Whether a name says by itself that it is a law's: «plan- og bygningsloven», «bvl.», but not «el.»."""
    words = r"lov|forskrift|instruks|konvensjon|forordning|gdpr|plan|regl| act|code|regulation"
    return bool(re.search(words, name) or _CONSONANTS.fullmatch(name))


def parted_name(name: str) -> tuple[str, str] | None:
    """A one-word name without what all have in common, to compare spellings by, and the kind of law that it is of."""
    match = re.fullmatch(r"(.{4,}?)-?(lov|forskrift|instruks)(?:en|a)?", name)
    stem = match[1].strip("-. ") if match and "lov " not in name else ""
    return (stem, match[2]) if match and stem else None


def _tolerant(name: str) -> str:
    """The name as it may be printed: over a line's end, without a hyphen's blank, with letters read wrong."""
    name = name.rstrip(".")
    out = "".join(_READ_AS.get(char) or (r"\s+" if char == " " else re.escape(char)) for char in name)
    return out.replace(r"\-\s+og", r"-?\s*og").replace(r"\ ", r"\s+") + r"\.?"


def skeleton(name: str) -> str:
    """What a known name and a damaged spelling of it share."""
    plain = re.sub(r"[\s.-]", "", name)
    plain = re.sub(r"ae|ee|æ|e", "a", plain)
    return re.sub(r"oe|aa|[øoåqg@4&]", "a", plain)


def any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern of all names in any of their spellings, which is its group ``law``; nothing where there are no names.

    The names are sorted by their first letter, so that few are tried at each place.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        by_first[name[0]].append(name)
    if not by_first:
        return None
    parts = []
    for first, group in sorted(by_first.items()):
        rests = "|".join(_tolerant(name)[len(_READ_AS.get(first, re.escape(first))) :] for name in group)
        parts.append(f"{_READ_AS.get(first, re.escape(first))}(?:{rests})")
    return re.compile(rf"(?<![\wæøå])(?P<law>{'|'.join(parts)}){_ENDINGS}(?![\wæøå])")
