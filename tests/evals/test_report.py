"""The report tells what was measured, shows no question of the held-out half, and CI notices a fall."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.grounding import Outcome
from corpus.errors import CorpusError
from corpus.knowledge import Knowledge
from corpus.refs import ProvisionRef
from evals.calibration import calibrate
from evals.figures import figure
from evals.gate import fallen, quick, read_figures, write_figures
from evals.guard import FAITHFUL, Judged, Labelled, Row, read_labelled
from evals.hostile import Hostile
from evals.measured import Measured
from evals.metrics import Metric, all_metrics
from evals.questions import QuestionKind
from evals.report import worst, write_report
from evals.running import Result
from evals.suite import Confidence, Found, Half, Speed

MakeResult = Callable[..., Result]
RIGHT, WRONG = "lov/2021-06-18-97#13-2", "lov/2005-05-20-28#196"


@pytest.fixture(scope="module")
def metrics(knowledge: Knowledge) -> tuple[Metric, ...]:
    return all_metrics(knowledge, dt.date(2026, 11, 22))


def _half(name: str, make_result: MakeResult) -> Half:
    results = [
        make_result(place, question={"id": f"{name}-{n}", "question": f"Hemmelig <b>{name}</b> | {n}?"})
        for n, place in enumerate([RIGHT, WRONG] * 4)
    ]
    outside = make_result(question={"id": f"{name}-out", "kind": "out_of_scope", "must_cite": [], "may_cite": []})
    results.append(Result(outside.question, None, error="KeyError"))
    found = tuple(Found(result.question, (ProvisionRef.parse(WRONG), ProvisionRef.parse(RIGHT))) for result in results)
    searches = {"Pliktkompass, what it cites": found, "BM25 over sections": found}
    confidences = tuple(Confidence(result.question, 1.0 - n / 10, n < 4) for n, result in enumerate(results))
    return Half(name, tuple(results), confidences, Speed(0.02, 0.01, 1.0, 9), searches, {"all parts": tuple(results)})


def test_the_report_shows_figures_and_only_the_development_half(
    tmp_path: Path, make_result: MakeResult, metrics: tuple[Metric, ...], knowledge: Knowledge
) -> None:
    halves = (_half("dev", make_result), _half("test", make_result))
    measured = Measured(halves, metrics, knowledge, "e5", has_texts=True, limit=0.5, opened=1.0)
    write_report(measured, tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "| first citation right | ≥ 0.8 | 0.500" in text
    assert "Failed with KeyError" in text or "failed with KeyError" in text
    for shown in (text, page):
        assert "dev-1" in shown
        assert "test-1" not in shown
        assert "Hemmelig <b>test" not in shown
    assert "<b>dev</b>" not in page
    assert "<table>" in page
    for plot in ("figures", "audience", "language", "kind", "calibration", "searches"):
        assert f"plots/{plot}.svg" in page
        assert (tmp_path / "plots" / f"{plot}.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert worst(halves[0], 1)[0].answer is None
    assert worst(halves[1], 5) == []


def test_the_guard_and_the_lying_model_are_in_the_report(
    tmp_path: Path, make_result: MakeResult, metrics: tuple[Metric, ...], knowledge: Knowledge
) -> None:
    rows = [
        Row(replace_half(entry, half), Outcome.SUPPORTED if entry.kind == FAITHFUL else Outcome.UNSUPPORTED, ())
        for entry in read_labelled()[:200]
        for half in ("dev", "test")
    ]
    hostile = Hostile(questions=3, told=Counter(negation=8), shown=Counter(negation=2))
    measured = Measured(
        (_half("dev", make_result),), metrics, knowledge, "e5", has_texts=True, limit=0.5, opened=1.0,
        judged=(Judged("the law's text", tuple(rows)),), hostile=hostile,
    )  # fmt: skip
    write_report(measured, tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "Source: the law's text." in text
    assert "| faithful dropped | ≤ 0.05 | 0.000" in text
    assert "| caught: invented_paragraph | ≥ 0.99 | 1.000" in text
    assert "| lies shown: negation | 0.250" in text


def replace_half(entry: Labelled, half: str) -> Labelled:
    return entry.model_copy(update={"half": half})


def test_a_report_without_baselines_says_why(
    tmp_path: Path, make_result: MakeResult, metrics: tuple[Metric, ...], knowledge: Knowledge
) -> None:
    half = replace(_half("dev", make_result), searches={})
    measured = Measured(
        (half,), metrics, knowledge, "e5", has_texts=False, limit=0.5, opened=1.0, skipped="no text has been read in"
    )
    write_report(measured, tmp_path)
    assert "Not measured in this run: no text has been read in" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_calibration_tells_inside_from_outside(make_result: MakeResult) -> None:
    inside = make_result().question
    outside = make_result(question={"kind": QuestionKind.OUT_OF_SCOPE}).question
    confidences = [Confidence(inside, score, score > 1) for score in (0.9, 1.1, 1.3, 1.5, 1.7, 1.9)]
    confidences += [Confidence(outside, score, False) for score in (0.2, float("-inf"))]
    found = calibrate(confidences, 0.57)
    assert found.separation == 1
    assert [share.value for _, share in found.bins] == [0, 1, 1, 1, 1, 1]
    assert found.thresholds[0].inside_abstained == 0


def test_a_fall_below_the_interval_is_told(tmp_path: Path, metrics: tuple[Metric, ...]) -> None:
    committed = {
        "verdict": figure("verdict", [1.0] * 80 + [0.0] * 20),
        "over-refusal": figure("over-refusal", [0.0] * 99 + [1.0]),
    }
    path = tmp_path / "figures.json"
    write_figures(path, {"gate": committed})
    before = read_figures(path, "gate")
    assert fallen(metrics, before, committed) == []
    worse = {
        "verdict": figure("verdict", [1.0] * 60 + [0.0] * 40),
        "over-refusal": figure("over-refusal", [0.0] * 90 + [1.0] * 10),
    }
    assert [line.split(" was ")[0] for line in fallen(metrics, before, worse)] == ["verdict", "over-refusal"]
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(CorpusError, match="make eval"):
        read_figures(path, "gate")


def test_the_quick_subset_has_every_kind(make_result: MakeResult) -> None:
    questions = [
        make_result(question={"id": f"{kind}-{n}", "kind": kind}).question for kind in QuestionKind for n in range(3)
    ]
    assert [question.id for question in quick(questions)] == [f"{kind}-{n}" for kind in QuestionKind for n in (0, 2)]
