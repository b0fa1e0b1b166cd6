"""Reads XML documents out of an archive, a folder or a file, one by one, without unpacking anything.

An archive comes from somewhere else, so nothing in it is trusted: names that lead out of it, links
and devices, members above a size and archives above a total are refused, and so is an archive that
ends before it should. The refusal concerns the whole archive, since a part of it cannot be told
from the whole.
"""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import lzma
import re
import tarfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from corpus.errors import ArchiveError
from ingest.progress import Progress
from ingest.xmltree import MAX_BYTES

_AGAIN = "fetch it again; what was loaded before is still in use"
_NAMED = re.compile(r"(?P<kind>nl|sf)-(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})-(?P<number>\d{3,})\.xml\Z")
_REFID = re.compile(rb'<dd class="refid">\s*([^<\s]+)\s*</dd>')
_KINDS = {"nl": "lov", "sf": "forskrift"}
_TAR = (".tar", ".tar.bz2", ".tbz2", ".tar.gz", ".tgz", ".tar.xz")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold. Lovdata's largest is 150 MB unpacked, its largest member 1.5 MB."""

    member: int = MAX_BYTES
    total: int = 1024**3
    members: int = 200_000


@dataclass(frozen=True, slots=True)
class Member:
    """One document: its name, its bytes and the day it was last changed."""

    name: str
    data: bytes
    modified: dt.date


def is_archive(path: Path) -> bool:
    """Whether the file's name says that it is an archive."""
    return path.name.lower().endswith((*_TAR, ".zip"))


def refid_of(name: str) -> str | None:
    """The refid that Lovdata's file name stands for, or None for other names.

    >>> refid_of("nl/nl-19990702-064.xml")
    'lov/1999-07-02-64'
    """
    match = _NAMED.search(name.rpartition("/")[2])
    if match is None:
        return None
    number = int(match["number"])
    return f"{_KINDS[match['kind']]}/{match['y']}-{match['m']}-{match['d']}" + (f"-{number}" if number else "")


def read_members(
    path: Path,
    only: Collection[str] | None = None,
    on_progress: Progress | None = None,
    limits: Limits | None = None,
) -> Iterator[Member]:
    """The XML documents in ``path``, in its order.

    Args:
        path: a ``.tar.bz2`` (or other tar), a ``.zip``, a folder, or one XML file.
        only: the refids to keep; everything where it is None. What Lovdata's file names say is
            believed, other files are opened to see.
        on_progress: told the bytes of the file that are read.
        limits: sizes that are refused above.

    Raises:
        ArchiveError: the archive is broken, cut short or unsafe. The message says how many
            documents were read before.
    """
    bounds = limits or Limits()
    if path.is_dir():
        members = _folder(path, only, on_progress)
    elif path.name.lower().endswith(".zip"):
        members = _zip(path, only, bounds, on_progress)
    elif path.suffix.lower() == ".xml":
        members = iter([_file(path, path.name)])
    else:
        members = _tar(path, only, bounds, on_progress)
    for member in members:
        if only is None or _refid(member) in only:
            yield member


def check_name(archive: Path, name: str) -> None:
    """Refuse a member's name that leads out of the archive."""
    parts = re.split(r"[/\\]", name)
    if not name or name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name) or "\0" in name:
        raise ArchiveError(f"{archive}: the member «{name}» leads out of the archive; do not trust this file")


def _refid(member: Member) -> str | None:
    match = _REFID.search(member.data)
    return match[1].decode("utf-8", "replace") if match else refid_of(member.name)


def _may_be_wanted(name: str, only: Collection[str] | None) -> bool:
    refid = refid_of(name)
    return only is None or refid is None or refid in only


def _folder(path: Path, only: Collection[str] | None, on_progress: Progress | None) -> Iterator[Member]:
    files = sorted(file for file in path.rglob("*.xml") if file.is_file() and not file.is_symlink())
    total = sum(file.stat().st_size for file in files)
    done = 0
    for file in files:
        done += file.stat().st_size
        if _may_be_wanted(file.name, only):
            yield _file(file, str(file.relative_to(path)))
        if on_progress:
            on_progress(path.name, done, total)


def _file(path: Path, name: str) -> Member:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ArchiveError(f"{path}: {size} bytes is more than a document may have; leave it out")
        return Member(name, path.read_bytes(), dt.date.fromtimestamp(path.stat().st_mtime))
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read ({error.strerror}); check the path and the rights") from error


