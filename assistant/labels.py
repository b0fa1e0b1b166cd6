"""How a provision and a date are named to a reader: «opplæringslova § 24-3 andre ledd», «22.11.2026»."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from assistant.texts import words
from corpus.knowledge import Knowledge
from corpus.models import Language
from corpus.refs import ProvisionRef
from ingest.passages import Passage


def label(knowledge: Knowledge, ref: ProvisionRef, language: Language) -> str:
    """The name of a provision, or of a place in a document, in the reader's language."""
    source = knowledge.sources.get(ref.source)
    if source is None:
        return f"{ref.source} § {ref.section}"
    if not source.is_law:
        finding = knowledge.findings.get(ref.provision)
        place = finding.title[language] if finding else ref.section
        return f"{source.short[language]}: {place}"
    number, _, convention = ref.section.removeprefix("art ").partition(" ")
    if ref.section.startswith("art "):
        name = source.articles.get(convention.strip("()"))
        text = f"{name[language] if name else source.short[language]} {words(language).article} {number}"
    elif ref.section[:1].isdigit():
        text = f"{source.short[language]} § {ref.section}"
    else:
        text = f"{source.short[language]} «{ref.section}»"
    return text + _subsection(ref, language)


def label_of_text(passage: Passage) -> str:
    """The name of a place that only the law's own text tells of: the act's short title and the section."""
    ref = passage.ref
    return f"{passage.path[0] if passage.path else ref.source} § {ref.section}"


def _subsection(ref: ProvisionRef, language: Language) -> str:
    if ref.subsection is None:
        return ""
    names = words(language).ledd
    ledd = names[ref.subsection - 1] if ref.subsection <= len(names) else f"{ref.subsection}."
    item = "" if ref.item is None else f" nr. {ref.item}" if ref.item.isdigit() else f" ({ref.item})"
    return f" {ledd}{item}"


def link(knowledge: Knowledge, ref: ProvisionRef) -> str | None:
    """The address of the provision at its publisher, at the section where the publisher has one for it."""
    source = knowledge.sources.get(ref.source)
    if source is None or source.url is None:
        return None
    if source.is_law and ref.section[:1].isdigit():
        return f"{source.url}/{quote('§' + ref.section.replace(' ', ''))}"
    return source.url


def day_in(language: Language, day: dt.date) -> str:
    """A date as it is written in a language."""
    return f"{day:%d %B %Y}".lstrip("0") if language is Language.EN else f"{day.day}.{day.month}.{day.year}"
