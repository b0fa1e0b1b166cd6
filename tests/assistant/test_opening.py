"""An answer opens with yes, no, or «that is right» only where that answers what was asked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.framing import Form, Framing, Modal
from assistant.opening import opened
from assistant.outline import Outline, Said, from_situation
from assistant.texts import words
from assistant.understanding import Understanding
from corpus.knowledge import Knowledge
from corpus.models import Language, Verdict

OWN = words(Language.NB).openings
YES, NO, OTHER_WAY = (Form.YES_NO, Modal.MAY, False), (Form.YES_NO, Modal.MAY, True), (Form.CLAIM, Modal.MUST, True)


@pytest.fixture(scope="module")
def understanding(knowledge: Knowledge) -> Understanding:
    return Understanding(knowledge, longest=4000)


@pytest.mark.parametrize(
    ("text", "form", "modal", "turned"),
    [
        ("Kan jeg ringe mor?", Form.YES_NO, Modal.MAY, False),
        ("Må jeg melde når mor ikke vil?", Form.YES_NO, Modal.MUST, False),
        ("Er det forbudt å snakke med kolleger?", Form.YES_NO, Modal.MAY, True),
        ("A colleague opened her record. Is that a breach of section 21?", Form.YES_NO, Modal.MAY, True),
        ("Slipper jeg å melde?", Form.YES_NO, Modal.MUST, True),
        ("Trenger jeg ikke å melde?", Form.YES_NO, Modal.MUST, True),
        ("Må jeg vente med å melde?", Form.YES_NO, Modal.MAY, True),
        ("Hva kan jeg fortelle?", Form.OPEN, Modal.MAY, False),
        ("Barnet er redd, hva gjør jeg?", Form.OPEN, None, False),
        ("Når jeg har meldt, må jeg si det til foreldrene?", Form.YES_NO, Modal.MUST, False),
        ("Stemmer det at tannleger ikke har meldeplikt?", Form.CLAIM, Modal.MUST, True),
        ("Sjefen sier at vi ikke trenger å melde. Stemmer det?", Form.CLAIM, Modal.MUST, True),
        ("Is it true that teachers don't have to report?", Form.CLAIM, Modal.MUST, True),
        ("Stemmer det at eg kan dele det?", Form.CLAIM, Modal.MAY, False),
        ("Er det sant at vi ikke har taushetsplikt?", Form.CLAIM, Modal.SECRECY, True),
        ("Fosterforeldre har vel ingen taushetsplikt?", Form.CLAIM, Modal.SECRECY, True),
        ("Må jeg melde når ingen andre gjør det?", Form.YES_NO, Modal.MUST, False),
        ("meldeplikt tannlege", Form.NONE, None, False),
    ],
)
def test_how_a_question_is_put(
    understanding: Understanding, text: str, form: Form, modal: Modal | None, turned: bool
) -> None:
    framing = understanding.read(text).framing
    assert (framing.form, framing.modal, framing.turned) == (form, modal, turned)


@pytest.mark.parametrize(
    ("text", "verdict", "framing", "told"),
    [
        ("Ja, du kan ringe.", Verdict.MAY_SHARE, Framing(*YES), "Ja, du kan ringe."),
        ("Ja, du kan ringe.", Verdict.MAY_SHARE, Framing(*NO), "Du kan ringe."),
        ("Ja. Plikten varer.", Verdict.MUST_NOT_SHARE, Framing(*YES), "Plikten varer."),
        ("Ja, når hun trenger det.", Verdict.MAY_SHARE, Framing(Form.OPEN), "Det er lov, når hun trenger det."),
        ("Nei, når hun vil, tier du.", Verdict.MUST_NOT_SHARE, Framing(Form.OPEN), "Når hun vil, tier du."),
        ("Ja, du må melde.", Verdict.MUST_REPORT, Framing(*OTHER_WAY), "Det stemmer ikke. Du må melde."),
        ("Du må melde.", Verdict.MUST_REPORT, Framing(*OTHER_WAY), "Det stemmer ikke. Du må melde."),
        ("Nei, du må ikke melde.", Verdict.NO_DUTY, Framing(*OTHER_WAY), "Du må ikke melde."),
        ("Nei.", Verdict.MUST_NOT_SHARE, Framing(*YES), "Nei."),
    ],
)
def test_the_opening_answers_the_question_as_it_was_put(
    text: str, verdict: Verdict, framing: Framing, told: str
) -> None:
    assert opened(Outline(verdict, (Said(text, ()),)), framing, OWN, on_the_rule=True).said[0].text == told


def test_a_claim_is_neither_confirmed_nor_denied_by_another_rule() -> None:
    plan = Outline(Verdict.MUST_REPORT, (Said("Du må melde.", ()),))
    assert opened(plan, Framing(*OTHER_WAY), OWN, on_the_rule=False) == plan


@given(
    st.sampled_from(Form),
    st.sampled_from([None, *Modal]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_no_question_that_is_turned_or_open_is_answered_by_yes_or_no(
    form: Form, modal: Modal | None, turned: bool, condition: bool, on_the_rule: bool
) -> None:
    framing = Framing(form, modal, turned, condition)
    for verdict in Verdict:
        plan = Outline(verdict, (Said("Ja, du kan det.", ()), Said("Nei, ikke det.", ())))
        first, second = (said.text for said in opened(plan, framing, OWN, on_the_rule=on_the_rule).said)
        assert not second.startswith("Nei")
        assert "du kan det." in first.lower()
        if form is Form.OPEN or form is Form.CLAIM or turned:
            assert form is Form.NONE or not first.startswith("Ja")


def test_every_situation_stands_alone_without_its_yes_or_no(assistant: Assistant) -> None:
    read = assistant.understanding.read("Hva gjør jeg?")
    for situation in assistant.knowledge.situations.values():
        for language in Language:
            plan = from_situation(assistant.knowledge, situation, read)
            if not plan.said:
                continue
            own = words(language).openings
            said = situation.statements[0].text[language]
            shown = opened(Outline(situation.verdict, (Said(said, ()),)), Framing(Form.OPEN), own, on_the_rule=True)
            assert re.match(r"[«\"§\dA-ZÆØÅ]", shown.said[0].text), situation.id
            assert not re.match(r"(Ja|Nei|Yes|No)[,.]", shown.said[0].text), situation.id


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Stemmer det at tannleger ikke har meldeplikt?", "Det stemmer ikke."),
        ("Stemmer det at eg ikkje har meldeplikt når eg er vikar i barnehage?", "Det stemmer ikkje."),
        ("Is it true that teachers don't have to report to child welfare?", "That is not right."),
    ],
)
def test_a_false_premise_is_denied_first(assistant: Assistant, question: str, opening: str) -> None:
    answer = assistant.ask(question)
    assert answer.summary.startswith(opening)
    assert answer.statements[0].citations
