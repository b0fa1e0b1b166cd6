from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.norwegian import Analyzer, lexicon_of, tokens


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("etter § 13 b gjelder", "§13b"),
        ("§13b", "§13b"),
        ("barnevernsloven 13-2", "§13-2"),
        ("§ 2-5 c", "§2-5c"),
        ("§ 9 A-4", "§9a-4"),
        ("§ 3-6a", "§3-6a"),
        ("nr. 5", "nr5"),
        ("§ 13 i loven", "§13"),
    ],
)
def test_references_are_one_token(text: str, token: str) -> None:
    assert token in tokens(text)


@pytest.mark.parametrize("word", ["ikke", "skal", "kan", "må", "uten", "bare", "not", "must"])
def test_words_that_the_law_turns_on_are_kept(word: str) -> None:
    assert Analyzer().terms(word)


def test_a_compound_is_found_by_its_parts() -> None:
    analyzer = Analyzer(frozenset({"bekymring", "melding"}))
    assert set(analyzer.terms("bekymringsmelding")) > set(analyzer.terms("melding"))
    assert analyzer.parts("melding") == ()


def test_a_variant_is_the_word_it_stands_for() -> None:
    analyzer = Analyzer(variants={"ikkje": "ikke"})
    assert analyzer.terms("ikkje") == analyzer.terms("ikke")


def test_the_lexicon_holds_what_is_seen_more_than_once() -> None:
    assert lexicon_of(["skole skole hjem", "hjem en gang"]) == {"skole", "hjem"}


@given(st.text(max_size=300))
def test_any_text_has_terms_without_blanks(text: str) -> None:
    analyzer = Analyzer(frozenset({"barn", "hage", "skole"}))
    assert all(term and not term.isspace() for term in analyzer.terms(text))
