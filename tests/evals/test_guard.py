"""The guard's yardstick: the labelled sentences are sound, and a sample is judged as the report says."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.grounding import Guard, SourceText
from corpus.knowledge import Knowledge
from corpus.models import Language
from corpus.refs import ProvisionRef
from evals.guard import FAITHFUL, read_labelled, without
from ingest.embedding import Embedder

_CERTAIN = ("invented_paragraph", "deadline")
"""Ways that are told by form alone: of these not one may pass."""


def test_the_labelled_sentences_are_sound(knowledge: Knowledge) -> None:
    labelled = read_labelled()
    kinds = Counter(entry.kind for entry in labelled)
    assert len(labelled) >= 400
    assert 0.4 < kinds[FAITHFUL] / len(labelled) < 0.6
    assert set(Counter(entry.language for entry in labelled)) == set(Language)
    assert len({entry.id for entry in labelled}) == len(labelled)
    for entry in labelled:
        known = [knowledge.digest(ProvisionRef.parse(ref)) is not None for ref in entry.refs]
        by_hand_from_the_text = entry.by == "hand"
        assert all(known) or entry.kind == "invented_paragraph" or by_hand_from_the_text, entry


def test_no_sentence_is_compared_with_itself(knowledge: Knowledge) -> None:
    made = next(entry for entry in read_labelled() if entry.by == "made" and entry.kind == FAITHFUL)
    ref = ProvisionRef.parse(made.refs[0])
    assert made.sentence in knowledge.digests[ref].digest[made.language]
    assert made.sentence not in without(knowledge, {made.sentence}).digests[ref].digest[made.language]


@pytest.mark.parametrize("kind", _CERTAIN)
def test_what_form_alone_tells_is_caught(knowledge: Knowledge, embedder: Embedder, kind: str) -> None:
    guard = Guard(knowledge, embedder)
    entries = [entry for entry in read_labelled() if entry.kind == kind and entry.half == "test"][:10]
    for entry in entries:
        found = guard.verify(entry.sentence, [SourceText(ref=ref) for ref in entry.refs], entry.language)
        assert not found.holds, entry
