"""WCAG 2.1 AA as far as a machine can tell, on every page: axe-core, the keyboard, a narrow window, the languages."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from assistant import Assistant
from ui.pages.layout import PLACES

playwright_api = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

Visit = Callable[..., Any]
QUESTION = "Jeg er lærer og tror at en elev blir slått hjemme. Må jeg si fra til barnevernet?"
DANGER = "En jente tør ikke gå hjem nå, faren har kniv. Hva gjør jeg?"
LAW = ["/kilder?q=meldeplikt", "/kilder/lov/1999-07-02-64", "/kilder/lov/1999-07-02-64%2333", "/kilder/nonsense"]
PAGES = [*PLACES.values(), *LAW]
"""Every place of the site, and pages below the sources."""
_SETTLED = """async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
}"""
"""Waits for a new theme to be there: half-way between two colours there is little contrast."""


def violations(page: Any) -> list[str]:
    """What axe finds, each with the first element it finds it in."""
    found = axe.Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def ask(page: Any, question: str) -> None:
    before = page.locator(".turn .answer").count()
    box = page.locator("#question textarea, textarea#question")
    box.fill(question)
    page.locator("#ask, form.ask button.primary").first.click()
    playwright_api.expect(page.locator(".turn .answer")).to_have_count(before + 1, timeout=20_000)


def violations_in_every_look(page: Any) -> dict[tuple[str, int], list[str]]:
    """What axe finds in the light and the dark theme, in a wide and a narrow window, each where it finds something."""
    found = {}
    for theme, width in product(("light", "dark"), (1280, 390)):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(_SETTLED)
        found[theme, width] = violations(page)
    return {look: wrong for look, wrong in found.items() if wrong}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page_and_at_400_percent_nothing_is_wider_than_the_window(
    visit: Visit, path: str
) -> None:
    page = visit(path)
    assert violations_in_every_look(page) == {}
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", "/enkel"])
def test_axe_finds_nothing_in_an_answer(visit: Visit, path: str) -> None:
    page = visit(path)
    ask(page, QUESTION)
    for details in page.locator(".turn details").all():
        details.evaluate("node => node.setAttribute('open', '')")
    assert violations_in_every_look(page) == {}
    ask(page, DANGER)
    assert page.locator(".emergency").count() == 1
    assert violations_in_every_look(page) == {}


def test_a_question_is_asked_and_its_sources_read_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#question') !== null"):
            break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    page.keyboard.insert_text(QUESTION)
    page.keyboard.press("Enter")
    playwright_api.expect(page.locator(".turn .card").first).to_be_visible(timeout=20_000)
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.mark')"):
            break
    page.keyboard.press("Enter")
    playwright_api.expect(page.locator(".card:focus")).to_be_visible()


def test_the_answer_is_announced_once_and_politely(visit: Visit) -> None:
    page = visit()
    page.evaluate(
        """() => { window.said = []; const node = document.querySelector('#status p');
        new MutationObserver(() => window.said.push(node.textContent)).observe(node, {childList: true}); }"""
    )
    ask(page, QUESTION)
    said = page.evaluate("window.said")
    assert len(said) == 2, said
    assert page.locator(".turn [aria-live], .turn [role=alert]").count() == 0


def test_the_way_past_the_menu_is_the_first_stop(visit: Visit) -> None:
    page = visit("/kilder")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_law_is_marked_with_its_own_language(visit: Visit, assistant: Assistant) -> None:
    page = visit("/en/kilder/lov/2023-06-09-30")
    nynorsk = assistant.knowledge.sources["lov/2023-06-09-30"].language.value
    assert page.locator(f"p[lang={nynorsk}]").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
