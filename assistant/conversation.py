"""How one question goes on from the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.phrases import Hit
from assistant.question import BEYOND, Question

_SHORT = 6
"""Words of a message that is too short to stand alone."""
_REFERRING = 18
"""Words of the longest message that leans on the one before by a word such as «det» or «hun»."""
_MAYBE = 10
"""Words of the longest message that leans on the one before it where it says nothing alone."""
_LITTLE = 2
"""Words beside what it tells that a message may hold and still only tell something."""


def goes_on(words: Sequence[str], cues: Iterable[Hit]) -> bool:
    """Whether a message leans on the one before it: short, begun with «og hvis», or speaking of «det» and «hun»."""
    found = list(cues)
    begins = any(cue.owner == "more" and cue.start <= 1 for cue in found)
    refers = len(words) <= _REFERRING and any(cue.owner == "refers" for cue in found)
    return begins or refers or len(words) <= _SHORT


def only_tells(words: Sequence[str], told: Iterable[Hit], cues: Iterable[Hit]) -> bool:
    """Whether a message tells a fact, an age or a role and asks nothing new («og hvis hun er 15?»)."""
    covered = {position for hit in told for position in range(hit.start, hit.end)}
    if not covered:
        return False
    covered |= {position for cue in cues for position in range(cue.start, cue.end)}
    return len(words) - len(covered) <= _LITTLE


def joined(before: Question, now: Question, *, tells: bool = False) -> Question:
    """The earlier question with what the later one adds or changes.

    Where that one only ``tells`` something, the earlier question is asked again with it.
    """
    return replace(
        now,
        text=before.text if tells else f"{before.text}\n{now.text}",
        sought=before.sought if tells else None,
        latest=None if tells else now.text,
        language=now.language if len(now.text.split()) > 3 else before.language,
        role=now.role or before.role,
        role_is_told=now.role_is_told or before.role_is_told,
        recipients=now.recipients or before.recipients,
        services=now.services or before.services,
        topics=before.topics | now.topics,
        rules=before.rules | now.rules,
        information=before.information | now.information,
        facts={**before.facts, **now.facts},
        age=before.age if now.age is None and now.ages is None else now.age,
        ages=before.ages if now.age is None and now.ages is None else now.ages,
        asks=before.asks | now.asks,
        mentions=now.mentions or before.mentions,
        documents=now.documents or before.documents,
        terms=frozenset(),
        framing=before.framing if tells else now.framing,
    )


def beside(before: Question, now: Question, words: Sequence[str]) -> Question:
    """A question that stands beside the one before it: the asker is the same, what she asks of is not.

    A short one of matters inside the field is kept as it reads with the earlier one, too, for where it says nothing
    alone («hvor mange uker har vi på oss?»).
    """
    leans = len(words) <= _MAYBE and BEYOND not in now.asks
    return replace(
        now,
        role=now.role or before.role,
        role_is_told=now.role_is_told or before.role_is_told,
        leaning=joined(before, now) if leans else None,
    )
