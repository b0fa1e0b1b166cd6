"""A reply in any form becomes sentences with ids, whatever pieces it comes in."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.reading import Written, sentences

REPLY = "Du skal melde fra [k123]. Foreldrene kan klage innen tre uker [b456, c789]\n- **Meld** det med en gang. [k123]"


def test_sentences_and_their_ids() -> None:
    assert list(sentences([REPLY])) == [
        Written("Du skal melde fra.", ("k123",)),
        Written("Foreldrene kan klage innen tre uker", ("b456", "c789")),
        Written("Meld det med en gang.", ("k123",)),
    ]


@given(st.lists(st.integers(1, len(REPLY) - 1), max_size=12))
def test_the_same_whatever_pieces_it_comes_in(cuts: list[int]) -> None:
    places = [0, *sorted(set(cuts)), len(REPLY)]
    pieces = [REPLY[start:end] for start, end in pairwise(places)]
    assert list(sentences(pieces)) == list(sentences([REPLY]))


@given(st.lists(st.text(max_size=40), max_size=8))
def test_no_reply_breaks_it(pieces: list[str]) -> None:
    for written in sentences(pieces):
        assert written.text.isprintable()
        assert len(written.text.split()) >= 3
