from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from assistant.agreement import Conclusion, most_agreed
from corpus.models import Verdict
from corpus.refs import ProvisionRef


class _Scored(NamedTuple):
    score: float
    conclusion: Conclusion


_PLACE = ProvisionRef.parse("lov/2021-06-18-97#13-2")
_MUST = Conclusion(Verdict.MUST_REPORT, _PLACE)
_MAY = Conclusion(Verdict.MAY_SHARE, _PLACE)
_SCORES = st.lists(st.floats(0, 2), min_size=1, max_size=12).map(lambda scores: sorted(scores, reverse=True))


def _chosen(ranked: list[_Scored], temperature: float) -> Conclusion:
    agreed = most_agreed(ranked, lambda one: one.score, lambda one: one.conclusion, temperature)
    assert agreed == [one for one in ranked if one.conclusion == agreed[0].conclusion]
    return agreed[0].conclusion


def test_two_that_agree_outweigh_one_that_is_a_little_better() -> None:
    ranked = [_Scored(1.00, _MAY), _Scored(0.98, _MUST), _Scored(0.97, _MUST)]
    assert _chosen(ranked, 0.15) == _MUST
    assert _chosen(ranked, 0.0) == _MAY


def test_many_that_agree_do_not_outweigh_one_that_is_far_better() -> None:
    ranked = [_Scored(2.0, _MAY), *[_Scored(1.0, _MUST)] * 8]
    assert _chosen(ranked, 0.15) == _MAY


@given(scores=_SCORES, temperature=st.floats(0, 1))
def test_what_all_conclude_is_the_conclusion(scores: list[float], temperature: float) -> None:
    assert _chosen([_Scored(score, _MUST) for score in scores], temperature) == _MUST


@given(scores=_SCORES, more=st.floats(0, 5), temperature=st.floats(0.05, 1))
def test_the_level_of_the_scores_does_not_matter(scores: list[float], more: float, temperature: float) -> None:
    ranked = [_Scored(score, (_MUST, _MAY)[place % 2]) for place, score in enumerate(scores)]
    higher = [_Scored(one.score + more, one.conclusion) for one in ranked]
    sums = {c: sum(1 for one in ranked if one.conclusion == c) for c in (_MUST, _MAY)}
    if sums[_MUST] != sums[_MAY]:
        assert _chosen(ranked, temperature) == _chosen(higher, temperature)
