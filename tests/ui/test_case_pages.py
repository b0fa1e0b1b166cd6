"""The pages of the exercises: the list, one alone, who leads a group, sheets, and one's own."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from corpus.knowledge import Knowledge
from corpus.models import Language
from ui.pages.layout import PREFIX

CASE = "blaamerker-paa-tredje-trinn"
PAGE = f"/ovelser/{CASE}"
STORY = "Ali er ni år. Han forteller læreren at faren slår ham hjemme."


def words(response: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("path", ["/ovelser", "/ovelser/egen", PAGE, f"{PAGE}/gruppe"])
def test_each_page_is_in_its_language_and_needs_no_script(client: httpx.Client, language: Language, path: str) -> None:
    page = client.get(PREFIX[language] + path)
    assert page.status_code == 200
    assert f'<html lang="{language.value}">' in page.text
    assert "<script" not in page.text


def test_who_reads_in_another_language_than_the_exercise_has_is_told(client: httpx.Client) -> None:
    for path in (PAGE, f"{PAGE}/gruppe"):
        page = client.get(f"/en{path}")
        assert "This exercise is written in Norwegian" in page.text
        assert '<p class="story" lang="nb">' in page.text
        assert "skrevet på" not in client.get(path).text


def test_every_exercise_is_listed_and_opens(client: httpx.Client, knowledge: Knowledge) -> None:
    listed = client.get("/ovelser").text
    for case in knowledge.cases:
        assert f'href="/ovelser/{case}"' in listed
        assert client.get(f"/ovelser/{case}/gruppe?del=9").status_code == 200
    assert CASE not in client.get("/ovelser", params={"hvem": "health"}).text


def test_alone_the_story_comes_part_by_part_and_the_key_not_at_all(client: httpx.Client, knowledge: Knowledge) -> None:
    case = knowledge.cases[CASE]
    first, second = words(client.get(PAGE)), words(client.get(PAGE, params={"del": "2"}))
    assert case.story[0].nb in first
    assert case.story[1].nb not in first
    assert case.story[1].nb in second
    assert not any(point.nb in second for task in case.tasks for point in task.key.points)


def test_an_answer_is_told_what_it_found_and_missed_and_is_kept_in_its_field(client: httpx.Client) -> None:
    said = "Ja, Marit må melde nå. <b>Hun</b> trenger ikke samtykke, jf. opplæringslova § 24-3."
    page = client.post(PAGE, data={"del": "1", "svar-1": said})
    assert page.status_code == 200
    assert "Konklusjonen din er riktig" in words(page)
    assert "Du mangler" in words(page)
    assert "/kilder/lov/2023-06-09-30%2324-3" in page.text
    assert html.escape(said) in page.text
    assert "<b>Hun" not in page.text


@pytest.mark.parametrize("data", [{"svar-1": ""}, {"svar-1": "…"}, {"svar-1": "å" * 9000}])
def test_an_answer_that_cannot_be_compared_is_told_beside_its_field(client: httpx.Client, data: dict[str, str]) -> None:
    page = client.post(PAGE, data=data)
    assert page.status_code == 422
    assert 'aria-describedby="problem-1"' in page.text


@pytest.mark.parametrize("path", ["/ovelser/borte", "/ovelser/borte/gruppe", "/ovelser/borte/ark"])
def test_an_unknown_exercise_is_told_in_the_pages_language(client: httpx.Client, path: str) -> None:
    page = client.get(f"/nn{path}")
    assert page.status_code == 404
    assert "Eg finn ikkje øvinga" in words(page)


def test_what_no_page_sends_is_met_calmly(client: httpx.Client) -> None:
    assert client.get(PAGE, params={"del": "x" * 50}).status_code == 200
    assert client.post(PAGE, data={"del": "-1", "svar-99": "Ja", "svar-x": "Ja"}).status_code == 404
    assert client.post("/ovelser/egen/rediger", data={"what": "check"}).status_code == 422


def test_who_leads_sees_the_keys_behind_a_fold_and_what_to_discuss_last(
    client: httpx.Client, knowledge: Knowledge
) -> None:
    case = knowledge.cases[CASE]
    first, last = client.get(f"{PAGE}/gruppe"), client.get(f"{PAGE}/gruppe", params={"del": "3"})
    assert "<details><summary>Vis fasiten" in first.text
    assert case.tasks[0].key.points[1].nb in words(first)
    assert case.discuss.nb[0] not in words(first)
    assert case.discuss.nb[0] in words(last)


def test_the_sheet_and_the_key_are_files(client: httpx.Client) -> None:
    sheet = client.get(f"{PAGE}/ark", params={"form": "docx"})
    key = client.get(f"{PAGE}/ark", params={"form": "pdf", "fasit": "true"})
    assert f"{CASE}-ark.docx" in sheet.headers["content-disposition"]
    assert key.content.startswith(b"%PDF")


def test_ones_own_is_proposed_edited_and_kept_as_a_file(client: httpx.Client) -> None:
    form = {"role": "teacher", "story": f"{STORY}\r\n---\r\nDagen etter har han blåmerker.", "tasks": "Må hun melde?"}
    proposed = client.post("/ovelser/egen", data=form)
    assert proposed.status_code == 200
    assert "FORSLAG" in words(proposed)
    (yaml,) = re.findall(r'<textarea id="yaml"[^>]*>(.*?)</textarea>', proposed.text, re.DOTALL)
    mine = html.unescape(yaml).replace("  proposed: true\n", "")
    checked = client.post("/ovelser/egen/rediger", data={"yaml": mine})
    assert "Dette bør rettes" in words(checked)  # nothing is said yet of what would be wrong
    assert "FORSLAG." not in words(checked)
    kept = client.post("/ovelser/egen/rediger", data={"yaml": mine, "what": "yaml"})
    assert kept.text == mine
    key = client.post("/ovelser/egen/rediger", data={"yaml": mine, "what": "key-docx"})
    assert key.content.startswith(b"PK")


def test_a_text_is_read_from_a_file(client: httpx.Client) -> None:
    text = f"{STORY}\n\nMå læreren melde fra til barnevernet?".encode()
    page = client.post("/ovelser/egen", data={"role": "teacher"}, files={"file": ("min.txt", text)})
    assert "Må læreren melde fra til barnevernet?" in words(page)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"story": STORY}, "Velg minst én rolle"),
        ({"role": "teacher"}, "Historien mangler"),
        ({"role": "teacher", "story": STORY, "tasks": "?"}, "minst tre"),
        ({"role": "teacher", "story": f"{STORY} Ring 90 12 34 56."}, "telefon"),
    ],
)
def test_a_form_that_cannot_become_an_exercise_keeps_what_was_written(
    client: httpx.Client, data: dict[str, str], told: str
) -> None:
    page = client.post("/ovelser/egen", data=data)
    assert page.status_code == 422
    assert told in words(page)
    assert data.get("story", "") in words(page)


@pytest.mark.parametrize("yaml", ["- a: [", "- id: x", "a: &b [1]\nc: *b", "[]", "a" * 200_000])
def test_an_edited_file_that_is_none_is_told_where_and_kept(client: httpx.Client, yaml: str) -> None:
    page = client.post("/ovelser/egen/rediger", data={"yaml": yaml})
    assert page.status_code == 422
    assert "case.yaml" in words(page)
    assert html.escape(yaml[:20]) in page.text
