"""How a question is put: as yes or no, openly, or as a claim to confirm; of a may or a must; turned or not.

An entry's answer opens as its usual question is put («Ja», «Nei»). Who asks «er det forbudt å …?», or whether it is
true that she need not, asks the same the other way. The words are in ``corpus/vocabulary/frames.yaml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.lines import Line
from assistant.phrases import Hit
from corpus.models import Verdict


class Form(StrEnum):
    """What kind of answer a question wants."""

    YES_NO = "yes_no"
    CLAIM = "claim"
    OPEN = "open"
    NONE = "none"


class Modal(StrEnum):
    """What is asked of a rule."""

    MAY = "may"
    MUST = "must"
    RIGHT = "right"
    SECRECY = "secrecy"


_DUTIES = (Verdict.MUST_REPORT, Verdict.MUST_AVERT, Verdict.MUST_COOPERATE)
_HOLDS: dict[Modal, dict[Verdict, bool]] = {
    Modal.MAY: {
        Verdict.MAY_SHARE: True,
        **dict.fromkeys(_DUTIES, True),
        Verdict.RIGHT: True,
        Verdict.MUST_NOT_SHARE: False,
    },
    Modal.MUST: {**dict.fromkeys(_DUTIES, True), Verdict.NO_DUTY: False, Verdict.MUST_NOT_SHARE: False},
    Modal.SECRECY: {Verdict.MUST_NOT_SHARE: True},
    Modal.RIGHT: {Verdict.RIGHT: True, Verdict.NO_DUTY: False, Verdict.MUST_NOT_SHARE: False},
}
"""Whether «one may», «one must», «one is bound to secrecy» and «one has a right» hold by each verdict; what is not
here cannot be told."""


@dataclass(frozen=True, slots=True)
class Framing:
    """``turned`` is whether it is asked the other way round; ``on_condition`` whether a «must» may be a condition of
    something else («må jeg ha samtykke?»)."""

    form: Form = Form.NONE
    modal: Modal | None = None
    turned: bool = False
    on_condition: bool = False

    def holds(self, verdict: Verdict) -> bool | None:
        """Whether what the question puts is so by a verdict; nothing where that cannot be told."""
        if self.modal is None or (self.modal is Modal.MUST and self.on_condition):
            return None
        held = _HOLDS[self.modal].get(verdict)
        return None if held is None else held is not self.turned


UNFRAMED = Framing()
"""Words that put no question."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words ``start`` to ``end`` that put the question, and how."""

    form: Form
    start: int
    end: int


def framing(lines: Sequence[Line], breaks: Sequence[int], frames: Sequence[Hit]) -> Framing:
    """How a message puts its question. ``breaks`` are the words that a comma stands before."""
    found = [_clause(at, lines, breaks, frames) for at, line in enumerate(lines) if line.mark == "?"]
    clauses = [clause for clause in found if clause is not None]
    clause = next((clause for clause in clauses if clause.form is not Form.OPEN), clauses[0] if clauses else None)
    return UNFRAMED if clause is None else _read(clause, frames)


def _clause(at: int, lines: Sequence[Line], breaks: Sequence[int], frames: Sequence[Hit]) -> _Clause | None:
    """The clause of a question that puts it."""
    line = lines[at]
    inside = [frame for frame in frames if line.holds(frame.start)]
    for frame in inside:
        if frame.owner == "claim_of":
            # «kan jeg vel ikke …?» holds its claim on both sides, the others after them
            return _Clause(Form.CLAIM, line.start if frame.length == 1 else frame.end, line.end)
    for frame in inside:
        if frame.owner == "claim_before" and frame.end == line.end:
            alone = frame.start - line.start <= 1
            before = lines[at - 1] if alone and at else line
            return _Clause(Form.CLAIM, before.start, frame.start if before is line else before.end)
    starts = [line.start, *(place for place in breaks if line.holds(place))]
    for start in reversed(starts):
        for frame in inside:
            if frame.owner in {"asks_openly", "asks_whether"} and start <= frame.start <= start + 1:
                form = Form.OPEN if frame.owner == "asks_openly" else Form.YES_NO
                return _Clause(form, start, line.end)
    return None


def _read(clause: _Clause, frames: Sequence[Hit]) -> Framing:
    inside = [frame for frame in frames if clause.start <= frame.start < clause.end]
    names = {
        "says_may": Modal.MAY,
        "says_must": Modal.MUST,
        "says_right": Modal.RIGHT,
        "says_secrecy": Modal.SECRECY,
        "forbidden": Modal.MAY,
        "exempt": Modal.MUST,
    }
    asked = min((frame for frame in inside if frame.owner in names), key=lambda frame: frame.start, default=None)
    first = asked.end if asked else clause.start + 1
    end = min((f.start for f in inside if f.owner == "aside" and f.start >= first), default=clause.end)
    main = [frame for frame in inside if frame.start < end]
    turns = sum(any(frame.owner == owner for frame in main) for owner in ("never", "forbidden", "exempt"))
    modal = names[asked.owner] if asked else None
    turned = turns % 2 == 1
    if any(frame.owner == "refrain" for frame in main):  # «må jeg tie?» asks «kan jeg ikke si det?»
        modal = {Modal.MAY: Modal.MUST, Modal.MUST: Modal.MAY}.get(modal, modal) if modal else None
        turned = not turned
    condition = any(frame.owner == "depends_on" for frame in inside)
    return Framing(clause.form, modal, turned, condition)
