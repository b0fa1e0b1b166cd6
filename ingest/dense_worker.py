"""The process that embeds the law's text while the server answers: ``python -m ingest.dense_worker``.

A process of its own, at the lowest priority: the system lets it work where nobody else wants to, it shares no lock
with the threads that answer, and its memory is given back when it is done. It reads one line of JSON (see
:class:`Order`) and stops when its standard input is closed, so that it never outlives the server.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import BusyError, PliktkompassError
from ingest.dense_report import report, reporting
from ingest.densifying import Progress, densify
from ingest.embedders import make_embedder
from ingest.texts import TextStore

_NICEST = 19
_EVERY = 60.0
"""Seconds between two lines in the log."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What to do: the folders of the texts and the vectors, the embedder's name, and the sources that come first."""

    texts: str
    vectors: str
    embedder: str
    first: tuple[str, ...] = ()


def main() -> None:
    """Work until all is embedded or the standard input is closed. Ends with status 1 where something went wrong."""
    os.nice(_NICEST)
    logging.basicConfig(level=logging.INFO, format="pliktkompass: %(message)s")
    order = Order(**json.loads(sys.stdin.readline()))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_stop_at_the_end_of_input, args=(stop,), daemon=True).start()
    sys.exit(0 if work(order, stop) else 1)


def _stop_at_the_end_of_input(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def work(order: Order, stop: threading.Event) -> bool:
    """Embed, report and log. Whether nothing went wrong; what did is in the log and in the report."""
    folder = Path(order.vectors)
    last = Progress(0, 0)
    logged = time.monotonic()

    def watch(progress: Progress) -> None:
        nonlocal last, logged
        last = progress
        if time.monotonic() - logged >= _EVERY:
            logged = time.monotonic()
            _log.info(line(progress))

    try:
        texts = TextStore.open(Path(order.texts))
        if texts is None:
            return True
        done = densify(
            texts,
            make_embedder(order.embedder, threads=1),
            folder,
            first=order.first,
            watch=reporting(folder, watch),
            stopped=stop.is_set,
        )
    except BusyError as error:  # another server's, which tells how far it is
        _log.info("%s", error)
        return True
    except PliktkompassError as error:
        problem = str(error)
    except Exception as error:  # whatever it is, the server answers on without it
        problem = f"The law's text could not be embedded ({type(error).__name__}: {error})."
    else:
        report(folder, last if done else replace(last, seconds_left=None))  # nobody is at work from now on
        _log.info(line(last) if done else f"{line(last)} Stopped; the next start goes on from there.")
        return True
    _log.warning("The law's text is searched by word where it has no vector. %s", problem)
    report(folder, last, problem)
    return False


def line(progress: Progress) -> str:
    """How far it is, for the log."""
    told = f"Search by meaning in the law's text: {progress.done:,} of {progress.total:,} passages"
    if progress.done == progress.total:
        return f"{told}, all."
    if progress.seconds_left is None:
        return f"{told}."
    return f"{told}, about {max(1, round(progress.seconds_left / 60))} min left."


if __name__ == "__main__":
    main()
