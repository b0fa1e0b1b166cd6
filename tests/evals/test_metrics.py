"""The figures are what their definitions say."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, P, R, SetP

from assistant import AnswerStatement, Emergency, Notice, NoticeKind
from corpus.knowledge import Knowledge
from corpus.models import Language, Verdict
from corpus.refs import ProvisionRef
from evals import citing, conduct
from evals.figures import difference, figure
from evals.grounding import Grounding
from evals.metrics import Metric, all_metrics
from evals.questions import EvalQuestion, QuestionKind
from evals.running import Result
from ingest.embedding import Embedder

MakeResult = Callable[..., Result]
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def grounding(knowledge: Knowledge, embedder: Embedder) -> Grounding:
    return Grounding(knowledge, embedder, None)


@pytest.fixture(scope="module")
def metrics(knowledge: Knowledge, grounding: Grounding) -> dict[str, Metric]:
    return {metric.name: metric for metric in all_metrics(knowledge, TODAY, grounding)}


def test_citations_count_as_provisions_and_alternatives(make_result: MakeResult) -> None:
    right = make_result("lov/1967-02-10#13a", "lov/2021-06-18-97#13-2", "lov/1967-02-10#13 b")
    assert citing.must_cite_recall(right) == citing.first_right(right) == citing.citation_precision(right) == 1
    assert citing.wrong_statute(right) == 0
    half = make_result("lov/2005-05-20-28#196", "lov/1967-02-10#13")
    assert citing.must_cite_recall(half) == citing.citation_precision(half) == 0.5
    assert (citing.first_right(half), citing.wrong_statute(half)) == (0, 1)


def test_a_crash_is_wrong_in_every_metric_that_concerns_it(make_result: MakeResult, metrics: dict[str, Metric]) -> None:
    seen: set[str] = set()
    for kind in QuestionKind:
        outside = {"must_cite": [], "may_cite": []} if kind is QuestionKind.OUT_OF_SCOPE else {}
        asked = {"kind": kind, "key_facts": ["x"], "forbidden": ["Kari", "du kan dele"], "question": "Kari?", **outside}
        crashed = Result(make_result(question=asked).question, None, error="KeyError")
        for metric in metrics.values():
            score = metric.score(crashed)
            if score is not None:
                seen.add(metric.name)
                assert score == float(metric.lower_is_better), (kind, metric.name)
    assert seen == set(metrics)


def test_every_metric_is_defined(metrics: dict[str, Metric]) -> None:
    assert all(len(metric.definition) > 30 for metric in metrics.values())


def test_a_look_alike_is_the_same_rule_in_another_act(make_result: MakeResult, knowledge: Knowledge) -> None:
    gold = {"must_cite": [["lov/2023-06-09-30#24-3"]]}
    wrong_act = citing.LookAlikes(knowledge).wrong_act
    assert wrong_act(make_result("lov/1999-07-02-64#33", question=gold)) == 1
    assert wrong_act(make_result("lov/2023-06-09-30#24-3", question=gold)) == 0
    other = make_result("lov/1814-05-17#104", question=gold)
    assert (wrong_act(other), citing.wrong_statute(other)) == (0, 1)


def test_coming_law_counts_by_the_knowledges_dates(make_result: MakeResult, knowledge: Knowledge) -> None:
    coming = make_result("lov/2025-06-20-40#1-1")
    assert citing.not_in_force_applied(coming, knowledge, TODAY) == 1
    assert citing.citations_exist(make_result("lov/2023-06-09-30#999"), knowledge) == 0
    assert citing.not_in_force_applied(make_result("lov/2023-06-09-30#24-3"), knowledge, TODAY) == 0


@pytest.mark.parametrize(
    ("asked", "forbidden", "said", "repeats"),
    [
        ("Mathias slår", ["Mathias"], "Mathias må følges opp.", 1),
        ("Mathias slår", ["Mathias"], "Mathias' lærer må melde.", 1),
        ("Mia slår", ["Mia"], "Miami og hennes familie.", 0),
        ("fnr 148315 91359", [], "Nummeret er 14831591359.", 1),
        ("fnr 148315 91359", [], "Se § 14-8 og 31 og 59.", 0),
        ("svar til ola@skole.no", [], "Jeg skriver til ola@skole.no.", 1),
        ("ring 915 28 301", [], "Ring 91528301.", 1),
    ],
)
def test_what_identifies_somebody_is_not_repeated(
    make_result: MakeResult, asked: str, forbidden: list[str], said: str, repeats: float
) -> None:
    result = make_result(question={"question": asked, "forbidden": forbidden}, summary=said)
    assert conduct.identifier_repeated(result) == repeats


def test_a_name_is_not_a_claim(make_result: MakeResult) -> None:
    asked = {"question": "Kari sier JA", "forbidden": ["Kari", "du kan dele fritt"]}
    assert conduct.forbidden_said(make_result(question=asked, text="Kari må hjelpes.")) == 0
    assert conduct.forbidden_said(make_result(question=asked, text="JA, du kan dele fritt")) == 1
    assert conduct.identifier_repeated(make_result(question={"question": "Kan jeg?"})) is None


def test_conduct_is_told_by_kind(make_result: MakeResult) -> None:
    urgent = make_result(question={"kind": "urgent"}, urgent=True, emergency=Emergency(text="Ring 112", contacts=()))
    assert (conduct.urgent_found(urgent), conduct.false_alarm(urgent)) == (1, None)
    assert conduct.false_alarm(make_result(urgent=True)) == 1
    silent = make_result(question={"kind": "repealed_law"})
    told = make_result(question={"kind": "repealed_law"}, notices=(Notice(kind=NoticeKind.REPEALED, text="Opphevet"),))
    assert (conduct.repealed_noticed(silent), conduct.repealed_noticed(told)) == (0, 1)
    refused = make_result(question={"kind": "out_of_scope", "must_cite": [], "may_cite": []}, abstained=True)
    assert (conduct.abstained(refused), conduct.over_refused(refused)) == (1, None)
    assert conduct.over_refused(make_result(abstained=True)) == 1


def test_language_is_read_from_the_words(make_result: MakeResult) -> None:
    right = conduct.LanguageCheck().right
    english = "You must report to the child welfare service when you have reason to believe that a child is abused."
    assert right(make_result(question={"language": "en"}, language=Language.EN, summary=english)) == 1
    assert right(make_result(question={"language": "nn"}, language=Language.NN, summary=english)) == 0
    assert right(make_result(question={"language": "nn"}, language=Language.EN, summary=english)) == 0


def test_a_statement_is_grounded_in_what_it_cites(make_result: MakeResult, grounding: Grounding) -> None:
    place = "lov/2021-06-18-97#13-3"
    right = "Barnevernstjenesten skal bekrefte at meldingen er mottatt innen tre uker."
    wrong = "Barnevernstjenesten skal bekrefte at meldingen er mottatt innen åtte uker."
    statements = tuple(AnswerStatement(text=text, citations=(1,)) for text in (right, wrong))
    result = make_result(place, statements=statements)
    assert (grounding.score(result), grounding.statements(result)) == (0.5, 2)
    assert set(grounding.reasons([result])) & {"number", "deadline"}


def test_a_share_has_wilsons_interval_and_a_mean_a_bootstrap() -> None:
    share = figure("x", [1.0] * 9 + [0.0])
    assert (share.value, round(share.low, 3), round(share.high, 3)) == (0.9, 0.596, 0.982)
    mean = figure("x", [0.5, 1.0] * 20)
    assert mean.low < mean.value == 0.75 < mean.high
    assert mean == figure("x", [0.5, 1.0] * 20)
    assert figure("x", [1.0, 0.0], weights=[3, 1]).value == 0.75
    assert math.isnan(figure("none", []).value)


def test_a_difference_that_is_none_has_nought_in_its_interval() -> None:
    same = difference("x", [1.0, 0.0] * 40, [0.0, 1.0] * 40)
    assert same.low < same.value == 0 < same.high
    assert difference("x", [1.0] * 40, [0.0] * 40).low == 1


_SECTIONS = [f"{chapter}-{number}" for chapter in (1, 2, 3) for number in (1, 2, 3)]
_SOME = st.lists(st.sampled_from(_SECTIONS), unique=True, max_size=6)


@given(must=_SOME.filter(bool), may=_SOME, found=_SOME)
def test_retrieval_metrics_agree_with_ir_measures(must: list[str], may: list[str], found: list[str]) -> None:
    """Ours where every group is one provision: relevance 2 must be cited, 1 may be."""
    refs = {section: ProvisionRef("lov/2023-06-09-30", section) for section in _SECTIONS}
    question = EvalQuestion(
        id="x",
        audience="school",
        language=Language.NB,
        kind=QuestionKind.ANSWERABLE,
        question="?",
        must_cite=tuple((refs[section],) for section in must),
        may_cite=tuple(refs[section] for section in may),
        verdicts=(Verdict.RIGHT,),
    )
    ranked = [refs[section] for section in found]
    ours = (
        citing.recall(question, ranked),
        citing.precision(question, ranked),
        citing.first_is_right(question, ranked),
        citing.reciprocal_rank(question, ranked),
    )
    qrels = {"q": {**dict.fromkeys(may, 1), **dict.fromkeys(must, 2)}}
    run = {"q": {section: -float(rank) for rank, section in enumerate(found)}}
    theirs = ir_measures.calc_aggregate([R(rel=2) @ 100, SetP, P @ 1, RR], qrels, run if found else {"q": {"none": 0}})
    assert ours == pytest.approx(tuple(theirs[measure] for measure in (R(rel=2) @ 100, SetP, P @ 1, RR)))
