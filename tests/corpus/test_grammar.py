"""The small words are data, and what would never be found among them is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from corpus.checking import check
from corpus.knowledge import Knowledge
from corpus.models import Grammar, Phrases

DAY = dt.date(2026, 11, 22)


def told(knowledge: Knowledge, grammar: Grammar) -> list[str]:
    problems = check(replace(knowledge, grammar=grammar), DAY)
    return [str(problem) for problem in problems if problem.entry.startswith("grammar ")]


def test_every_list_has_words(knowledge: Knowledge) -> None:
    assert told(knowledge, knowledge.grammar) == []
    assert len(told(knowledge, Grammar())) == len(Grammar.model_fields)


@pytest.mark.parametrize("word", ["Du", "du er", "du*"])
def test_what_is_not_one_whole_word_is_told(knowledge: Knowledge, word: str) -> None:
    wrong = knowledge.grammar.model_copy(update={"pronouns": Phrases(nb=(word,))})
    assert [line for line in told(knowledge, wrong) if f"«{word}»" in line]
