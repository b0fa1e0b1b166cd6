"""The chat page as a person meets it: a real server on loopback, and Debian's Chromium in front of it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn
from urllib.parse import urlsplit

import httpx
import pytest
from docx import Document

from assistant import Answer, Assistant
from assistant.streaming import Part, parts
from corpus.models import Language
from ui.pages.asking import asking_texts
from ui.pages.layout import LayoutTexts
from ui.pages.turns import TurnTexts
from ui.texts import page_texts

playwright_api = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # the first test also makes the index

QUESTION = "Jeg er lærer og tror at en elev blir slått hjemme. Må jeg si fra til barnevernet?"
FOLLOW_UP = "Og hvis hun er 16?"
MARKUP = (
    'Må jeg melde fra? <img src="/x.png" onerror="window.ran=1"><script>window.ran=1</script>'
    "<b>fet</b> ${window.ran=1} {{window.ran=1}} `${window.ran=1}` [x](javascript:window.ran=1)"
)
_AT_REST = """async () => {
  for (let still = 0, last = -1; still < 10; last = scrollY) {
    await new Promise(requestAnimationFrame);
    still = scrollY === last ? still + 1 : 0;
  }
}"""
"""Waits until the page has not been scrolled for ten frames: a smooth scroll takes its time."""

Visit = Callable[..., Any]


def ask(page: Any, question: str) -> Any:
    """Ask, and give back the newest turn when its answer is there."""
    before = page.locator(".turn:not([data-pending])").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    answered = page.locator(".turn:not([data-pending])")
    playwright_api.expect(answered).to_have_count(before + 1, timeout=20_000)
    return answered.last


def text_of(turn: Any) -> str:
    return re.sub(r"\s+", " ", turn.inner_text())


def test_a_question_and_its_sources(visit: Visit, assistant: Assistant) -> None:
    page = visit()
    turn = ask(page, QUESTION)
    answer = assistant.ask(QUESTION)
    assert turn.locator(".answer > *").first.inner_text().startswith("Du har plikt")
    assert answer.summary in text_of(turn.locator(".first"))
    cards = turn.locator(".card")
    assert cards.count() == len(answer.citations)
    for n, cited in enumerate(answer.citations):
        assert cards.nth(n).locator(".label a").get_attribute("href").startswith(cited.url)
        assert cited.label in text_of(cards.nth(n))
        assert cards.nth(n).locator(".status").inner_text() == "i kraft"
    assert page.input_value("#question textarea") == ""
    assert (page.locator("#status p").text_content() or "").startswith(page_texts("turn", Language.NB, TurnTexts).ready)


def test_statements_come_one_by_one_and_none_is_taken_back(
    visit: Visit, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = assistant.ask(QUESTION)

    def slowly(*_: Any) -> Iterator[Part]:
        for part in parts(whole):
            time.sleep(0.6)
            yield part

    monkeypatch.setattr(assistant, "stream", slowly)
    page = visit()
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".turn[data-pending] .first")
    early = text_of(page.locator(".turn[data-pending] .first"))
    page.wait_for_selector(".turn:not([data-pending]) .card")
    assert text_of(page.locator(".turn .first")) == early
    assert page.locator(".turn .card").count() == len(whole.citations)


def test_a_mark_leads_to_its_source(visit: Visit) -> None:
    page = visit()
    turn = ask(page, QUESTION)
    mark = turn.locator("a.mark").last
    mark.click()
    card = page.locator(".card:focus")
    assert card.locator(".n").inner_text() == mark.inner_text()
    playwright_api.expect(card).to_be_in_viewport()
    assert turn.count() == 1


@pytest.mark.parametrize("size", [(390, 844), (768, 900), (1440, 900)])
def test_one_sees_the_top_of_the_answer_and_nothing_is_wider_than_the_window(
    visit: Visit, size: tuple[int, int]
) -> None:
    page = visit(viewport={"width": size[0], "height": size[1]})
    ask(page, QUESTION)
    turn = ask(page, "En elev på 14 har fortalt at hun skader seg selv. Kan jeg si det til helsesykepleier?")
    page.evaluate(_AT_REST)
    top = turn.bounding_box()["y"]
    assert 0 <= top < size[1] / 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_follow_up_is_answered_in_its_conversation(visit: Visit, assistant: Assistant) -> None:
    page = visit()
    ask(page, QUESTION)
    turn = ask(page, FOLLOW_UP)
    assert assistant.ask(FOLLOW_UP, None, (QUESTION,)).summary in text_of(turn)
    assert page.locator(".turn").count() == 2
    assert QUESTION in text_of(page.locator("#earlier"))
    page.click("#fresh")
    playwright_api.expect(page.locator(".turn")).to_have_count(0)
    turn = ask(page, FOLLOW_UP)
    assert assistant.ask(FOLLOW_UP).summary in text_of(turn)


def test_two_people_do_not_see_each_others_conversation(visit: Visit, assistant: Assistant) -> None:
    one, other = visit(), visit()
    ask(one, QUESTION)
    assert other.locator(".turn").count() == 0
    turn = ask(other, FOLLOW_UP)
    assert assistant.ask(FOLLOW_UP).summary in text_of(turn)
    assert QUESTION not in other.content()
    assert FOLLOW_UP not in one.content()
    assert other.evaluate("JSON.stringify({...localStorage})") == "{}"
    assert QUESTION not in other.evaluate("JSON.stringify({...sessionStorage})")


def test_a_reload_keeps_the_conversation_and_its_citations_in_this_tab(visit: Visit, assistant: Assistant) -> None:
    page = visit()
    cards = ask(page, QUESTION).locator(".card").count()
    page.reload()
    page.wait_for_selector("#question textarea")
    playwright_api.expect(page.locator(".turn .card")).to_have_count(cards)
    turn = ask(page, FOLLOW_UP)
    assert assistant.ask(FOLLOW_UP, None, (QUESTION,)).summary in text_of(turn)
    page.goto(page.url + "en/")
    playwright_api.expect(page.locator(".turn")).to_have_count(2)
    page.locator("#earlier a.mark").last.click()
    playwright_api.expect(page.locator(".card:focus")).to_be_in_viewport()
    page.click("#fresh")
    page.reload()
    page.wait_for_selector("#question textarea")
    page.wait_for_timeout(500)
    assert page.locator(".turn").count() == 0


def test_one_is_warned_before_a_name_is_sent(visit: Visit) -> None:
    page = visit()
    told = QUESTION + " Hun heter Kari Nordmann, 010203 12345."
    page.fill("#question textarea", told)
    page.click("#ask")
    playwright_api.expect(page.locator(".problem:visible")).to_contain_text("navn, fødselsnummer")
    assert page.locator(".turn").count() == 0
    assert page.input_value("#question textarea") == told
    page.click("#ask")
    page.wait_for_selector(".turn .card")


def test_feedback_is_kept_without_the_question(visit: Visit, assistant: Assistant) -> None:
    kept = assistant.settings.data_dir / "feedback.jsonl"
    kept.unlink(missing_ok=True)
    turn = ask(visit("/en/"), QUESTION)
    turn.locator(".feedback summary").click()
    turn.locator("[data-feedback]").click()
    playwright_api.expect(turn.locator(".told")).to_have_text(re.compile("Velg ja eller nei"))
    turn.locator('input[value="no"]').check()
    turn.locator('input[value="wrong_provision"]').check()
    turn.locator("[data-feedback]").click()
    playwright_api.expect(turn.locator(".told")).to_have_text(re.compile("Takk"))
    told = json.loads(kept.read_text(encoding="utf-8"))
    assert told["reasons"] == ["wrong_provision"]
    assert "question" not in told
    kept.unlink()


def test_a_note_on_the_answer_is_downloaded(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    turn = ask(page, FOLLOW_UP)
    with page.expect_download() as download:
        turn.locator("[data-note]").click()
    assert download.value.suggested_filename == "vurderingsnotat.docx"
    words = "\n".join(line.text for line in Document(str(download.value.path())).paragraphs)
    assert QUESTION in words


def test_the_answer_is_copied_as_text(visit: Visit, assistant: Assistant) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, QUESTION)
    assert turn.locator("[data-copy]").inner_text() == "Kopier svaret"
    turn.locator("[data-copy]").click()
    playwright_api.expect(turn.locator("[data-copy]")).to_have_text("Kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == assistant.ask(QUESTION).text


def test_markup_in_a_question_is_shown_and_not_run(visit: Visit) -> None:
    page = visit()
    turn = ask(page, MARKUP)
    assert MARKUP in turn.locator(".asked").inner_text()
    ask(page, FOLLOW_UP)
    assert MARKUP in page.locator("#earlier .asked").inner_text()
    assert page.evaluate("window.ran") is None
    assert page.locator(".turn :is(img, script, b)").count() == 0


def test_markup_in_an_answer_is_shown_and_not_run(
    visit: Visit, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = assistant.ask(QUESTION)
    cited = good.citations[0].model_copy(
        update={"label": MARKUP, "title": MARKUP, "digest": MARKUP, "quote": MARKUP, "url": "javascript:window.ran=1"}
    )
    said = good.statements[0].model_copy(update={"text": MARKUP, "citations": (1,)})
    bad = good.model_copy(
        update={"statements": (said,), "citations": (cited,), "steps": (MARKUP,), "follow_up": (MARKUP + '"',)}
    )
    monkeypatch.setattr(assistant, "stream", lambda *_: parts(bad))
    page = visit()
    turn = ask(page, QUESTION)
    assert turn.locator(".first").inner_text().startswith(MARKUP)
    assert turn.locator(".card a").count() == 0
    turn.locator("button[data-ask]").click()
    assert page.input_value("#question textarea") == MARKUP + '" '
    assert page.evaluate("window.ran") is None
    assert page.locator(".turn :is(img, script, b)").count() == 0


def test_the_laws_own_words_are_marked_with_their_language(
    visit: Visit, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Answer = assistant.ask("Does a teacher have to tell child welfare that a pupil is hit at home?", "teacher")
    quoted = tuple(cited.model_copy(update={"quote": "Lova sine ord."}) for cited in answer.citations)
    monkeypatch.setattr(assistant, "stream", lambda *_: parts(answer.model_copy(update={"citations": quoted})))
    page = visit("/en/")
    turn = ask(page, "Does a teacher have to tell child welfare?")
    assert turn.get_attribute("lang") == "en"
    for n, cited in enumerate(quoted):
        quote = turn.locator("blockquote").nth(n)
        assert quote.get_attribute("lang") == assistant.knowledge.sources[cited.source].language.value
        assert not quote.is_visible()
    turn.locator("summary", has_text="own words").first.click()
    assert turn.locator("blockquote").first.is_visible()


def test_the_sentence_that_the_answer_leans_on_is_marked_and_linked(
    visit: Visit, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Answer = assistant.ask(QUESTION)
    sentence = answer.statements[0].text
    quote = f"Noe helt annet står først. {sentence} Til slutt kommer dette."
    cited = answer.citations[0].model_copy(update={"quote": quote, "url": "https://lovdata.no/x"})
    citations = (cited, *answer.citations[1:])
    monkeypatch.setattr(assistant, "stream", lambda *_: parts(answer.model_copy(update={"citations": citations})))
    turn = ask(visit(), QUESTION)
    assert turn.locator("mark").text_content() in quote
    assert "#:~:text=" in turn.locator(".card .label a").first.get_attribute("href")


def test_danger_comes_first(visit: Visit) -> None:
    turn = ask(visit(), "En jente tør ikke gå hjem nå, faren har kniv. Hva gjør jeg?")
    emergency, conclusion = turn.locator(".emergency").bounding_box(), turn.locator(".verdict").bounding_box()
    assert emergency["y"] < conclusion["y"]
    assert turn.locator('.emergency a[href="tel:112"]').count() == 1


@pytest.mark.parametrize(("path", "language"), [("/", Language.NB), ("/nn", Language.NN), ("/en/", Language.EN)])
def test_each_language_has_its_page(visit: Visit, assistant: Assistant, path: str, language: Language) -> None:
    page = visit(path)
    page.wait_for_timeout(300)  # Gradio writes its own idea of the language when it starts
    assert page.evaluate("document.documentElement.lang") == language.value
    assert (
        page.locator(".languages [aria-current]").inner_text()
        == page_texts("layout", language, LayoutTexts).language_name
    )
    assert page.locator("#role-choice optgroup").count() == 4
    choosable = [role for role in assistant.knowledge.roles.values() if role.choosable]
    assert page.locator("#role-choice option").count() == len(choosable) + 1
    assert page.get_by_label(asking_texts(language).question).count() == 1
    assert page.locator("footer").count() == 0
    page.locator(".languages a").nth(2).click()
    page.wait_for_url("**/en/")


def test_the_answer_is_in_the_askers_language(visit: Visit) -> None:
    turn = ask(visit("/en/"), "Kva skal eg gjere når eg trur eit barn i barnehagen blir slått heime?")
    assert turn.get_attribute("lang") == "nn"
    assert turn.locator(".sources h3").inner_text() == "Kjelder"


def test_the_chosen_role_is_used_and_kept_when_the_language_changes(visit: Visit, assistant: Assistant) -> None:
    page = visit()
    page.select_option("#role-choice", "midwife")
    question = "Må jeg melde fra til barnevernet?"
    turn = ask(page, question)
    assert assistant.ask(question, "midwife").citations[0].label in text_of(turn)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".languages a").nth(1).click()
    page.wait_for_url("**/nn/")
    page.wait_for_selector("#role-choice")
    assert page.input_value("#role-choice") == "midwife"


def test_an_example_is_asked_with_one_press(visit: Visit) -> None:
    page = visit()
    example = page.locator("#examples button").nth(1)
    words = example.inner_text()
    example.click()
    page.wait_for_selector(".turn .card")
    assert words in page.locator(".turn .asked").inner_text()
    assert not page.locator("#examples").is_visible()


def test_an_empty_field_and_too_long_a_question_are_told_plainly(visit: Visit, assistant: Assistant) -> None:
    page = visit()
    problems = asking_texts(Language.NB).problems
    page.click("#ask")
    playwright_api.expect(page.locator(".problem:visible")).to_have_text(problems.empty)
    long = "Må jeg melde? " * 1000
    page.fill("#question textarea", long)
    page.click("#ask")
    limit = assistant.settings.max_question
    playwright_api.expect(page.locator(".problem:visible")).to_have_text(problems.too_long.format(limit=limit))
    assert page.input_value("#question textarea") == long
    page.fill("#question textarea", "?!?")
    page.click("#ask")
    playwright_api.expect(page.locator(".problem:visible")).to_have_text(problems.unreadable)
    assert page.input_value("#question textarea") == "?!?"
    assert page.locator(".turn").count() == 0
    ask(page, QUESTION)
    assert page.locator(".problem:visible").count() == 0


def test_a_failure_is_told_plainly_and_the_question_is_kept(
    visit: Visit, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> NoReturn:
        raise RuntimeError("secret detail")

    page = visit()
    with monkeypatch.context() as broken:
        broken.setattr(assistant, "stream", fail)
        page.fill("#question textarea", QUESTION)
        page.click("#ask")
        playwright_api.expect(page.locator(".problem:visible")).to_have_text(asking_texts(Language.NB).problems.failed)
    assert page.input_value("#question textarea") == QUESTION
    assert "secret detail" not in page.content()
    assert "RuntimeError" not in page.content()
    page.click("#ask")
    page.wait_for_selector(".turn .card")


def test_a_server_out_of_reach_is_told_and_the_conversation_stays(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    page.context.set_offline(True)
    page.fill("#question textarea", FOLLOW_UP)
    page.press("#question textarea", "Enter")
    playwright_api.expect(page.locator("#unreachable")).to_be_visible()
    assert page.input_value("#question textarea") == FOLLOW_UP
    page.wait_for_timeout(3000)  # Gradio would have loaded the page anew by now
    page.context.set_offline(False)
    ask(page, FOLLOW_UP)
    assert page.locator(".turn").count() == 2
    assert not page.locator("#unreachable").is_visible()


def test_another_sites_page_cannot_ask(address: str) -> None:
    foreign = {"origin": "https://evil.example"}
    assert httpx.post(f"{address}/api/ask", json={"question": QUESTION}, headers=foreign).status_code == 403
    assert httpx.post(f"{address}/gradio_api/queue/join", json={}, headers=foreign).status_code == 403
    assert httpx.post(f"{address}/api/ask", json={"question": QUESTION}, headers={"origin": address}).status_code == 200


def test_the_served_page_names_no_other_host(address: str) -> None:
    for path in ("/", "/nn/", "/en/"):
        page = httpx.get(address + path, headers={"accept-encoding": "gzip, br"})
        assert page.headers["content-language"] == (path.strip("/") or "nb")
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', page.text)
        assert not [where for where in loaded if urlsplit(where).hostname]
        assert "og:image" not in page.text
