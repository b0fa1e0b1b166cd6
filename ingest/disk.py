"""Is it the disk? A full one shows as many kinds of error, from the system, SQLite and Chroma's engine."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexBuildError, PliktkompassError

_LEFT = 256 * 1024
"""Bytes free under which a write that failed is taken to have failed for want of room."""

REMEDY = "Free some space or set PLIKTKOMPASS_DATA_DIR to a folder with room, and try again."


def is_full(error: BaseException, folder: Path) -> bool:
    """Whether an error while writing in ``folder`` came of a full disk (or a used-up quota)."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
        return True
    if isinstance(error, PliktkompassError) or not isinstance(error, Exception):
        return False
    try:
        return shutil.disk_usage(folder).free < _LEFT
    except OSError:
        return False


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether SQLite says that a file is not, or no longer, a database of its own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Raises :class:`IndexBuildError` in plain words where a block cannot write in a folder.

    For work that keeps what it has done and goes on from there.
    """
    try:
        yield
    except OSError as error:
        if is_full(error, folder):
            raise IndexBuildError(
                f"The disk is full at {folder}. What was computed is kept, and the next run goes on from there. "
                f"{REMEDY}"
            ) from error
        raise IndexBuildError(f"{folder} cannot be written to ({error.strerror}). {REMEDY}") from error
