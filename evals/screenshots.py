"""Pictures of the pages as people see them: ``python -m evals.screenshots`` writes ``docs/screenshots/``.

Phone, tablet and desktop, light and dark, before and after an answer. Looked at by a person before they are committed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

from corpus.errors import PliktkompassError
from evals.pages import FLAGS, chromium
from evals.serving import served

_FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
_WIDTHS = {"phone": 390, "tablet": 768, "desktop": 1440}
_THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_QUESTION = (
    "Jeg er lærer. En elev på 14 har fortalt at hun skader seg selv. "
    "Kan jeg si det til helsesykepleier uten å spørre foreldrene?"
)
_DANGER = "En jente tør ikke gå hjem nå, faren har kniv. Hva gjør jeg?"
_STILL = {"sources": "/kilder", "provision": "/kilder/lov/1999-07-02-64%2333", "plain": "/enkel"}


def main() -> None:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    _FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for device, width in _WIDTHS.items():
            for theme in _THEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
                )
                page = context.new_page()
                for name, path in _STILL.items():
                    page.goto(server.address + path)
                    _keep(page, name, device, theme)
                page.goto(server.address)
                page.locator("#question textarea").wait_for()
                _keep(page, "chat", device, theme)
                for name, question in (("answer", _QUESTION), ("danger", _DANGER)):
                    page.click("#fresh", force=True) if name == "danger" else None
                    page.fill("#question textarea", question)
                    page.press("#question textarea", "Enter")
                    page.locator(".turn .card").first.wait_for()
                    page.wait_for_timeout(500)
                    _keep(page, name, device, theme)
                context.close()
        browser.close()
    print(f"{len(list(_FOLDER.glob('*.png')))} pictures are in {_FOLDER.name}")


def _keep(page: Any, name: str, device: str, theme: str) -> None:
    page.screenshot(path=_FOLDER / f"{name}-{device}-{theme}.png")


if __name__ == "__main__":
    try:
        main()
    except PliktkompassError as error:
        sys.exit(f"evals.screenshots: {error}")
