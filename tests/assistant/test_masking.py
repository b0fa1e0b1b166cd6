from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.masking import Masker
from corpus.knowledge import Knowledge


@pytest.fixture(scope="module")
def masker(knowledge: Knowledge) -> Masker:
    return Masker(knowledge)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Emma sa at hun blir slått.", "Emma"),
        ("Jeg er bekymret for Mohammed i 3B.", "Mohammed"),
        ("Mor til Ahmed ringte.", "Ahmed"),
        ("Kari Nordmann er bekymret.", "Nordmann"),
        ("Anne-Lise fortalte det.", "Anne-Lise"),
        ("Faren heter per og drikker.", "heter per"),
        ("Sofies mor kom full.", "Sofies"),
        ("fødselsnummer 010203 12345", "12345"),
        ("fnr 01020312345", "01020312345"),
        ("fnr 41020312345 (syntetisk)", "41020312345"),
        ("skrev feil: 0102031234", "0102031234"),
        ("ring 99 88 77 66", "99 88 77 66"),
        ("ring +47 998 87 766", "998"),
        ("mail mor@example.no", "mor@example.no"),
        ("bor i Storgata 5", "Storgata 5"),
        ("bor i Kirkeveien 12 B, 0368 Oslo", "Kirkeveien 12"),
        ("hjemme på Myrvoll 17, 7030 Trondheim", "Myrvoll"),
        ("ring 912-34-567", "567"),
        ("ring +47 91234567", "+47"),
        ("mor er kari.nordmann(at)skole.no", "nordmann"),
        ("jeg snakket med Oddgeir Hestnes i går", "Oddgeir Hestnes"),
        ("hjemme hos Nilsen-familien", "Nilsen"),
        ("broren til Lille-Emil", "Emil"),
        ("Fatuma sin bror kom", "Fatuma"),
        ("mona er redd for far", "mona"),
        ("Ruzhica har blåmerker", "Ruzhica"),
        ("Zlatomir fortalte det", "Zlatomir"),
    ],
)
def test_what_identifies_is_hidden_and_counted(masker: Masker, text: str, hidden: str) -> None:
    masked = masker.mask(text)
    assert hidden not in masked.text
    assert masked.count >= 1


@pytest.mark.parametrize(
    "text",
    [
        "May I tell the police? Will they come?",
        "Kan NAV i Oslo spørre Barnevernet om dette?",
        "Etter barnevernsloven § 13-2 og GDPR artikkel 6",
        "Per i dag har vi ingen rutine.",
        "Elever på 14 og 15 år, 28 barn i klassen, kl. 08.15, 12.03.2026",
        "lov/2021-06-18-97#13-2",
        "LOV-1998-07-17-61",
        "What does Swedish law say, and what do the GPs in Sweden do on Mondays in January?",
        "Vi bruker Facebook og Visma på en Montessoriskole i Oslo, og PPT-rapporten ligger der",
    ],
)
def test_what_does_not_identify_stays(masker: Masker, text: str) -> None:
    assert masker.mask(text).text == text


def test_a_whole_name_is_one_place(masker: Masker) -> None:
    masked = masker.mask("Det var Ola Nordmann som sa det.")
    assert masked.text == "Det var [navn] som sa det."
    assert masked.count == 1


def test_masking_twice_changes_nothing_more(masker: Masker) -> None:
    once = masker.mask("Emma Olsen, 01020312345, Storgata 5, 99887766, a@b.no")
    assert masker.mask(once.text).text == once.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_no_eleven_digits_ever_come_through(masker: Masker, text: str) -> None:
    assert not re.search(r"(?<!\d)\d{11}(?!\d)", masker.mask(text + " 12345678901 " + text).text)
