"""The server-rendered pages over HTTP: what they say, in which language, and what they refuse."""

from __future__ import annotations

import httpx
import pytest

from assistant import Assistant
from corpus.models import Language
from ui.pages.layout import PREFIX

QUESTION = "Jeg er lærer og tror at en elev blir slått hjemme. Må jeg si fra til barnevernet?"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "path", ["/kilder", "/enkel", "/sjekk", "/kilder/lov/1999-07-02-64", "/kilder/lov/1999-07-02-64%2333"]
)
def test_each_page_is_in_its_language_and_needs_no_script(client: httpx.Client, language: Language, path: str) -> None:
    page = client.get(PREFIX[language] + path)
    assert page.status_code == 200
    assert f'<html lang="{language.value}">' in page.text
    assert page.headers["content-language"] == language.value
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "<script" not in page.text
    for other in Language:
        assert f'href="{PREFIX[other]}{path.replace("%23", "#").split("#")[0]}' in page.text


def test_every_source_and_every_provision_has_a_page(client: httpx.Client, assistant: Assistant) -> None:
    listed = client.get("/kilder").text
    for source in assistant.knowledge.sources.values():
        assert f'href="/kilder/{source.id}"' in listed
    for ref in [*assistant.knowledge.digests][::40] + [*assistant.knowledge.findings][::40]:
        assert client.get("/kilder/" + str(ref).replace("#", "%23")).status_code == 200


@pytest.mark.parametrize("ref", ["nonsense", "lov/1999-07-02-64%23999", "lov/1900-01-01-1"])
def test_what_is_not_there_is_told_in_the_pages_language(client: httpx.Client, ref: str) -> None:
    page = client.get(f"/nn/kilder/{ref}")
    assert page.status_code == 404
    assert "Eg finn ikkje" in page.text


@pytest.mark.parametrize(
    ("path", "language", "told"),
    [
        ("/finnes/ikke", "nb", "Siden finnes ikke"),
        ("/nn/kan-jeg-dele/x", "nn", "Sida finst ikkje"),
        ("/en/<b>", "en", "There is no such page"),
    ],
)
def test_an_address_that_nobody_knows_is_a_page_to_a_browser_and_a_problem_to_a_program(
    client: httpx.Client, path: str, language: str, told: str
) -> None:
    page = client.get(path, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.status_code == 404
    assert f'<html lang="{language}">' in page.text
    assert told in page.text
    assert f'href="{PREFIX[Language(language)]}/kilder"' in page.text
    assert "<b>" not in page.text
    assert client.get(path).headers["content-type"] == "application/problem+json"


def test_a_search_finds_a_provision_by_its_name_and_by_words(client: httpx.Client) -> None:
    for words in ("hpl § 33", "plikt til å melde til barnevernet for helsepersonell"):
        assert "/kilder/lov/1999-07-02-64%2333" in client.get("/kilder", params={"q": words}).text
    assert client.get("/kilder", params={"q": "?!?"}).status_code == 200


def test_a_question_is_answered_without_any_script(client: httpx.Client, assistant: Assistant) -> None:
    first = client.post("/enkel", data={"question": QUESTION, "role": "teacher"})
    answer = assistant.ask(QUESTION, "teacher")
    assert first.status_code == 200
    assert answer.citations[0].label in first.text
    assert '<option value="teacher" selected>' in first.text
    second = client.post("/enkel", data={"question": "Og hvis hun er 16?", "before": [QUESTION]})
    assert second.text.count('<article class="turn"') == 2
    assert second.text.index("Og hvis hun er 16?") < second.text.index(QUESTION)


@pytest.mark.parametrize(
    ("question", "told"), [("  ", "Feltet er tomt"), ("?!?", "Jeg kan ikke lese"), ("x" * 9000, "for langt")]
)
def test_what_is_no_question_is_told_and_kept(client: httpx.Client, question: str, told: str) -> None:
    page = client.post("/enkel", data={"question": question})
    assert page.status_code == 422
    assert told in page.text
    assert question.strip() in page.text


def test_who_names_somebody_is_warned_once_before_the_question_is_read(client: httpx.Client) -> None:
    form = {"question": "Naboen heter Kari Nordmann.\r\nMå jeg melde fra til barnevernet?", "role": "teacher"}
    warned = client.post("/enkel", data=form)
    assert warned.status_code == 422
    assert "vise hvem det gjelder (navn)" in warned.text
    assert '<article class="turn"' not in warned.text
    assert 'name="warned" value="Naboen heter Kari Nordmann.' in warned.text
    again = client.post("/enkel", data={**form, "warned": form["question"].replace("\r\n", "\n")})
    assert again.status_code == 200
    assert '<article class="turn"' in again.text


def test_markup_is_shown_and_never_run(client: httpx.Client) -> None:
    page = client.post("/enkel", data={"question": QUESTION + " <script>alert(1)</script>", "before": ["<img src=x>"]})
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert "<script" not in client.get("/kilder", params={"q": "<script>"}).text


def test_the_sections_of_a_law_come_in_its_own_order(client: httpx.Client) -> None:
    html = client.get("/kilder/lov/2021-06-18-97").text
    places = [html.index(f'">barnevernsloven § {section}<') for section in ("1-3", "2-1", "13-4", "13-5 a", "15-8")]
    assert places == sorted(places)
