"""The guide as a page: one question at a time, back and forth, to an outcome, with no script and nothing kept."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from assistant import Assistant
from corpus.models import Language
from ui.pages.layout import PREFIX

PATH = "/kan-jeg-dele"
END = ["health", "gp", "none", "share", "police", "ask"]


@pytest.mark.parametrize("language", list(Language))
def test_it_begins_in_its_language_without_script(
    client: httpx.Client, language: Language, assistant: Assistant
) -> None:
    page = client.get(PREFIX[language] + PATH)
    assert page.status_code == 200
    assert f'<html lang="{language.value}">' in page.text
    assert "<script" not in page.text
    asked = assistant.guide((), language).question
    assert asked is not None
    assert asked.ask in page.text
    assert asked.why in page.text


def test_a_person_comes_through_by_the_pages_own_form(client: httpx.Client) -> None:
    """Each page's hidden fields with the chosen answer make the next page's address, as a browser makes it."""
    page = client.get(PATH)
    for answer in END:
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
        assert f'value="{answer}"' in page.text
        page = client.get(PATH, params=[*hidden, ("svar", answer)])
        assert page.status_code == 200
    assert "helsepersonelloven § 21" in page.text
    assert page.text.count(">Endre<") == len(END)


def test_a_language_switch_and_a_change_keep_the_answers(client: httpx.Client) -> None:
    page = client.get(PATH, params={"svar": END})
    other = unescape(re.findall(r'hreflang="nn" href="([^"]*)"', page.text)[0])
    assert "Svara dine" in client.get(other).text
    changes = [unescape(link) for link in re.findall(r'<a href="(/kan-jeg-dele[^"]*)">Endre', page.text)]
    assert "Hvor arbeider du?" in client.get(changes[0]).text
    assert 'name="nr" value="6"' in client.get(changes[-1]).text


def test_no_answer_and_a_wrong_one_are_told_plainly(client: httpx.Client) -> None:
    without = client.get(PATH, params={"svar": ["health"], "nr": 2})
    assert without.status_code == 422
    assert "Velg et av svarene" in without.text
    wrong = client.get(PATH, params={"svar": ["<script>alert(1)</script>"]})
    assert wrong.status_code == 422
    assert "<script>" not in wrong.text
    assert "Begynn på nytt" in wrong.text


def test_the_note_comes_from_the_outcome(client: httpx.Client) -> None:
    page = client.get(PATH, params={"svar": END})
    for link in re.findall(r'href="(/kan-jeg-dele/notat[^"]*)"', page.text):
        response = client.get(unescape(link))
        assert response.status_code == 200
        assert "attachment" in response.headers["content-disposition"]
        assert response.headers["cache-control"] == "no-store"
    assert client.get(f"{PATH}/notat", params={"svar": ["health"]}).status_code == 422


def test_danger_is_shown_as_an_emergency(client: httpx.Client) -> None:
    page = client.get(PATH, params={"svar": ["public", "now"]})
    assert 'class="emergency"' in page.text
    assert 'href="tel:112"' in page.text


def test_the_chat_leads_into_it_with_what_it_knows(client: httpx.Client) -> None:
    question = "Kan jeg svare politiet om en elev? Foreldrene har ikke samtykket."
    answer = client.post("/enkel", data={"question": question, "role": "teacher"})
    link = unescape(re.findall(r'href="(kan-jeg-dele\?[^"]*)"', answer.text)[0])
    page = client.get(f"/{link}")
    assert page.status_code == 200
    assert "Offentlig skole" in page.text
    further = client.get(f"/{link}&svar=none&svar=share")
    assert re.search(r'value="police" required checked', further.text)
