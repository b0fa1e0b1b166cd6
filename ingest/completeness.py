"""Does a document's text survive being read? Counted in words, as a share of the source's own."""

from __future__ import annotations

from collections import Counter

from ingest.act import Act
from ingest.lovdata import act_of
from ingest.xmltree import has_class, iter_words, parse_xml, words

GATE = 0.999
"""The least share of a source's words that must survive reading."""


def token_survival(xml_bytes: bytes, act: Act | None = None) -> float:
    """The share (0 to 1) of the source's words that are found in what was read, each as often.

    Counted are body and header without the table of contents, which repeats the headings. Without
    ``act`` the document is read here. A source without words has lost none: 1.0.
    """
    lost, total = token_loss(xml_bytes, act)
    return 1.0 if total == 0 else 1 - lost.total() / total


def token_loss(xml_bytes: bytes, act: Act | None = None) -> tuple[Counter[str], int]:
    """The words that did not survive, how often each, and the number of words in the source."""
    root = parse_xml(xml_bytes, "document")
    source: Counter[str] = Counter()
    for entry in root.iter("dd"):
        if not has_class(entry, "table-of-contents"):
            source.update(words(entry))
    for main in root.iter("main"):
        source.update(words(main))
    read: Counter[str] = Counter()
    for text in (act or act_of(root, "document")).raw_texts():
        read.update(iter_words(text))
    return source - read, source.total()
