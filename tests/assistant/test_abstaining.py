from __future__ import annotations

import pytest

from assistant import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange fridager har en assistent i barnehagen?",
        "Får barnevernsarbeidere lønn under kurs?",
        "Kor mykje skatt betaler fosterforeldre av godtgjersla?",
        "Hvordan klager en elev på eksamenskarakteren?",
        "Fikk parkeringsbot utenfor helsestasjonen, kan jeg klage?",
        "Hvordan får jeg byggetillatelse for en lekehytte i barnehagen?",
        "Hva er maksprisen for en barnehageplass?",
        "How many weeks of holiday does a school nurse have?",
        "Which dose of Ventoline does a two-year-old need?",
        "Hvem arver når fosterforeldre dør?",
    ],
)
def test_a_familiar_word_does_not_make_another_matter_ours(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).abstained


@pytest.mark.parametrize(
    "question",
    [
        "Skal den nye skolen få karakterene?",
        "Kan vi be om å få se lønnsslippen til mor når hun søker redusert betaling? Jeg er saksbehandler.",
        "Far betaler ikke barnebidrag. Kan barnehagen opplyse om adressen hans til mor?",
        "En elev er borte fra eksamen fordi hun blir slått hjemme. Må jeg melde?",
        "Kan jeg si til vikaren hvilken medisin barnet bruker? Jeg er barnehagelærer.",
    ],
)
def test_words_of_another_matter_do_not_hide_a_question_of_ours(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).abstained
