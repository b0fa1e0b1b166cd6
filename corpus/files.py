"""Files that are put in place whole, so that nobody ever reads a half-written one."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import ExportError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to, in the folder of ``path``; what is written there takes the place of ``path`` at the end.

    Where the block fails, what was half written is removed and ``path`` is as it was. Raises :class:`OSError`.
    """
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        yield partial
        os.replace(partial, path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def export(content: bytes, path: Path) -> None:
    """Write to a path that the user chose. Raises :class:`ExportError` where that cannot be done."""
    try:
        with replacing(path) as partial:
            partial.write_bytes(content)
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written ({error.strerror}). Check that the folder exists, that you may write in it, "
            "and that there is space."
        ) from error
