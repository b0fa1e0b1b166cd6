"""Clocks, and work in a process of its own, whose memory nobody else has used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ModelError

_ROOT = Path(__file__).parents[2]


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_seconds(work: Callable[[], object], times: int, warm: int = 1) -> float:
    """The median over ``times`` runs, after ``warm`` that do not count."""
    for _ in range(warm):
        work()
    return float(np.median([seconds(work) for _ in range(times)]))


def side_by_side(first: Callable[[Any], object], second: Callable[[Any], object], over: Iterable[Any]) -> list[float]:
    """Medians of two kinds of work on the same things, in turns, so that a loaded machine slows both alike."""
    took: tuple[list[float], list[float]] = ([], [])
    for thing in over:
        for work, times in zip((first, second), took, strict=True):
            start = time.perf_counter()
            work(thing)
            times.append(time.perf_counter() - start)
    return [float(np.median(times)) for times in took]


def percentile(values: Sequence[float], part: float) -> float:
    """The value that ``part`` percent lie below."""
    return float(np.percentile(np.asarray(values), part))


def in_own_process(task: str, environment: Mapping[str, str] | None = None, **given: object) -> dict[str, Any]:
    """What ``evals.bench.child`` finds out about a task, and its peak ``memory`` in MB.

    Raises :class:`ModelError` where the process ends with an error.
    """
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "evals.bench.child", task, json.dumps(given)],
        env={**os.environ, "PYTHONPATH": str(_ROOT), **(environment or {})},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ModelError(f"The benchmark's part «{task}» ended with an error: {done.stderr.strip()[-400:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
