"""The assessment note says what was asked, told, considered and left to do, names nobody, and leaves the decision."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from assistant import Assistant
from assistant.guide import DecisionGuide
from assistant.notes import Note, from_guide, sheet
from assistant.notes.words import note_words
from assistant.printing import Format, render
from corpus.errors import QuestionError
from corpus.guide_paths import GuideMap
from corpus.knowledge import Knowledge
from corpus.models import Language, Verdict

DAY = dt.date(2026, 11, 22)
ASKED = (
    "Jeg er lærer. Politiet ringer og spør om Kari Nordmann (01010750160) på 14 var på skolen i går. "
    "Foreldrene har ikke samtykket. Kan jeg svare?"
)


@pytest.fixture(scope="module")
def note(assistant: Assistant) -> Note:
    return assistant.note(ASKED)


def test_a_note_holds_what_a_professional_must_document(note: Note) -> None:
    assert note.verdict is Verdict.MUST_NOT_SHARE
    assert note.role == "lærer"
    told = {fact.name: fact.value for fact in note.facts}
    assert told["Barnets alder"] == "14"
    assert told["Samtykke"] == "nei"
    assert note.rules
    assert all(rule.as_of for rule in note.rules)
    assert {n for said in note.assessment for n in said.citations} == {rule.n for rule in note.rules}
    assert any(step.startswith("Skriv ned") for step in note.remaining)


@pytest.mark.parametrize("form", Format)
def test_no_name_or_number_is_in_any_form_of_it(note: Note, form: Format) -> None:
    content = render(sheet(note), form)
    if form is Format.PDF:
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif form is Format.DOCX:
        file = docx.Document(BytesIO(content))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(paragraph.text for paragraph in file.paragraphs), *cells])
    else:
        text = content.decode()
    assert "Nordmann" not in text
    assert "01010750160" not in text
    assert note_words(Language.NB).decision in text
    assert "22.11.2026" in text or str(dt.date.today().year) in text
    for rule in note.rules:
        assert "".join(rule.label.split()) in "".join(text.split())


def test_every_outcome_of_the_guide_makes_a_note_of_one_page(knowledge: Knowledge) -> None:
    assert knowledge.guide is not None
    guide = DecisionGuide(knowledge, None, DAY)
    longest = {path.at.id: path for path in GuideMap(knowledge, knowledge.guide).paths()}
    assert len(longest) == len(knowledge.guide.outcomes)
    for path in longest.values():
        for language in (Language.NB, Language.EN):
            made = from_guide(knowledge, guide.view(path.answers, language), DAY)
            assert len(PdfReader(BytesIO(render(sheet(made), Format.PDF))).pages) == 1, path.at.id


def test_a_note_in_danger_says_call_first(knowledge: Knowledge) -> None:
    made = from_guide(knowledge, DecisionGuide(knowledge, None, DAY).view(["public", "now"], Language.EN), DAY)
    assert made.urgent
    text = render(sheet(made), Format.TEXT).decode()
    assert text.index("112") < text.index(note_words(Language.EN).question)


def test_a_path_that_is_not_at_its_end_makes_no_note(knowledge: Knowledge) -> None:
    view = DecisionGuide(knowledge, None, DAY).view(["public"], Language.NB)
    with pytest.raises(QuestionError, match="not come to its end"):
        from_guide(knowledge, view, DAY)


@pytest.mark.parametrize("question", ["Hei!", "Hvor mye skatt betaler jeg på aksjer?"])
def test_what_was_not_assessed_makes_no_note(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match="nothing to write a note on"):
        assistant.note(question)


def test_the_words_are_whole_in_every_language() -> None:
    for language in Language:
        own = note_words(language)
        assert "{date}" in own.law_value
        assert "{question}" in own.guide_question
        assert set(own.answers) == {"yes", "no"}
