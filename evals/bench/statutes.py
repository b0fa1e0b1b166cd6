"""The whole statute book and all regulations: how soon they can be searched after the archives are there."""

from __future__ import annotations

from pathlib import Path

from evals.bench.measured import Part, Row
from evals.bench.timing import in_own_process

_TITLE = "The whole statute book"


def statutes(law: Path | None, folder: Path) -> Part:
    """What ``pliktkompass ingest --all`` does, in a process of its own."""
    if law is None:
        return Part(_TITLE, "", skipped="it reads the archives: give them with LAW=FOLDER")
    found = in_own_process("whole_law", folder=str(folder), law=str(law))
    return Part(
        _TITLE,
        "Every act and regulation read, kept and indexed by word, as `pliktkompass ingest --all` does it. The "
        "search by meaning comes afterwards, beside the server (docs/dense.md).",
        (
            Row("acts and regulations", found["sources"], ""),
            Row("passages", found["passages"], ""),
            Row("from the archives to the first search", found["seconds"], "s", at_most=60),
            Row("a search by word, median", found["search_ms"], "ms"),
            Row("peak memory", found["memory"], "MB"),
        ),
    )
