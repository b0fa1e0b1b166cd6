"""XML as Lovdata publishes it, parsed without entities, network or surprise, and read as text.

Two kinds of elements matter for text: inline ones (links, emphasis) continue a word, all others
separate words. ``words`` counts on that rule alone, so that the completeness gate does not trust
the reader it checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from corpus.errors import DocumentError

MAX_BYTES = 32 * 1024 * 1024
"""The largest document read. The largest act in the archives is below 1.5 MB."""

INLINE = frozenset({"a", "b", "em", "i", "s", "span", "strong", "sub", "u"})
_LABELS = ("footnoteLabel", "data-marginOriginalId")
_WORD = re.compile(r"\w+")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element of a document.

    Entities are neither expanded nor allowed, no DTD and no address is fetched, comments and
    processing instructions are dropped. Raises :class:`DocumentError` with ``name`` where the
    document is too large, declares entities or is not XML.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"{name}: {len(data) // 2**20} MB of XML is more than the limit of {MAX_BYTES // 2**20} MB; "
            "it is not a Lovdata document, leave it out"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name}: not well-formed XML ({error}); fetch the file again from Lovdata") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise DocumentError(f"{name}: declares XML entities, which Lovdata's files never do; do not trust this file")
    return root


def tag_of(element: etree._Element) -> str:
    """The tag without namespace; empty for what is not an element (an unresolved entity)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def has_class(element: etree._Element, name: str) -> bool:
    """Whether ``name`` is among the element's classes."""
    return name in (element.get("class") or "").split()


def is_inline(element: etree._Element) -> bool:
    """Whether the element continues the word it stands in. A label before a text does not."""
    return tag_of(element) in INLINE and not any(has_class(element, name) for name in _LABELS)


def squeeze(text: str) -> str:
    """Single spaces, none at the ends; non-breaking spaces count as spaces."""
    return " ".join(text.split())


def text_of(element: etree._Element) -> str:
    """All text under ``element`` (without its tail), blocks apart, in single spaces."""
    return squeeze("".join(_pieces(element)))


def words(element: etree._Element) -> Iterator[str]:
    """The word tokens under ``element``, lower-cased, in the source's order."""
    return iter_words("".join(_pieces(element)))


def iter_words(text: str) -> Iterator[str]:
    """The word tokens of ``text``: runs of letters and digits, lower-cased."""
    return iter(_WORD.findall(text.lower()))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        gap = "" if is_inline(child) else " "
        yield gap
        if tag_of(child):
            yield from _pieces(child)
        yield gap
        yield child.tail or ""
