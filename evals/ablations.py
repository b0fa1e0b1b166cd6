"""What each part of the assistant brings: the same questions with one part left out."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant import Answer, Assistant
from assistant.assistant import asked_before
from assistant.question import Question
from assistant.weights import Weights
from evals.questions import EvalQuestion
from evals.running import Ask


@dataclass(frozen=True)
class Ablation:
    """One part left out: by the weights of the search, or by what is understood of a question."""

    name: str
    weights: Callable[[Weights], Weights] = lambda weights: weights
    question: Callable[[Question], Question] = lambda question: question

    def ask(self, assistant: Assistant) -> Ask:
        """The assistant without the part.

        It never abstains: the limit under which it does belongs to scores that have all their parts, and would
        count a part that only makes scores higher as one that makes answers better.
        """
        weights = replace(self.weights(assistant.retriever.weights), minimum=-math.inf)
        other = assistant.weighing(weights)

        def ask(asked: EvalQuestion) -> Answer:
            understood = other.understanding.read(asked.question, asked.role, asked_before(asked.history))
            return other.answer(self.question(understood))

        return ask


def _roleless(question: Question) -> Question:
    return replace(question, role=None, role_is_told=False, services=frozenset())


ABLATIONS = (
    Ablation("all parts"),
    Ablation("without situations", lambda w: replace(w, situation=-math.inf)),
    Ablation("without digests", lambda w: replace(w, provision=-math.inf)),
    Ablation("without role", question=_roleless),
    Ablation("without BM25", lambda w: replace(w, keyword=0.0)),
    Ablation("without dense", lambda w: replace(w, alike=0.0)),
)
