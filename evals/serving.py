"""A server of its own for what is measured from outside: the command that people run, on a free port of loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from corpus.errors import PliktkompassError

_PATIENCE = 300.0
"""Seconds until the server must answer; the first start on a machine builds the index."""


@dataclass(frozen=True)
class Served:
    """A running server: where it answers, its process, and the seconds until it did."""

    address: str
    process: int
    started_in: float

    def memory(self) -> int:
        """Resident memory of the server in MB (Linux)."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) // 1024


@contextmanager
def served() -> Iterator[Served]:
    """``pliktkompass serve`` until the block ends. Raises :class:`PliktkompassError` where it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    command = [sys.executable, "-m", "ui", "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)  # noqa: S603  # our own command
    try:
        while True:
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                raise PliktkompassError("The server did not start. «pliktkompass serve» on its own says why.")
            try:
                httpx.get(f"{address}/api/ready", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield Served(address, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=30)
