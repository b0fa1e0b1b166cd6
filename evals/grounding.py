"""Groundedness: is each statement carried by the text it cites?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import Answer, AnswerStatement
from assistant.grounding import Guard, Outcome, SourceText, Verification
from corpus.knowledge import Knowledge
from corpus.refs import ProvisionRef
from evals.running import Result
from ingest.embedding import Embedder
from ingest.texts import TextStore


class Grounding:
    """Compares statements with what they cite, by the same guard that stands between a language model and an asker."""

    def __init__(self, knowledge: Knowledge, embedder: Embedder, texts: TextStore | None) -> None:
        self._guard = Guard(replace(knowledge, situations={}), embedder, texts)
        self._verified: dict[tuple[str, tuple[str, ...]], Verification] = {}

    def score(self, result: Result) -> float | None:
        """Share of the statements that the guard finds wholly supported by the places they cite together.

        The source is our digest, and the law's own text where it has been read in; a statement is never compared with
        itself or others that were written for answers. The guard compares numbers, deadlines, parties, must and may,
        negation, conditions, quotations and likeness, and drops some faithful sentences, too.
        """
        if result.answer is None:
            return 0.0
        if not result.answer.statements:
            return None
        held = [one.outcome is Outcome.SUPPORTED for one in self.verified(result.answer)]
        return sum(held) / len(held)

    def statements(self, result: Result) -> float:
        """How many statements an answer has; a crash counts as one that is not grounded."""
        return float(len(result.answer.statements)) if result.answer else 1.0

    def verified(self, answer: Answer) -> Iterator[Verification]:
        """What the guard says of each statement, in order."""
        return (self._verify(answer, statement) for statement in answer.statements)

    def reasons(self, results: Sequence[Result]) -> Counter[str]:
        """Why statements are not wholly supported: how often each kind of reason is given, each statement once."""
        seen = {
            (statement.text, _cited(answer, statement)): self._verify(answer, statement)
            for answer in (result.answer for result in results if result.answer is not None)
            for statement in answer.statements
        }
        return Counter(reason for one in seen.values() for reason in {r.kind.value for r in one.reasons})

    def _verify(self, answer: Answer, statement: AnswerStatement) -> Verification:
        cited = _cited(answer, statement)
        key = (statement.text, cited)
        if key not in self._verified:
            sources = [SourceText(ref=ref) for ref in cited]
            self._verified[key] = self._guard.verify(statement.text, sources, answer.language)
        return self._verified[key]


def _cited(answer: Answer, statement: AnswerStatement) -> tuple[str, ...]:
    return tuple(
        str(ProvisionRef(c.source, c.section, c.subsection)) for c in answer.citations if c.n in statement.citations
    )
