"""Whether a sentence says the opposite of the conclusion that the structured engine has reached."""

from __future__ import annotations

import re

from assistant.answer import Answer
from corpus.models import Verdict

_BY_VERDICT = {
    Verdict.MAY_SHARE: True,
    Verdict.MUST_REPORT: True,
    Verdict.MUST_AVERT: True,
    Verdict.MUST_COOPERATE: True,
    Verdict.MUST_NOT_SHARE: False,
}
_OPENS = re.compile(r"^\W*(?P<word>ja|jo|yes|nei|no)\b\W", re.IGNORECASE)
_NAMED = re.compile(rf"\b(?P<verdict>{'|'.join(verdict.value for verdict in Verdict if '_' in verdict.value)})\b")


def contradicts(sentence: str, answer: Answer) -> bool:
    """Whether a sentence begins with the other of yes and no than the answer does, or names another verdict."""
    named = _NAMED.search(sentence)
    if named is not None and named["verdict"] != answer.verdict.value:
        return True
    says, expected = _opening(sentence), _opening(answer.summary)
    if expected is None:
        expected = _BY_VERDICT.get(answer.verdict)
    return says is not None and expected is not None and says is not expected


def _opening(sentence: str) -> bool | None:
    opens = _OPENS.match(sentence)
    return None if opens is None else opens["word"].lower() in ("ja", "jo", "yes")
