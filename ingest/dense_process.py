"""Runs :mod:`ingest.dense_worker` beside this process, and never longer than it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from ingest.dense_worker import Order

_PATIENCE = 20.0
"""Seconds that the process gets to end by itself. It asks whether to stop before each batch, which takes about one."""

_ROOT = str(Path(__file__).parents[1])
"""Where this code is: the process runs the same, from whatever folder it is started."""

_log = logging.getLogger(__name__)

Process = subprocess.Popen[bytes]


@contextmanager
def embedding_beside(order: Order) -> Iterator[Process | None]:
    """While the block runs, a process embeds. One that cannot be started costs the search by meaning and nothing
    else."""
    process = start(order)
    try:
        yield process
    finally:
        if process is not None:
            _stop(process)


def start(order: Order) -> Process | None:
    """The process. It ends when all is embedded, or when its input is closed, as it is when this process ends."""
    try:
        process = subprocess.Popen(  # our own program
            [sys.executable, "-P", "-m", "ingest.dense_worker"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C in a terminal is for the server
        )
        if process.stdin is not None:
            process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
            process.stdin.flush()
    except OSError as error:
        _log.warning("The law's text is searched by word only: no process can be started (%s).", error.strerror)
        return None
    return process


def _stop(process: Process) -> None:
    with suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