def _tar(path: Path, only: Collection[str] | None, limits: Limits, on_progress: Progress | None) -> Iterator[Member]:
    read = count = unpacked = 0
    try:
        size = path.stat().st_size
        with path.open("rb") as raw, _plain(raw) as plain, _open_tar(path, plain, limits) as (archive, stream):
            for info in archive:
                check_name(path, info.name)
                count, unpacked = count + 1, unpacked + info.size
                _check(path, info.name, info.size, count, unpacked, limits)
                if on_progress:
                    on_progress(path.name, raw.tell(), size)
                if info.isdir():
                    continue
                if not info.isreg():
                    raise ArchiveError(
                        f"{path}: the member «{info.name}» is a link or a device; do not trust this file"
                    )
                if info.name.lower().endswith(".xml") and _may_be_wanted(info.name, only):
                    content = archive.extractfile(info)
                    data = content.read() if content else b""
                    if len(data) != info.size:
                        raise EOFError("a member is cut short")
                    read += 1
                    yield Member(info.name, data, dt.datetime.fromtimestamp(info.mtime, dt.UTC).date())
            while stream.read(1 << 20):
                pass
        if not count:
            raise tarfile.ReadError("it holds nothing")
    except (tarfile.TarError, EOFError, zipfile.BadZipFile, lzma.LZMAError, ValueError) as error:
        raise ArchiveError(f"{path}: broken or cut short after {read} documents ({error}); {_AGAIN}") from error
    except OSError as error:
        why = error.strerror or error
        raise ArchiveError(f"{path}: cannot be read further than {read} documents ({why}); {_AGAIN}") from error


class _Capped:
    """A stream that refuses to give more than the archive may unpack to, whatever its headers say."""

    def __init__(self, path: Path, stream: IO[bytes], limits: Limits) -> None:
        self._path, self._stream, self._limits, self._left = path, stream, limits, limits.total

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(self._path, self._limits)
        return data


@contextmanager
def _open_tar(path: Path, plain: IO[bytes], limits: Limits) -> Iterator[tuple[tarfile.TarFile, _Capped]]:
    stream = _Capped(path, plain, limits)
    with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as archive:
        yield archive, stream


def _too_large(path: Path, limits: Limits) -> ArchiveError:
    return ArchiveError(f"{path}: unpacks to more than {limits.total} bytes or {limits.members} files; leave it out")


def _plain(raw: IO[bytes]) -> IO[bytes]:
    """The tar inside its compression. These readers notice a cut; tarfile's own stream does not."""
    magic = raw.read(6)
    raw.seek(0)
    if magic.startswith(b"BZh"):
        return cast(IO[bytes], bz2.open(raw))
    if magic.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.open(raw))
    if magic == b"\xfd7zXZ\0":
        return cast(IO[bytes], lzma.open(raw))
    return raw


def _check(path: Path, name: str, size: int, count: int, unpacked: int, limits: Limits) -> None:
    if size > limits.member:
        raise ArchiveError(f"{path}: the member «{name}» unpacks to {size} bytes; do not trust this file")
    if unpacked > limits.total or count > limits.members:
        raise _too_large(path, limits)


def _zip(path: Path, only: Collection[str] | None, limits: Limits, on_progress: Progress | None) -> Iterator[Member]:
    read = unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            total = sum(info.compress_size for info in infos)
            done = 0
            for count, info in enumerate(infos, start=1):
                check_name(path, info.filename)
                unpacked += info.file_size
                _check(path, info.filename, info.file_size, count, unpacked, limits)
                if (info.external_attr >> 16) & 0o170000 == 0o120000:
                    raise ArchiveError(f"{path}: the member «{info.filename}» is a link; do not trust this file")
                if info.filename.lower().endswith(".xml") and _may_be_wanted(info.filename, only):
                    with archive.open(info) as content:
                        data = content.read(limits.member + 1)
                    _check(path, info.filename, len(data), count, unpacked, limits)
                    read += 1
                    yield Member(info.filename, data, dt.date(*info.date_time[:3]))
                done += info.compress_size
                if on_progress:
                    on_progress(path.name, done, total)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError, OSError) as error:
        raise ArchiveError(f"{path}: broken after {read} documents ({error}); {_AGAIN}") from error
