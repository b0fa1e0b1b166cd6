"""Puts the evaluation questions to an assistant."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant import Answer, Assistant
from corpus.refs import ProvisionRef
from evals.questions import EvalQuestion


@dataclass(frozen=True)
class Result:
    """What came of an evaluation question; ``answer`` is empty where the assistant failed, ``error`` says how.

    ``seconds`` is the time of the answer.
    """

    question: EvalQuestion
    answer: Answer | None
    seconds: float = 0.0
    error: str = ""

    @property
    def cited(self) -> tuple[ProvisionRef, ...]:
        """The whole provisions cited, in order, each once."""
        if self.answer is None:
            return ()
        return tuple(dict.fromkeys(ProvisionRef(c.source, c.section) for c in self.answer.citations))


Ask = Callable[[EvalQuestion], Answer]


def plainly(assistant: Assistant) -> Ask:
    """Asking as anybody does."""
    return lambda question: assistant.ask(question.question, question.role, question.history)


def run(ask: Ask, questions: Iterable[EvalQuestion]) -> Iterator[Result]:
    """The results, one by one. A failure is a result without an answer."""
    for question in questions:
        start = time.perf_counter()
        try:
            answer = ask(question)
            yield Result(question, answer, time.perf_counter() - start)
        except Exception as error:  # a crash is a wrong answer, not a stop
            yield Result(question, None, time.perf_counter() - start, type(error).__name__)
