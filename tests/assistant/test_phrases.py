from __future__ import annotations

from assistant.phrases import PhraseFinder
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
