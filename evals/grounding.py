"""Groundedness: is each statement carried by the text it cites?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant import Answer, AnswerStatement
from corpus.knowledge import Knowledge
from corpus.models import Language
from corpus.refs import ProvisionRef
from evals.running import Result
from ingest.norwegian import tokens
from ingest.texts import TextStore, words_at

_NUMBER = re.compile(r"\d+")
_SMALLEST = 3
"""Smaller numbers in words are also other words: «en» and «to» in Norwegian, «to» in English."""


class Grounding:
    """Compares statements with what they cite: our digest, and the source's own text where it is loaded."""

    def __init__(self, knowledge: Knowledge, texts: TextStore | None = None) -> None:
        self._knowledge = knowledge
        self._texts = texts
        self._numbers = {
            concept.name[language]: number
            for concept in knowledge.numbers.values()
            for language in Language
            if int(number := concept.id.removeprefix("n")) >= _SMALLEST
        }

    def score(self, result: Result) -> float | None:
        """Share of an answer's statements that are grounded in at least one of the sources they cite.

        Grounded means that every number in it (ages, deadlines, counts; digits or words) is in the source.
        """
        if result.answer is None:
            return 0.0
        if not result.answer.statements:
            return None
        held = sum(self.holds(result.answer, statement) for statement in result.answer.statements)
        return held / len(result.answer.statements)

    def statements(self, result: Result) -> float:
        """How many statements an answer has; a crash counts as one that is not grounded."""
        return float(len(result.answer.statements)) if result.answer else 1.0

    def holds(self, answer: Answer, statement: AnswerStatement) -> bool:
        """Whether one statement is grounded."""
        cited = [c for c in answer.citations if c.n in statement.citations]
        source = " ".join(text for c in cited for text in self._source(ProvisionRef(c.source, c.section, c.subsection)))
        return bool(source) and self._told(statement.text) <= self._told(source)

    def _source(self, ref: ProvisionRef) -> Iterator[str]:
        digest = self._knowledge.digest(ref)
        finding = self._knowledge.findings.get(ref.provision)
        for language in Language:
            if digest is not None:
                yield digest.digest[language]
                yield from (sub.text[language] for sub in digest.subsections.values())
            if finding is not None:
                yield finding.digest[language]
        if self._texts is not None:
            yield words_at(self._texts.passages(ref.provision)) or ""

    def _told(self, text: str) -> set[str]:
        """The numbers of a text; a number in words counts as its digits."""
        words = {self._numbers[word] for word in tokens(text) if word in self._numbers}
        return words | set(_NUMBER.findall(text))
