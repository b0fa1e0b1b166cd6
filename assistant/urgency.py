"""Whether somebody may be in danger now, from what the words say and from what the message sounds like."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.question import Question

UNNAMED = "danger"
"""The danger of a message that sounds like one and uses none of the vocabulary's phrases."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a message must sound like danger (1 the average one, -1 the average harmless one).

    ``alone`` where no phrase of danger is in it. ``phrase`` is how much less is enough where there is one, and
    ``over`` how much more it takes where words tell that it is past, invented or a matter of routine.
    Missing a danger is far worse than a false alarm, so ``alone`` lies where nearly all dangers are above it.
    """

    alone: float = 0.3
    phrase: float = 0.4
    over: float = 0.15


def judged(question: Question, sounds: float, limits: Limits = Limits()) -> Question:
    """The question with ``dangers`` decided; ``sounds`` is its score from :class:`ingest.senses.Senses`.

    Orders to the assistant sound like nothing that was learnt from: without a phrase of danger there is none.
    """
    if question.only_orders and not question.signs:
        return replace(question, dangers=frozenset())
    enough = limits.alone - (limits.phrase if question.signs else 0.0) + (limits.over if question.not_now else 0.0)
    if sounds < enough:
        return replace(question, dangers=frozenset())
    return replace(question, dangers=question.signs or frozenset({UNNAMED}))
