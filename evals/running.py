"""Puts the evaluation questions to an assistant."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from assistant import Assistant
from evals.metrics import Result
from evals.questions import EvalQuestion


def run(assistant: Assistant, questions: Iterable[EvalQuestion]) -> Iterator[Result]:
    """The results, one by one. A failure is a result without an answer."""
    for question in questions:
        start = time.perf_counter()
        try:
            answer = assistant.ask(question.question, question.role, question.history)
            yield Result(question, answer, time.perf_counter() - start)
        except Exception as error:  # a crash is a wrong answer, not a stop
            yield Result(question, None, time.perf_counter() - start, type(error).__name__)
