"""Reads one document from Lovdata's open data into an :class:`~ingest.act.Act`.

Sections are found by their class and addressed by what their heading says, checked against nothing
positional: the ``id`` attributes count headings and change with every edit, ``data-lovdata-URL`` and
``data-name`` do not. Consolidated acts, regulations, Norsk Lovtidend and header-only files parse alike.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.errors import DocumentError
from corpus.models import Language
from ingest.act import Act, Section
from ingest.addresses import article_heading, language_of, spelled, with_addresses
from ingest.dates import iso_dates
from ingest.lovdata_text import Content
from ingest.xmltree import has_class, parse_xml, squeeze, tag_of, text_of

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_REFID = re.compile(r"[a-zæøå]+/\d{4}-\d{2}-\d{2}(?:-\d+)?\Z")
_MAX_ADDRESS = 120


def read_act(data: bytes, name: str) -> Act:
    """Parse one XML document.

    Args:
        data: the file's bytes.
        name: what to call the file in an error.

    Raises:
        DocumentError: where it is not XML, is unsafe, or is not a document from Lovdata.
    """
    return act_of(parse_xml(data, name), name)


def act_of(root: etree._Element, name: str) -> Act:
    """The act in an XML tree that :func:`~ingest.xmltree.parse_xml` has checked."""
    header = _header(root)
    main = next(root.iter("main"), None)
    address = main.get("data-lovdata-URL", "") if main is not None else ""
    refid = address.partition("/")[2] or header.get("refid", "")
    if not _REFID.match(refid):
        raise DocumentError(f"{name}: no refid such as lov/1999-07-02-64; this is not a document from Lovdata")
    language = Language.NN if root.get("lang") == "nn" else Language.NB
    title = header.get("title", "")
    walk = _Walk(language)
    if main is not None:
        walk.container(main, ())
        title = title or (walk.headings[0] if walk.headings else "")
    start, end, waiting = _in_force(header.get("dateInForce", ""))
    return Act(
        refid=refid,
        title=title,
        short_title=_short(header.get("titleShort", "")) or title,
        language=language,
        date_in_force=start,
        in_force_to=end,
        not_in_force=waiting,
        sections=with_addresses(refid, _outside_annexes(walk.sections)),
        headings=tuple(walk.headings),
        header=header,
        address=address or header.get("dokid", ""),
    )


def _header(root: etree._Element) -> dict[str, str]:
    fields: dict[str, str] = {}
    for entry in root.iter("dd"):
        if entry.getparent() is None or has_class(entry, "table-of-contents"):
            continue
        name = entry.get("class") or "other"
        text = text_of(entry)
        fields[name] = f"{fields[name]} {text}" if name in fields else text
    return fields


def _short(short: str) -> str:
    """«Helsepersonelloven – hpl» is a short title and an abbreviation."""
    return short.partition(" – ")[0].strip()


def _in_force(text: str) -> tuple[dt.date | None, dt.date | None, bool]:
    """First day, last day and «not in force» out of texts such as «2026-07-01 – 2028-07-01»."""
    running, ends, last = text.partition("oppheves")
    dates = iso_dates(running)
    end = iso_dates(last)[0] - dt.timedelta(days=1) if ends and iso_dates(last) else None
    if end is None and "–" in running and len(dates) == 2:
        end = dates[1]
    return (dates[0] if dates else None), end, bool(text) and not dates and "bestemmer" in text.lower()


def _outside_annexes(sections: list[Section]) -> list[Section]:
    """In some acts the paragraphs follow after the annexes, inside the last one; they are not part of it."""

    def in_annex(section: Section) -> bool:
        return bool(section.chapters) and section.chapters[0].startswith("Vedlegg")

    paragraphs = [section for section in sections if section.heading.startswith("§")]
    if not paragraphs or not all(map(in_annex, paragraphs)):
        return sections
    return [replace(s, chapters=(), language=paragraphs[0].language) if s in paragraphs else s for s in sections]


@dataclass(slots=True)
class _Walk:
    """Goes through the body once, in order."""

    language: Language
    sections: list[Section] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    def container(self, element: etree._Element, chapters: tuple[str, ...]) -> None:
        """A chapter, annex or the whole body: its own text first, then what it contains."""
        is_main = tag_of(element) == "main"
        first, content, inside = _parted(element, _is_title)
        heading = text_of(first) if first is not None else ""
        if heading:
            self.headings.append(heading)
        if not content.empty:
            self._own(element, heading, chapters, content, is_main)
        below = chapters if is_main or not heading else (*chapters, heading)
        for child in inside:
            if has_class(child, "legalArticle"):
                self.article(child, below)
            else:
                self.container(child, below)

    def article(self, element: etree._Element, chapters: tuple[str, ...]) -> None:
        """A § or an article."""
        header, content, inside = _parted(element, _is_header)
        value = _span(header, "legalArticleValue") or element.get("data-name", "")
        title = _span(header, "legalArticleTitle")
        heading = text_of(header) if header is not None else squeeze(value)
        self._add(spelled(value) or "uten nummer", heading, title, chapters, True, element, content)
        for child in inside:
            (self.article if has_class(child, "legalArticle") else self.container)(child, chapters)

    def _own(
        self, element: etree._Element, heading: str, chapters: tuple[str, ...], content: Content, is_main: bool
    ) -> None:
        if is_main or not heading:
            name, title = "Innledning", heading
        else:
            name, title = article_heading(heading) or (heading, heading)
        if len(name) > _MAX_ADDRESS:
            name = name[:_MAX_ADDRESS].rsplit(" ", 1)[0]
        self._add(name.replace("/", "-"), heading, title, chapters, False, element, content)

    def _add(
        self,
        name: str,
        heading: str,
        title: str,
        chapters: tuple[str, ...],
        numbered: bool,
        element: etree._Element,
        content: Content,
    ) -> None:
        subsections = content.subsections()
        self.sections.append(
            Section(
                section=name,
                heading=heading,
                title=title,
                chapters=chapters,
                numbered=numbered,
                language=language_of(chapters, self.language),
                address=element.get("data-lovdata-URL", ""),
                subsections=subsections,
                notes=tuple(content.notes),
                footnotes=tuple(content.footnotes),
            )
        )


def _parted(
    element: etree._Element, is_heading: Callable[[etree._Element], bool]
) -> tuple[etree._Element | None, Content, list[etree._Element]]:
    """An element's heading, the text of its own, and the sections and articles inside it."""
    content = Content()
    content.loose(element.text)
    heading: etree._Element | None = None
    inside: list[etree._Element] = []
    for child in element:
        if heading is None and is_heading(child):
            heading = child
            content.loose(child.tail)
        elif tag_of(child) == "section" or has_class(child, "legalArticle"):
            inside.append(child)
            content.loose(child.tail)
        else:
            content.add(child)
    return heading, content, inside


def _is_title(element: etree._Element) -> bool:
    return tag_of(element) in _HEADINGS and not _is_header(element) and bool(text_of(element))


def _is_header(element: etree._Element) -> bool:
    return has_class(element, "legalArticleHeader")


def _span(header: etree._Element | None, name: str) -> str:
    if header is None:
        return ""
    return next((text_of(span) for span in header.iter("span") if has_class(span, name)), "")
