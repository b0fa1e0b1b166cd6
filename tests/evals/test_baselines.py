"""The baselines search the law's text with the real parts, and say what they lack."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from corpus.errors import NotFoundError
from corpus.refs import ProvisionRef
from evals.ablations import ABLATIONS, Ablation
from evals.baselines import DenseBaseline, KeywordBaseline, LangChainBaseline, Paragraph, paragraphs_of
from evals.questions import EvalQuestion
from evals.remembering import RememberingEmbedder
from ingest.embedding import Embedder
from ingest.records import Owner
from ingest.vectors import VectorCache

FISH, CHILD = ProvisionRef("lov/2000-01-01-1", "1"), ProvisionRef("lov/2000-01-01-1", "2")
PARAGRAPHS = (
    Paragraph(FISH, "§ 1 Fiske\n" + "Den som fisker laks i elva, skal ha fiskekort. " * 40),
    Paragraph(CHILD, "§ 2 Melding\nLæreren skal melde fra til barnevernet når et barn blir slått."),
)
ASKED = "Må læreren melde fra til barnevernet?"


def test_each_baseline_finds_the_section(embedder: Embedder, tmp_path: Path) -> None:
    embedded: list[int] = []
    remembering = RememberingEmbedder(embedder, VectorCache(tmp_path / "vectors.sqlite"), embedded.append)
    rankers = (
        KeywordBaseline(PARAGRAPHS),
        LangChainBaseline(PARAGRAPHS, remembering),
        DenseBaseline(PARAGRAPHS, remembering),
    )
    for ranker in rankers:
        assert ranker.rank(ASKED)[0] == CHILD, ranker.name
    assert len(rankers[1].rank("fisk laks")) <= 2  # the chunks of one section count once
    assert sum(embedded) > len(PARAGRAPHS)
    assert np.array_equal(remembering.passages(["Fiske"]), remembering.passages(["Fiske"]))


def test_without_the_laws_text_there_is_a_reason() -> None:
    with pytest.raises(NotFoundError, match="pliktkompass ingest"):
        paragraphs_of(None)


@pytest.mark.parametrize("ablation", ABLATIONS, ids=lambda ablation: ablation.name)
def test_an_ablation_answers_without_changing_the_assistant(assistant: Assistant, ablation: Ablation) -> None:
    asked = EvalQuestion.model_validate(
        {
            "id": "x",
            "audience": "school",
            "language": "nb",
            "kind": "answerable",
            "question": ASKED,
            "role": "teacher",
            "verdicts": ["must_report"],
        }
    )
    before = assistant.retriever.weights
    assert not ablation.ask(assistant)(asked).abstained
    assert assistant.retriever.weights is before


def test_a_kind_that_is_left_out_is_last(assistant: Assistant) -> None:
    understood = assistant.understanding.read(ASKED, "teacher")
    first = {
        ablation.name: assistant.weighing(ablation.weights(assistant.retriever.weights))
        .retriever.candidates(understood)[0]
        .kind
        for ablation in ABLATIONS
    }
    assert first["without situations"] is not Owner.SITUATION
    assert first["without digests"] is not Owner.PROVISION
