"""Which way information goes: from the asker to others, or from others to her.

«Kan jeg si det til barnevernet?» and «kan barnevernet si det til meg?» name the same two, and have different rules.
The words are in ``corpus/vocabulary/frames.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.lines import Line, line_of
from assistant.phrases import Hit

_NEAR = 2
"""Words that may stand between «fra» and who gives («fra den nye skolen»)."""
_REACH = 6
"""Words that may stand between who gives and what he does («kan barnevernet uten samtykke gi oss …»)."""


def givers(lines: Sequence[Line], recipients: Sequence[Hit], frames: Sequence[Hit]) -> frozenset[str]:
    """Those of the recipients that give the asker something.

    They stand after «fra» where she gets or asks for something, or before «gi oss».
    """
    return frozenset(hit.owner for hit in recipients if _gives(hit, line_of(lines, hit.start), frames))


def _gives(hit: Hit, line: Line | None, frames: Sequence[Hit]) -> bool:
    if line is None:
        return False
    here = [frame for frame in frames if line.holds(frame.start)]
    after_from = any(0 <= hit.start - frame.end <= _NEAR for frame in _of(here, "from"))
    if after_from and any(True for _ in _of(here, "gets")):
        return True
    return any(0 <= frame.start - hit.end <= _REACH for frame in _of(here, "to_asker"))


def _of(frames: Iterable[Hit], owner: str) -> Iterable[Hit]:
    return (frame for frame in frames if frame.owner == owner)
