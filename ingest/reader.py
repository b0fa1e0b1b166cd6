"""One door for everything that can be read: a path or an address in, passages out.

A document that cannot be read is reported and the rest goes on. A broken archive is not: a part of
it cannot be told from the whole, so it gives an error before it gives a passage, and what was
loaded before stays in use.
"""

from __future__ import annotations

import datetime as dt
import pickle
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import DocumentError, SourceError
from corpus.models import Source
from ingest.act import Act
from ingest.amending import Amendment, amendments_of
from ingest.archives import Member, is_archive, read_members
from ingest.documents import SUFFIXES, passages_of_document, read_document, source_id
from ingest.download import download
from ingest.lovdata import read_act
from ingest.passages import Passage, amending_acts, passages_of
from ingest.progress import Progress


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, or a page of it, and what to do about it."""

    name: str
    message: str


@dataclass(slots=True)
class Reading:
    """How to read, and what went wrong while reading.

    ``day`` is the day that status and pending changes are reckoned for; ``sources`` the known
    sources by id, which give a document its id, title, language and address; ``folder`` where
    downloads go; ``ocr`` whether scanned documents may be read with ocrmypdf.
    """

    day: dt.date = field(default_factory=dt.date.today)
    sources: Mapping[str, Source] = field(default_factory=dict)
    folder: Path | None = None
    ocr: bool = True
    failures: list[Failure] = field(default_factory=list)

    def failed(self, name: str, message: str) -> None:
        """Take note of a failure, once."""
        failure = Failure(name, message)
        if failure not in self.failures:
            self.failures.append(failure)


def read(
    where: Path | str,
    keep: Collection[str] | None = None,
    on_progress: Progress | None = None,
    reading: Reading | None = None,
) -> Iterator[Passage]:
    """The passages of whatever ``where`` is.

    Args:
        where: an archive, a folder, an XML file, a document (PDF, DOCX, HTML, text), or the
            address of one. A folder that holds archives stands for them; any other for every file
            below it.
        keep: the refids of the laws to keep out of archives and folders, None for all. A single
            file is read whatever it is.
        on_progress: told how far the file at hand is read.
        reading: options, and where failures are collected.

    Raises:
        SourceError: the path is not there, the download failed, or an archive is broken or unsafe.
    """
    state = reading or Reading()
    text = str(where)
    if text.startswith(("http://", "https://")):
        if state.folder is None:
            raise SourceError(f"{text}: no folder to download to; set Reading.folder")
        path = download(text, state.folder, on_progress=on_progress).path
        yield from _read_path(path, keep, on_progress, state, url=text)
    else:
        yield from _read_path(Path(where).expanduser(), keep, on_progress, state)


def _read_path(
    path: Path, keep: Collection[str] | None, on_progress: Progress | None, state: Reading, url: str | None = None
) -> Iterator[Passage]:
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder; check the path")
    if path.is_dir():
        yield from _read_folder(path, keep, on_progress, state)
    elif is_archive(path):
        yield from _read_laws(path, keep, on_progress, state)
    elif path.suffix.lower() == ".xml":
        yield from _read_laws(path, None, on_progress, state)
    else:
        yield from _read_one_document(path, state, url)


def _read_folder(
    path: Path, keep: Collection[str] | None, on_progress: Progress | None, state: Reading
) -> Iterator[Passage]:
    archives = sorted(file for file in path.iterdir() if file.is_file() and is_archive(file))
    if archives:
        for archive in archives:
            yield from _read_laws(archive, keep, on_progress, state)
        return
    files = sorted(file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    if any(file.suffix.lower() == ".xml" for file in files):
        yield from _read_laws(path, keep, on_progress, state)
    documents = [file for file in files if file.suffix.lower() in SUFFIXES]
    if not documents and not any(file.suffix.lower() == ".xml" for file in files):
        raise SourceError(f"{path}: holds no archive, XML file or document; known endings: .xml {' '.join(SUFFIXES)}")
    total = sum(file.stat().st_size for file in documents)
    done = 0
    for file in documents:
        yield from _read_one_document(file, state, None)
        done += file.stat().st_size
        if on_progress:
            on_progress(path.name, done, total)


def _read_laws(
    path: Path, keep: Collection[str] | None, on_progress: Progress | None, state: Reading
) -> Iterator[Passage]:
    """Laws out of an archive, a folder or a file, with new wording out of the amending acts beside them.

    What is kept waits in a temporary file until all of it is read, so that a broken archive gives
    nothing: all of the law is too much to hold in memory, and slower to read twice.
    """
    needed: set[str] = set()
    count = 0
    with tempfile.TemporaryFile() as waiting:
        for found in _acts(path, keep, on_progress, state):
            needed |= amending_acts([found[0]])
            pickle.dump(found, waiting, pickle.HIGHEST_PROTOCOL)
            count += 1
        amendments: dict[str, tuple[Amendment, ...]] = {}
        if needed:
            amendments = {act.refid: amendments_of(act) for act, _ in _acts(path, needed, None, state)}
        waiting.seek(0)
        for _ in range(count):
            act, modified = pickle.load(waiting)  # noqa: S301  # what was written above and nobody else can reach
            yield from passages_of(act, modified, day=state.day, amendments=amendments)


def _acts(
    path: Path, only: Collection[str] | None, on_progress: Progress | None, state: Reading
) -> Iterator[tuple[Act, dt.date]]:
    for member in read_members(path, only, on_progress):
        act = _act(member, state)
        if act is not None:
            yield act, member.modified


def _act(member: Member, state: Reading) -> Act | None:
    try:
        return read_act(member.data, member.name)
    except DocumentError as error:
        state.failed(member.name, str(error))
        return None


def _read_one_document(path: Path, state: Reading, url: str | None) -> Iterator[Passage]:
    try:
        data = path.read_bytes()
        modified = dt.date.fromtimestamp(path.stat().st_mtime)
        extracted = read_document(data, path.name, ocr=state.ocr)
    except DocumentError as error:
        state.failed(path.name, str(error))
        return
    except OSError as error:
        state.failed(path.name, f"{path}: cannot be read ({error.strerror}); check the rights")
        return
    for warning in extracted.warnings:
        state.failed(path.name, warning)
    source = source_id(path.name, state.sources)
    known = state.sources.get(source)
    yield from passages_of_document(
        extracted,
        source,
        modified,
        url=known.url if known and known.url else url,
        title=known.title if known else None,
        language=known.language if known else None,
    )
