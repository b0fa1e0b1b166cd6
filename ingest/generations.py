"""Built aside, swapped whole: a folder of generations of which one is current.

A reader opens the current generation and keeps it; a builder fills a new one beside it and makes it
current with one atomic rename. If the build fails, on a full disk for instance, what was current
still is.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import IndexBuildError
from corpus.files import replacing
from ingest.disk import REMEDY, is_full

_POINTER = "current"


class Generations:
    """The generations in ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path | None:
        """The folder of the current generation, or nothing where none was ever finished."""
        try:
            folder = self.root / (self.root / _POINTER).read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return folder if folder.is_dir() else None

    @contextmanager
    def stage(self) -> Iterator[Path]:
        """A new folder to build in; it becomes current when the block ends without an error.

        Raises :class:`IndexBuildError` where another process is building or the disk is full.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexBuildError(f"{self.root} cannot be written to ({error.strerror}). {REMEDY}") from error
        lock = FileLock(self.root / "build.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise IndexBuildError(
                f"Another process is building the index in {self.root}. Wait until it is done."
            ) from error
        folder = self.root / uuid.uuid4().hex[:12]
        try:
            folder.mkdir()
            yield folder
            self._make_current(folder)
        except BaseException as error:
            full = is_full(error, self.root)  # before what was written is removed
            shutil.rmtree(folder, ignore_errors=True)
            if full:
                raise IndexBuildError(
                    f"The disk is full at {self.root}; the old index is untouched. {REMEDY}"
                ) from error
            raise
        finally:
            lock.release()

    def _make_current(self, folder: Path) -> None:
        before = self.current()
        with replacing(self.root / _POINTER) as pointer:
            pointer.write_text(folder.name, encoding="utf-8")
        kept = {folder, before}
        for old in self.root.iterdir():
            if old.is_dir() and old not in kept:
                shutil.rmtree(old, ignore_errors=True)
