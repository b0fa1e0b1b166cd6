"""Downloads against a real server on loopback, one that drops the line among them."""

from __future__ import annotations

import errno
import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO

import pytest

from corpus.errors import DownloadError
from ingest import download as module
from ingest.download import DEFAULT_URLS, Downloaded, download, name_of

_DATA = bytes(range(256)) * 2000


@dataclass
class Served:
    """What the server does next, and what it was asked."""

    data: bytes = _DATA
    etag: str | None = '"v1"'
    drop_after: list[int] = field(default_factory=list)
    status: int = 200
    ranges: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def served() -> Iterator[Served]:
    state = Served()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            state.asked.append(dict(self.headers))
            if state.status != 200:
                self.send_response(state.status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if state.etag and self.headers.get("If-None-Match") == state.etag:
                self.send_response(304)
                self.end_headers()
                return
            start = 0
            asked = self.headers.get("Range")
            if asked and state.ranges and self.headers.get("If-Range") == state.etag:
                start = int(asked.removeprefix("bytes=").rstrip("-"))
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(state.data) - 1}/{len(state.data)}")
            else:
                self.send_response(200)
            if state.etag:
                self.send_header("ETag", state.etag)
            self.send_header("Content-Length", str(len(state.data) - start))
            self.end_headers()
            end = start + state.drop_after.pop(0) if state.drop_after else len(state.data)
            self.wfile.write(state.data[start:end])
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/data/lov.tar.bz2"
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def _get(served: Served, folder: Path, attempts: int = 4) -> Downloaded:
    return download(served.url, folder, attempts=attempts, pause=0.001)


def test_a_file_is_put_in_place_with_its_checksum(served: Served, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    done = download(served.url, tmp_path / "ny", on_progress=lambda *step: seen.append(step))
    assert done.path.read_bytes() == _DATA
    assert done.sha256 == hashlib.sha256(_DATA).hexdigest()
    assert (tmp_path / "ny" / "lov.tar.bz2.sha256").read_text() == f"{done.sha256}  lov.tar.bz2\n"
    assert seen[-1] == ("lov.tar.bz2", len(_DATA), len(_DATA))
    assert not list((tmp_path / "ny").glob("*.part*"))


def test_a_dropped_line_is_taken_up_where_it_broke(served: Served, tmp_path: Path) -> None:
    served.drop_after = [200_000, 100_000]
    done = _get(served, tmp_path)
    assert done.path.read_bytes() == _DATA
    assert done.resumed
    starts = [int(headers["Range"].removeprefix("bytes=").rstrip("-")) for headers in served.asked[1:]]
    assert starts[0] > 0
    assert starts == sorted(starts)
    assert served.asked[1]["If-Range"] == '"v1"'


def test_what_was_fetched_is_kept_for_the_next_call(served: Served, tmp_path: Path) -> None:
    served.drop_after = [200_000]
    with pytest.raises(DownloadError, match=r"connection failed 1 times.*\d+ bytes are kept.*run it again"):
        _get(served, tmp_path, attempts=1)
    assert not (tmp_path / "lov.tar.bz2").exists()
    assert _get(served, tmp_path).path.read_bytes() == _DATA
    assert "Range" in served.asked[-1]


def test_a_file_that_changed_meanwhile_is_not_glued_together(served: Served, tmp_path: Path) -> None:
    served.drop_after = [200_000]
    with pytest.raises(DownloadError):
        _get(served, tmp_path, attempts=1)
    served.data, served.etag = _DATA[::-1], '"v2"'
    assert _get(served, tmp_path).path.read_bytes() == _DATA[::-1]


@pytest.mark.parametrize(("etag", "ranges"), [(None, True), ('W/"svak"', True), ('"v1"', False)])
def test_a_server_that_cannot_continue_starts_over(
    served: Served, tmp_path: Path, etag: str | None, ranges: bool
) -> None:
    served.etag, served.ranges, served.drop_after = etag, ranges, [200_000]
    assert _get(served, tmp_path).path.read_bytes() == _DATA


def test_the_newest_file_is_not_fetched_twice(served: Served, tmp_path: Path) -> None:
    first = _get(served, tmp_path)
    second = _get(served, tmp_path)
    assert second.unchanged
    assert second.sha256 == first.sha256
    served.data, served.etag = b"ny", '"v2"'
    assert _get(served, tmp_path).path.read_bytes() == b"ny"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_an_error_from_the_server_leaves_the_old_file(served: Served, tmp_path: Path, status: int) -> None:
    _get(served, tmp_path)
    served.status = status
    with pytest.raises(DownloadError, match=f"answered {status}.*give its path"):
        _get(served, tmp_path)
    assert (tmp_path / "lov.tar.bz2").read_bytes() == _DATA


def test_no_network_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="Check the network"):
        download("http://127.0.0.1:9/lov.tar.bz2", tmp_path, attempts=2, pause=0.001)


def test_a_full_disk_says_so_and_leaves_the_old_file(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _get(served, tmp_path)
    served.data, served.etag = b"ny" * 1000, '"v2"'

    def full(_file: IO[bytes], _chunk: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "_write", full)
    with pytest.raises(DownloadError, match="the disk is full; make room"):
        _get(served, tmp_path)
    assert (tmp_path / "lov.tar.bz2").read_bytes() == _DATA


def test_a_folder_that_is_a_file_is_an_error(served: Served, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    with pytest.raises(DownloadError, match="cannot be written"):
        _get(served, tmp_path / "fil")


@pytest.mark.parametrize("url", ["ftp://example.org/a", "file:///etc/hostname", "lovdata.no/a", "https://"])
def test_what_is_no_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="is not an address"):
        download(url, tmp_path)


def test_a_name_cannot_lead_out_of_the_folder() -> None:
    assert name_of("https://example.org/a/..%2f..%2fetc%2fpasswd") == "passwd"
    assert name_of("https://example.org/..") == "example.org"
    assert name_of("https://example.org/") == "example.org"
    assert [name_of(url) for url in DEFAULT_URLS] == [
        "gjeldende-lover.tar.bz2",
        "gjeldende-sentrale-forskrifter.tar.bz2",
    ]
