"""From nothing to an answer, and from an index that is there to an answer: the real command in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from corpus.errors import ModelError
from evals.bench.measured import Part, Row
from evals.bench.timing import seconds

_ROOT = Path(__file__).parents[2]


def starts(folder: Path, times: int, *, shipped: bool) -> Part:
    """``pliktkompass ask`` with no index and no cache, then again."""
    folder.mkdir(parents=True)

    def ask() -> None:
        done = subprocess.run(
            [sys.executable, "-m", "ui", "ask", "Må en jordmor melde fra til barnevernet?"],
            env={
                **os.environ,
                "PYTHONPATH": str(_ROOT),
                "PLIKTKOMPASS_DATA_DIR": str(folder / "data"),
                "XDG_CACHE_HOME": str(folder / "cache"),
            },
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise ModelError(f"«pliktkompass ask» ended with an error: {done.stderr.strip()[-400:]}")

    note = "with the shipped vectors" if shipped else "what is shipped is of older knowledge: every vector was computed"
    cold = seconds(ask)
    warm = float(np.median([seconds(ask) for _ in range(times)]))
    return Part(
        "Starts",
        "The command line from start to printed answer, in a process of its own: with nothing but what is installed, "
        "then with the index that the first start made. The operating system may have the files in memory.",
        (Row("first start", cold, "s", at_most=40, note=note), Row("later start", warm, "s", at_most=3)),
    )
