"""The sentence of a quote that a statement leans on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.relevant import relevant_sentence

QUOTE = (
    "Plikten gjelder for alle ansatte. Den som får vite om mishandling, sier fra til barnevernet uten å vente.\n"
    "Styreren svarer på brev."
)


def test_the_sentence_with_the_same_matter_is_found() -> None:
    said = ["Du må si fra til barnevernet når du får vite om mishandling."]
    assert relevant_sentence(QUOTE, said) == "Den som får vite om mishandling, sier fra til barnevernet uten å vente."


def test_nothing_is_pointed_out_in_another_language_or_in_a_single_sentence() -> None:
    assert relevant_sentence(QUOTE, ["You must tell child welfare."]) is None
    assert relevant_sentence("Den som får vite om mishandling, sier fra.", ["Du må si fra om mishandling."]) is None


@given(st.text(), st.lists(st.text(), max_size=3))
def test_what_is_found_stands_in_the_quote(quote: str, said: list[str]) -> None:
    found = relevant_sentence(quote, said)
    assert found is None or found in quote
