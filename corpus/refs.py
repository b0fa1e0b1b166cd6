"""The address of a provision: ``lov/2021-06-18-97#13-2/1``.

Every floor of the house speaks of law in these addresses, so there is one place that reads,
writes and compares them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.errors import RefError

_SOURCE = re.compile(r"(?:(?:lov|forskrift)/\d{4}-\d{2}-\d{2}(?:-\d+)?|[a-z0-9]+(?:-[a-z0-9]+)+)\Z")
_ARTICLE = re.compile(r"art(?:ikkel)?\.?\s*(?P<number>\d+)\s*(?P<rest>.*)\Z", re.IGNORECASE)

_REMEMBERED = 1 << 14
"""Most spellings that are remembered: the knowledge has some thousand, and an answer reads hundreds of them."""


@lru_cache(_REMEMBERED)
def normal_section(section: str) -> str:
    """Strip what is not the section itself: ``§ 13 b`` becomes ``13 b``, ``Artikkel 6`` becomes ``art 6``."""
    text = " ".join(section.replace("§", " ").split())
    article = _ARTICLE.match(text)
    if article:
        rest = article["rest"].strip()
        return f"art {article['number']}" + (f" {rest}" if rest else "")
    return text


@lru_cache(_REMEMBERED)
def section_key(section: str) -> str:
    """The same for every spelling of one section: ``13 b``, ``13b`` and ``§ 13 B`` share the key ``13b``."""
    return "".join(normal_section(section).split()).lower()


@dataclass(frozen=True, slots=True, eq=False)
class ProvisionRef:
    """A section, a subsection (ledd) or a list item of one source.

    ``source`` is Lovdata's refid or a document's slug; ``section`` is spelled as in the heading
    (``13 b``, ``3-6a``, ``art 6``) or is a place in a document; ``subsection`` counts from 1;
    ``item`` is the number or letter in the subsection's list. Two spellings of one section are
    equal: acts differ in whether they write ``3-6a`` or ``3-6 a``, and so do people.
    """

    source: str
    section: str
    subsection: int | None = None
    item: str | None = None
    key: tuple[str, str, int, str] = field(init=False, repr=False)
    """What makes two references equal; also their order. Kept, because references are compared all the time."""

    def __post_init__(self) -> None:
        key = (self.source, section_key(self.section), self.subsection or 0, (self.item or "").lower())
        object.__setattr__(self, "key", key)

    @classmethod
    def parse(cls, text: str) -> ProvisionRef:
        """Read ``source#section[/subsection[/item]]``.

        Raises :class:`corpus.errors.RefError` where the text is not such an address.
        """
        return _parsed(text)

    def __str__(self) -> str:
        parts = [f"{self.source}#{self.section}"]
        if self.subsection is not None:
            parts.append(str(self.subsection))
            if self.item is not None:
                parts.append(self.item)
        return "/".join(parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProvisionRef) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __lt__(self, other: ProvisionRef) -> bool:
        return self.key < other.key

    @property
    def provision(self) -> ProvisionRef:
        """The whole section, without subsection and item."""
        if self.subsection is None and self.item is None:
            return self
        return ProvisionRef(self.source, self.section)


@lru_cache(_REMEMBERED)
def _parsed(text: str) -> ProvisionRef:
    source, mark, place = text.strip().partition("#")
    if not mark or not _SOURCE.match(source) or not place.strip():
        raise RefError(f"«{text}» is not a reference; write it like lov/2021-06-18-97#13-2/1")
    section, *rest = place.split("/")
    if len(rest) > 2 or not normal_section(section):
        raise RefError(f"«{text}» has too many parts; write source#section/subsection/item")
    subsection: int | None = None
    if rest:
        if not rest[0].isdigit() or int(rest[0]) < 1:
            raise RefError(f"«{text}»: the subsection (ledd) must be a number from 1")
        subsection = int(rest[0])
    item = rest[1].strip().rstrip(".)") if len(rest) == 2 else None
    if item == "":
        raise RefError(f"«{text}»: the list item is empty")
    return ProvisionRef(source, normal_section(section), subsection, item)
