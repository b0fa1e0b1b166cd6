"""Guidelines, reports and plans: from a file in any of the known formats to passages.

Passages are cut by LangChain's splitter at paragraphs and sentences, without overlap, so that every
word is in one passage and the passages together are the document.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator

from corpus.errors import DocumentError
from corpus.models import Language
from corpus.refs import ProvisionRef
from ingest.blocks import Block, Extracted
from ingest.passages import Passage
from ingest.plain_text import read_text

MAX_BYTES = 200 * 1024 * 1024
SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".xhtml", ".txt", ".md")
"""The endings of files that can be read as documents."""

PASSAGE_CHARACTERS = 1200
_MARKS = {
    Language.NN: frozenset({"ikkje", "eit", "dei", "frå", "kva", "korleis", "vere", "nokon", "mykje", "desse", "vart"}),
    Language.NB: frozenset({"ikke", "et", "de", "fra", "hva", "hvordan", "være", "noen", "mye", "disse", "ble"}),
    Language.EN: frozenset({"the", "of", "and", "is", "which", "this", "from", "are", "was", "not", "with"}),
}


def read_document(data: bytes, name: str, *, ocr: bool = True) -> Extracted:
    """A document's text, by what the file begins with and by its name. ``ocr`` as in ``read_pdf``.

    Raises :class:`DocumentError` naming the file, the page where there is one, and what to do.
    """
    if not data:
        raise DocumentError(f"{name}: the file is empty; fetch it again")
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name}: larger than {MAX_BYTES // 2**20} MB; split it")
    suffix = "." + name.lower().rpartition(".")[2]
    start = data[:1024].lstrip().lower()
    # The readers are loaded where a document is read: an answer does not wait for them.
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        from ingest.pdf_text import read_pdf

        return read_pdf(data, name, ocr=ocr)
    if suffix == ".docx" or (data.startswith(b"PK\x03\x04") and b"word/" in data):
        from ingest.docx_text import read_docx

        return read_docx(data, name)
    if suffix == ".doc":
        raise DocumentError(f"{name}: the old Word format cannot be read; save it as .docx or PDF")
    if suffix in {".html", ".htm", ".xhtml"} or start.startswith((b"<!doctype html", b"<html")):
        from ingest.html_text import read_html

        return read_html(data, name)
    return read_text(data, name)


def passages_of_document(
    extracted: Extracted,
    source: str,
    as_of: dt.date,
    *,
    url: str | None = None,
    title: str | None = None,
    language: Language | None = None,
) -> Iterator[Passage]:
    """The document as passages of about 1,200 characters.

    Args:
        extracted: what was read.
        source: the source's id in ``sources.yaml``, or a slug; see :func:`source_id`.
        as_of: the file's date.
        url: where the document is published.
        title: the known title; else the document's own.
        language: the known language; else told from its words.

    A passage's section is its page («side 3») or its nearest heading, its subsection the number of
    the passage in that place.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    name = title or extracted.title or source
    spoken = language or language_of("\n".join(block.text for block in extracted.blocks))
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=PASSAGE_CHARACTERS,
        chunk_overlap=0,
        separators=["\n\n", "\n", ". ", "; ", ", ", " ", ""],
        keep_separator="end",
    )
    counts: Counter[str] = Counter()
    for block in extracted.blocks:
        place = _place(block)
        for piece in splitter.split_text(block.text):
            counts[place.casefold()] += 1
            address = f"{url}#page={block.page}" if url and block.page and url.lower().endswith(".pdf") else url
            yield Passage(
                ref=ProvisionRef(source, place, counts[place.casefold()]),
                text=piece.strip(),
                heading=block.headings[-1] if block.headings else name,
                path=(name, *block.headings),
                language=spoken,
                as_of=as_of,
                page=block.page,
                url=address,
            )


def source_id(name: str, known: Collection[str] = ()) -> str:
    """The id for a file: the known source that its name stands for, else a slug of the name.

    A file may be named with the beginning of an id, if only one source begins so.
    """
    stem = name.rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    plain = stem.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if slug in known:
        return slug
    begun = [source for source in known if slug and source.startswith(f"{slug}-")]
    if len(begun) == 1:
        return begun[0]
    return slug if "-" in slug else f"dokument-{slug or 'uten-navn'}"


def language_of(text: str) -> Language:
    """Bokmål, nynorsk or English, by the small words that only one of them has. Bokmål in doubt."""
    seen = Counter(re.findall(r"[a-zæøå]+", text[:50_000].lower()))
    scores = {language: sum(seen[word] for word in words) for language, words in _MARKS.items()}
    best = max(scores, key=lambda language: (scores[language], language is Language.NB))
    return best if scores[best] else Language.NB


def _place(block: Block) -> str:
    if block.page is not None:
        return f"side {block.page}"
    heading = block.headings[-1] if block.headings else "Innledning"
    return " ".join(heading.replace("/", "-").replace("§", " ").split())[:120].strip() or "Innledning"
