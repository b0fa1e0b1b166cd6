from __future__ import annotations

from assistant.phrases import PhraseBook, PhraseFinder
from ingest.norwegian import tokens


def owners(phrases: dict[str, list[str]], text: str) -> list[str]:
    return [hit.owner for hit in PhraseFinder(phrases).find(tokens(text))]


def test_whole_words_only() -> None:
    assert owners({"nav": ["nav"]}, "NAV ringte, og navnet er hemmelig") == ["nav"]


def test_stars_open_an_end() -> None:
    assert owners({"report": ["bekymringsmeld*"]}, "en bekymringsmelding") == ["report"]
    assert owners({"report": ["*melding"]}, "en uromelding kom") == ["report"]
    assert owners({"report": ["*meld*"]}, "bekymringsmeldinger") == ["report"]


def test_several_words_stand_together() -> None:
    phrases = {"object": ["foreldrene sier nei"]}
    assert owners(phrases, "men foreldrene sier nei til det") == ["object"]
    assert owners(phrases, "foreldrene sier ikke nei") == []


def test_a_star_in_a_longer_phrase() -> None:
    assert owners({"x": ["utsatt for vold*"]}, "hun er utsatt for voldtekt") == ["x"]


def test_a_book_tells_its_vocabularies_apart_and_keeps_the_order_of_a_text() -> None:
    book = PhraseBook(
        {"roles": {"teacher": ["lærer", "lærer på ungdomsskolen"]}, "cues": {"self": ["er lærer*", "jeg"]}}
    )
    found = book.find(tokens("jeg er lærer på ungdomsskolen"))
    assert [(hit.owner, hit.start, hit.end) for hit in found["roles"]] == [("teacher", 2, 3), ("teacher", 2, 5)]
    assert [(hit.owner, hit.start, hit.end) for hit in found["cues"]] == [("self", 0, 1), ("self", 1, 3)]


def test_a_phrase_that_the_text_ends_within_is_not_found() -> None:
    assert owners({"x": ["uten samtykke", "uten sam*"]}, "han går uten") == []
