"""Fetches a file over HTTP so that it is either whole and in place, or not there.

A download goes to ``<name>.part``. A dropped line is taken up where it broke, in the same call or
the next, if the server says that the file is still the same one (``If-Range``). The checksum is
written beside the file as ``<name>.sha256``, in the form that ``sha256sum -c`` reads.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

import httpx

from corpus.errors import DownloadError
from ingest.progress import Progress

LOVDATA = "https://api.lovdata.no/v1/publicData/get/"
STATUTES_URL = LOVDATA + "gjeldende-lover.tar.bz2"
REGULATIONS_URL = LOVDATA + "gjeldende-sentrale-forskrifter.tar.bz2"
DEFAULT_URLS = (STATUTES_URL, REGULATIONS_URL)
"""Lovdata's open data: every statute and central regulation in force, NLOD 2.0, no key needed."""

MAX_BYTES = 2 * 1024**3
_CHUNK = 1 << 16
_USER_AGENT = "pliktkompass (open data reader)"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file in place. ``unchanged`` where the server said that the one there is the newest."""

    path: Path
    sha256: str
    size: int
    unchanged: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class _Validator:
    """What the server calls this version of the file."""

    url: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def if_range(self) -> str | None:
        """Only a strong tag promises the very same bytes."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified


def name_of(url: str) -> str:
    """The file name in an address. Raises :class:`DownloadError` where the address is not http(s)."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DownloadError(f"«{url}» is not an address; write one that starts with https://")
    name = unquote(parts.path).rpartition("/")[2]
    safe = "".join(char if char.isalnum() or char in "._-" else "-" for char in name).lstrip(".")
    return safe or parts.hostname


def download(
    url: str,
    folder: Path,
    *,
    on_progress: Progress | None = None,
    client: httpx.Client | None = None,
    attempts: int = 4,
    pause: float = 1.0,
) -> Downloaded:
    """Fetch ``url`` into ``folder`` under its own name.

    Args:
        url: the address.
        folder: made if it is not there.
        on_progress: told the bytes fetched.
        client: for a proxy or a test; else a plain one that follows redirects.
        attempts: how often a dropped line is taken up again.
        pause: seconds before the second attempt; doubled for each further one.

    Raises:
        DownloadError: no network, an error from the server, a full disk. What was fetched is kept
            in ``<name>.part`` for the next call; the file that was in place stays.
    """
    target = folder / name_of(url)
    own = client is None
    session = client or httpx.Client(follow_redirects=True, timeout=httpx.Timeout(30, connect=15))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _attempts(session, url, target, on_progress, attempts, pause)
    except httpx.InvalidURL as error:
        raise DownloadError(f"«{url}» is not an address ({error}); write one that starts with https://") from error
    except OSError as error:
        raise _disk(target, error) from error
    finally:
        if own:
            session.close()


def _attempts(
    session: httpx.Client, url: str, target: Path, on_progress: Progress | None, attempts: int, pause: float
) -> Downloaded:
    part = _beside(target, ".part")
    resumed = False
    for attempt in range(1, attempts + 1):
        try:
            resumed = resumed or part.exists()
            done = _fetch(session, url, target, on_progress)
            return Downloaded(target, done, target.stat().st_size, resumed=resumed) if done else _unchanged(target)
        except httpx.TransportError as error:
            if attempt == attempts:
                have = part.stat().st_size if part.exists() else 0
                raise DownloadError(
                    f"{url}: the connection failed {attempts} times ({type(error).__name__}: {error}); "
                    f"{have} bytes are kept. Check the network and run it again, or fetch the file by other means "
                    "and give its path"
                ) from error
            time.sleep(pause * 2 ** (attempt - 1))
    raise DownloadError(f"{url}: no attempt was made; attempts must be at least 1")


def _fetch(session: httpx.Client, url: str, target: Path, on_progress: Progress | None) -> str | None:
    """One request. The checksum of the file now in place, or None where the old one is the newest."""
    part = _beside(target, ".part")
    known = _read_validator(_beside(target, ".part.json"), url) if part.exists() else None
    have = part.stat().st_size if known and known.if_range else 0
    headers = {"Accept-Encoding": "identity", "User-Agent": _USER_AGENT}
    if have and known and known.if_range:
        headers |= {"Range": f"bytes={have}-", "If-Range": known.if_range}
    elif target.exists() and (placed := _read_validator(_beside(target, ".http.json"), url)):
        headers |= {"If-None-Match": placed.etag} if placed.etag else {}
        headers |= {"If-Modified-Since": placed.last_modified} if placed.last_modified and not placed.etag else {}
    with session.stream("GET", url, headers=headers) as response:
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return None
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            part.unlink()
            raise httpx.ReadError("the server could not continue, starting over")
        if response.status_code not in {httpx.codes.OK, httpx.codes.PARTIAL_CONTENT}:
            raise DownloadError(
                f"{url}: the server answered {response.status_code} {response.reason_phrase}; "
                "check the address, or fetch the file by other means and give its path"
            )
        ours = response.status_code == httpx.codes.PARTIAL_CONTENT
        if ours and not response.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            part.unlink()
            raise httpx.ReadError("the server sent another part than asked for, starting over")
        start = have if ours else 0
        validator = _Validator(url, response.headers.get("ETag"), response.headers.get("Last-Modified"))
        _beside(target, ".part.json").write_text(json.dumps(asdict(validator)), encoding="utf-8")
        length = response.headers.get("Content-Length", "")
        _receive(response, part, start, start + int(length) if length.isdigit() else 0, url, on_progress)
    return _put(target, part, validator)


def _receive(
    response: httpx.Response, part: Path, start: int, total: int, url: str, on_progress: Progress | None
) -> None:
    done = start
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        for chunk in response.iter_raw(_CHUNK):
            done += len(chunk)
            if done > MAX_BYTES:
                raise DownloadError(f"{url}: larger than {MAX_BYTES} bytes; this is not the file it should be")
            _write(file, chunk)
            if on_progress:
                on_progress(part.name.removesuffix(".part"), done, total)
        file.flush()
        os.fsync(file.fileno())
    if total and done != total:
        raise httpx.ReadError(f"got {done} of {total} bytes")


def _write(file: IO[bytes], chunk: bytes) -> None:
    file.write(chunk)


def _put(target: Path, part: Path, validator: _Validator) -> str:
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    os.replace(part, target)
    _beside(target, ".sha256").write_text(f"{digest}  {target.name}\n", encoding="utf-8")
    _beside(target, ".http.json").write_text(json.dumps(asdict(validator)), encoding="utf-8")
    _beside(target, ".part.json").unlink(missing_ok=True)
    return digest


def _unchanged(target: Path) -> Downloaded:
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Downloaded(target, digest, target.stat().st_size, unchanged=True)


def _beside(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)


def _read_validator(path: Path, url: str) -> _Validator | None:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        validator = _Validator(values["url"], values["etag"], values["last_modified"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return validator if validator.url == url else None


def _disk(target: Path, error: OSError) -> DownloadError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DownloadError(f"{target.parent}: the disk is full; make room and run it again, what was fetched is kept")
    return DownloadError(f"{target}: cannot be written ({error.strerror or error}); check the folder and the rights")
