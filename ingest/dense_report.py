"""How far the embedding of the law's text is, as one process tells it and others read it: a small file beside it."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.files import replacing
from ingest.densifying import Progress, Watch

_EVERY = 2.0
"""Seconds between two reports."""
_FRESH = 60.0
"""Seconds after which nobody is taken to be at work: a batch takes a few, on a machine that has other work too."""


@dataclass(frozen=True)
class Report:
    """What was told last, and when (seconds since 1970). ``problem`` is why the work has ended before it was done."""

    done: int
    total: int
    seconds_left: float | None
    problem: str | None
    at: float

    @property
    def is_working(self) -> bool:
        """Whether somebody is at work now, as far as one can tell."""
        return self.problem is None and self.done < self.total and abs(time.time() - self.at) < _FRESH


def report(folder: Path, progress: Progress, problem: str | None = None) -> None:
    """Tell how far it is. A disk that is full loses a report and nothing else."""
    told = Report(progress.done, progress.total, progress.seconds_left, problem, time.time())
    try:
        with replacing(_file(folder)) as partial:
            partial.write_text(json.dumps(asdict(told)), encoding="utf-8")
    except OSError:
        return


def reported(folder: Path) -> Report | None:
    """What was told last; nothing where nothing was, or where the file is damaged."""
    try:
        return Report(**json.loads(_file(folder).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def reporting(folder: Path, also: Watch) -> Watch:
    """A watch that reports now and then, and calls ``also`` each time."""
    last = -_EVERY

    def watch(progress: Progress) -> None:
        nonlocal last
        also(progress)
        if time.monotonic() - last >= _EVERY or progress.done == progress.total:
            last = time.monotonic()
            report(folder, progress)

    return watch


def _file(folder: Path) -> Path:
    return folder / "progress.json"
