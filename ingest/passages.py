"""What a reader of any kind hands on: a piece of a source with its exact place.

For law a passage is one ledd; for a guideline or report it is a page's or heading's worth of text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from langchain_core.documents import Document

from corpus.models import Entry, Language, Ref, Status
from corpus.refs import ProvisionRef
from ingest.act import Act, AmendmentNote, ChangeKind, Section
from ingest.amending import Amendment, wordings_for

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NOT_TEXT = re.compile(r"[\W_]+")
_REPEALED = re.compile(r"\(?\s*(?:opphevet|oppheva|opphævet)\b", re.IGNORECASE)
_LOVDATA = "https://lovdata.no/dokument/"


class NewWording(Entry):
    """Wording out of an amending act.

    ``part`` is empty where it replaces the whole section, else the act's words for the part;
    ``subsections`` the ledd that those words name, empty for the whole section or its heading.
    """

    part: str
    text: str
    subsections: tuple[int, ...] = ()


class Pending(Entry):
    """A change that is decided but not worked into the passage's text.

    ``note`` is Lovdata's note, ``act`` the amending act's refid. ``wording`` is empty for a repeal
    and where the amending act was not at hand or could not be cut reliably; ``repeals`` says which
    parts of the section go.
    """

    note: str
    act: str
    in_force_from: dt.date | None
    kind: ChangeKind
    wording: tuple[NewWording, ...] = ()
    repeals: tuple[str, ...] = ()


class Passage(Entry):
    """A piece of a real source text.

    ``path`` goes from the act's short title (or the document's title) down to the chapter;
    ``pending`` are changes in force on the day it was read for, ``coming`` those that are not yet;
    ``page`` is set for documents that have pages.
    """

    ref: Ref
    text: str
    heading: str
    path: tuple[str, ...] = ()
    language: Language
    status: Status = Status.IN_FORCE
    as_of: dt.date
    page: int | None = None
    url: str | None = None
    pending: tuple[Pending, ...] = ()
    coming: tuple[Pending, ...] = ()

    @property
    def source(self) -> str:
        """The id of the source: refid or slug."""
        return self.ref.source

    @property
    def hash(self) -> str:
        """The same as long as the words are the same; see :func:`normal_hash`."""
        return normal_hash(self.text)

    def document(self) -> Document:
        """The passage for LangChain: its text, and flat metadata that any store can keep."""
        metadata: dict[str, str | int] = {
            "ref": str(self.ref),
            "source": self.source,
            "section": self.ref.section,
            "heading": self.heading,
            "path": " > ".join(self.path),
            "language": self.language.value,
            "status": self.status.value,
            "as_of": self.as_of.isoformat(),
            "hash": self.hash,
            "pending": " ".join(change.note for change in self.pending),
        }
        optional = {"subsection": self.ref.subsection, "page": self.page, "url": self.url}
        metadata.update({name: value for name, value in optional.items() if value is not None})
        return Document(page_content=self.text, metadata=metadata, id=passage_id(self))


def passage_id(passage: Passage) -> str:
    """The same for the same place in every run; two parts of one page differ by their text."""
    place = f"{passage.ref}\0{passage.page}\0{passage.hash}"
    return hashlib.sha256(place.encode()).hexdigest()[:24]


def normal_hash(text: str) -> str:
    """A hash that changes when words do, and not with spaces, punctuation, case or Unicode form."""
    whole = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    plain = _NOT_TEXT.sub(" ", whole).strip().casefold()
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def passages_of(
    act: Act,
    as_of: dt.date,
    *,
    day: dt.date | None = None,
    amendments: Mapping[str, tuple[Amendment, ...]] | None = None,
) -> Iterator[Passage]:
    """The act as passages, one for each ledd.

    Args:
        act: what was read.
        as_of: the day of the consolidated text.
        day: the day that status and pending changes are reckoned for; today where it is not given.
        amendments: what amending acts do, by their refid, to show new wording beside the old.

    A section without text (repealed, or added by a change not worked in) gives one passage whose
    text is its heading, so that asking for it does not find nothing.
    """
    today = day or dt.date.today()
    for section in act.sections:
        if not section.subsections and not section.numbered:
            continue
        yield from _of_section(act, section, as_of, today, amendments or {})


def _of_section(
    act: Act, section: Section, as_of: dt.date, day: dt.date, amendments: Mapping[str, tuple[Amendment, ...]]
) -> Iterator[Passage]:
    place = ProvisionRef(act.refid, section.section)
    in_force = section.pending_on(day)
    later = [change for change in section.changes if change not in in_force]
    common = {
        "heading": section.title or section.heading,
        "path": (act.short_title, *section.chapters),
        "language": section.language,
        "status": status_on(act, section, day),
        "as_of": as_of,
        "url": url_of(section.address or act.address),
        "pending": tuple(_pending(change, place, amendments) for change in in_force),
        "coming": tuple(_pending(change, place, amendments) for change in later),
    }
    if not section.subsections:
        yield Passage(ref=place, text=section.heading, **common)
    for subsection in section.subsections:
        ref = ProvisionRef(act.refid, section.section, subsection.number)
        yield Passage(ref=ref, text=subsection.text, **common)


def _pending(change: AmendmentNote, place: ProvisionRef, amendments: Mapping[str, tuple[Amendment, ...]]) -> Pending:
    found = wordings_for(amendments.get(change.act, ()), change.act, place)
    return Pending(
        note=change.text,
        act=change.act,
        in_force_from=change.in_force_from,
        kind=change.kind,
        wording=tuple(NewWording(part=a.part, text=a.wording, subsections=a.subsections) for a in found if a.wording),
        repeals=tuple(a.part for a in found if a.part.endswith("oppheves")),
    )


def status_on(act: Act, section: Section, day: dt.date) -> Status:
    """Whether a section applies on ``day``, from the act's dates, its own text and its notes."""
    changes = section.pending_on(day)
    if act.in_force_to is not None and day > act.in_force_to:
        return Status.REPEALED
    if any(change.kind is ChangeKind.REPEALED for change in changes):
        return Status.REPEALED
    words = section.text or section.title
    if _REPEALED.match(words) and len(section.subsections) <= 1:
        return Status.REPEALED
    if act.not_in_force or (act.date_in_force is not None and day < act.date_in_force):
        return Status.COMING
    added = [change for change in section.changes if change.kind is ChangeKind.ADDED]
    if not section.subsections and added and not any(change in changes for change in added):
        return Status.COMING
    return Status.IN_FORCE


def url_of(address: str) -> str | None:
    """The page at lovdata.no for one of its addresses (``NL/lov/1999-07-02-64/§21``)."""
    if not address:
        return None
    base, _, part = address.partition("/§")
    if part:
        return f"{_LOVDATA}{base}/%C2%A7{part.replace(' ', '')}"
    document = re.match(r"[A-Z]+/[a-zæøå]+/\d{4}-\d{2}-\d{2}(?:-\d+)?", address)
    return f"{_LOVDATA}{document.group()}" if document else None


def amending_acts(acts: Iterable[Act]) -> frozenset[str]:
    """The refids of every act whose changes are not worked into ``acts``."""
    return frozenset(change.act for act in acts for section in act.sections for change in section.changes)
