"""What many situations turn on, said once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.checking import check
from corpus.errors import CorpusError
from corpus.knowledge import Knowledge
from corpus.loading import load

SITUATION = """\
- id: tell
  audience: school
  roles: [anyone]
  topics: [consent]
  title: {nb: Dele}
  asked_as: {nb: [Kan jeg dele dette?]}
  verdict: must_not_share
  statements: [{nb: Nei., cites: [lov/1967-02-10#13/1]}]
  turns_on:
    - {fact: age, ask: {nb: Hvor gammel er hun?}, if: {"<12": {}}}
  turns_on_also: [agreed]
"""
TURNINGS = """\
- {id: agreed, fact: consent, ask: {nb: Har hun sagt ja?}, if: {yes: {verdict: may_share}}}
- {id: unused, fact: consent, ask: {nb: Har hun sagt ja?}, if: {no: {}}}
"""


def small(folder: Path, turnings: str) -> Knowledge:
    (folder / "situations").mkdir()
    (folder / "situations" / "school.yaml").write_text(SITUATION, encoding="utf-8")
    (folder / "turnings.yaml").write_text(turnings, encoding="utf-8")
    return load(folder)


def test_a_shared_turning_stands_after_the_situations_own(tmp_path: Path) -> None:
    situation = small(tmp_path, TURNINGS).situations["tell"]
    assert [turning.fact for turning in situation.turns_on] == ["age", "consent"]
    assert list(situation.turns_on[1].branches) == ["yes"]


def test_a_turning_that_does_not_exist_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="tell: «agreed» is not in"):
        small(tmp_path, "[]")


def test_a_turning_that_nobody_names_is_told_of(tmp_path: Path) -> None:
    problems = check(small(tmp_path, TURNINGS), dt.date(2026, 11, 22))
    assert [p.entry for p in problems if p.entry.startswith("turning ") and "no situation" in p.message] == [
        "turning unused"
    ]


def test_no_situation_asks_twice_for_a_fact(knowledge: Knowledge) -> None:
    for situation in knowledge.situations.values():
        facts = [turning.fact for turning in situation.turns_on]
        shared = [knowledge.turnings[name].fact for name in situation.turns_on_also]
        assert not set(shared) & set(facts[: len(facts) - len(shared)]), situation.id
        assert len(set(shared)) == len(shared), situation.id


def test_every_fact_that_decides_a_provision_is_one_that_can_be_asked_for(knowledge: Knowledge) -> None:
    for fact in knowledge.facts.values():
        assert not fact.decides or fact.ask.en, fact.id
