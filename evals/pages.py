"""What the pages cost: weight, requests, time until one can type, delay over the API, memory, twenty people at once.

``python -m evals.pages`` starts the server, looks at it with Debian's Chromium and writes ``docs/pages-figures.md``.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from corpus.errors import PliktkompassError
from evals.questions import EvalQuestion, read_questions
from evals.serving import Served, served

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PAGES = {"Spør": "/", "Spør uten skript": "/enkel", "Kilder": "/kilder"}
_ASKED = 20
_PEOPLE = 20
_REPORT = Path(__file__).parents[1] / "docs" / "pages-figures.md"


def main() -> None:
    """Measure and write the table."""
    from playwright.sync_api import sync_playwright

    questions = read_questions(Path(__file__).parent / "data" / "dev.jsonl")[:_ASKED]
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        rows = [_weight(browser, server, name, path) for name, path in PAGES.items()]
        lines = [
            "# What the pages cost",
            "",
            "Written by `make pages`. The server and the browser share the same two cores, on loopback.",
            "",
            "| page | KB | requests | seconds until one can type |",
            "| --- | --- | --- | --- |",
            *(f"| {name} | {size:.0f} | {count} | {seconds:.2f} |" for name, size, count, seconds in rows),
            "",
            "| | median ms | 95th percentile ms |",
            "| --- | --- | --- |",
            *_delays(browser, server, questions),
            *_crowd(server, questions),
            "",
            f"Start of the server: {server.started_in:.1f} s. Its memory after all this: {server.memory()} MB.",
            "",
        ]
        browser.close()
    _REPORT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


def chromium() -> str:
    """The browser's program. Raises :class:`PliktkompassError` where it is not installed."""
    program = shutil.which("chromium")
    if program is None:
        raise PliktkompassError("Chromium is not installed. On Debian: apt-get install chromium.")
    return program


def _weight(browser: Any, server: Served, name: str, path: str) -> tuple[str, float, int, float]:
    """A page's name, its KB over the wire, its requests, and the seconds until one can type, the median of three."""
    sizes: list[float] = []
    counts: list[int] = []
    seconds: list[float] = []
    for _ in range(3):
        context = browser.new_context()
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        loaded: list[float] = []
        wire.on("Network.loadingFinished", lambda event, loaded=loaded: loaded.append(event["encodedDataLength"]))
        began = time.perf_counter()
        page.goto(server.address + path)
        page.locator("textarea, input[type=search]").first.wait_for()
        seconds.append(time.perf_counter() - began)
        page.wait_for_timeout(1000)
        sizes.append(sum(loaded) / 1024)
        counts.append(len(loaded))
        context.close()
    return name, statistics.median(sizes), round(statistics.median(counts)), statistics.median(seconds)


def _delays(browser: Any, server: Served, questions: Sequence[EvalQuestion]) -> list[str]:
    """The same questions to the API and to the page, from the press of the key until the answer is seen."""

    def over_api(question: EvalQuestion) -> None:
        httpx.post(f"{server.address}/api/ask", json={"question": question.question}, timeout=60).raise_for_status()

    page = browser.new_page()
    page.goto(server.address)
    page.locator("#question textarea").wait_for()

    def on_page(question: EvalQuestion) -> None:
        before = page.locator(".turn:not([data-pending])").count()
        page.fill("#question textarea", question.question)
        page.press("#question textarea", "Enter")
        warned = page.locator("#composer .problem:visible")
        seen = page.locator(".turn:not([data-pending])").nth(before)
        seen.or_(warned).first.wait_for()
        if warned.count():  # it names somebody: sent on purpose, once more
            page.press("#question textarea", "Enter")
            seen.wait_for()

    api, shown = _timed(over_api, questions), _timed(on_page, questions)
    added = [there - here for here, there in zip(api, shown, strict=True)]
    return [_row("API, alone", api), _row("page, alone", shown), _row("what the page adds", added)]


def _crowd(server: Served, questions: Sequence[EvalQuestion]) -> list[str]:
    """Twenty people who ask at the same moment, each five questions in a row."""

    def person(number: int) -> list[float]:
        with httpx.Client(base_url=server.address, timeout=120) as client:

            def ask(question: EvalQuestion) -> None:
                client.post("/enkel", data={"question": question.question}).raise_for_status()

            return _timed(ask, [questions[(number + n) % len(questions)] for n in range(5)])

    alone = person(0)
    with ThreadPoolExecutor(_PEOPLE) as pool:
        together = [seconds for times in pool.map(person, range(_PEOPLE)) for seconds in times]
    return [_row("page without scripts, alone", alone), _row(f"the same, {_PEOPLE} people at once", together)]


def _timed(act: Callable[[EvalQuestion], None], questions: Sequence[EvalQuestion]) -> list[float]:
    seconds = []
    for question in questions:
        began = time.perf_counter()
        act(question)
        seconds.append(time.perf_counter() - began)
    return seconds


def _row(name: str, seconds: Sequence[float]) -> str:
    high = statistics.quantiles(seconds, n=20)[-1]
    return f"| {name} | {statistics.median(seconds) * 1000:.0f} | {high * 1000:.0f} |"


if __name__ == "__main__":
    try:
        main()
    except PliktkompassError as error:
        sys.exit(f"evals.pages: {error}")
