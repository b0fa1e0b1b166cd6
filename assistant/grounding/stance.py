"""What a sentence says somebody must, may or must not do, told by the wording of the vocabulary."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.phrases import Hit, PhraseFinder
from corpus.models import Concept
from ingest.norwegian import tokens


class Stance(StrEnum):
    """One thing that is said of an act."""

    MUST = "must"
    MUST_NOT = "must_not"
    NEED_NOT = "need_not"
    MAY = "may"
    SHOULD = "should"
    RIGHT = "right"
    FREE = "free"
    BLOCKED = "blocked"


S = Stance
_AGREES: dict[Stance, frozenset[Stance]] = {
    S.MUST: frozenset({S.MUST, S.RIGHT}),
    S.MUST_NOT: frozenset({S.MUST_NOT}),
    S.NEED_NOT: frozenset({S.NEED_NOT}),
    S.MAY: frozenset({S.MAY, S.RIGHT, S.FREE}),
    S.SHOULD: frozenset({S.SHOULD}),
    S.RIGHT: frozenset({S.RIGHT, S.MUST, S.MAY}),
    S.FREE: frozenset({S.FREE, S.MAY, S.NEED_NOT}),
    S.BLOCKED: frozenset({S.BLOCKED, S.MUST_NOT}),
}
_ACT = re.compile(r"^(?:å|to)$")
_PASSIVE = frozenset({"få", "bli", "vere", "være", "ha", "be", "have", "receive", "get"})
_N_T = re.compile(r"(?<=\w)n['’]t\b", re.IGNORECASE)
_CANNOT = re.compile(r"\bcannot\b", re.IGNORECASE)
_AFTER = 3
"""Words after a modal verb within which a negation denies it («skal derfor ikke»)."""
_BEFORE = 3
"""Words before a duty or a modal verb within which a negation denies it («har ikke noen plikt», «ingen kan»)."""


def spoken(text: str) -> list[str]:
    """The words of a text, with the negations of English written out."""
    text = _CANNOT.sub("can not", _N_T.sub(" not", text.replace("can't", "can not").replace("won't", "will not")))
    return tokens(text)


class StanceReader:
    """Reads stances by the vocabulary's wording."""

    def __init__(self, wording: dict[str, Concept]) -> None:
        self._finder = PhraseFinder({id_: [line for _, line in c.words.all()] for id_, c in wording.items()})

    def cues(self, words: list[str]) -> list[Hit]:
        """All wording that was found."""
        return self._finder.find(words)

    def stances(self, words: list[str]) -> frozenset[Stance]:
        """What is said to be done: empty where a text only tells how things are."""
        hits = self.cues(words)
        free = [hit for hit in hits if hit.owner == "free"]
        nots = [
            hit
            for hit in hits
            if hit.owner == "not" and not any(f.start <= hit.start < f.end for f in free) and not _joins(words, hit)
        ]
        modal = [hit for hit in hits if hit.owner in ("must", "may", "should")]
        found: set[Stance] = {S.FREE} if free else set()
        for hit in hits:
            if any(f.start <= hit.start < f.end for f in free):
                continue
            if hit.owner == "blocked":
                found.add(S.FREE if _near(nots, hit, 3, 2) else S.BLOCKED)
            elif hit.owner == "must":
                found.add(S.MUST_NOT if self._denied(hit, nots, modal) else S.MUST)
            elif hit.owner == "may":
                found.add(S.MUST_NOT if self._denied(hit, nots, modal) else S.MAY)
            elif hit.owner == "should":
                found.add(S.MUST_NOT if self._denied(hit, nots, modal) else S.SHOULD)
            elif hit.owner == "duty":
                found.add(S.NEED_NOT if self._denied(hit, nots, modal) else S.MUST)
            elif hit.owner == "forbidden":
                found.add(S.MAY if self._denied(hit, nots, modal) else S.MUST_NOT)
            elif hit.owner == "right":
                if self._denied(hit, nots, modal):
                    found.add(S.MUST_NOT)
                else:
                    found.add(S.MAY if _to_do(words, hit) else S.RIGHT)
        if S.NEED_NOT in found and S.MUST in found and not any(h.owner == "must" for h in hits):
            found.discard(S.MUST) if _all_denied(hits, nots) else None
        return frozenset(found)

    def denies(self, words: list[str]) -> bool:
        """Whether something is denied: «not» and «without», but for «without delay» and «no obstacle»."""
        hits = self.cues(words)
        other = [hit for hit in hits if hit.owner in ("at_once", "free")]
        return any(
            hit.owner in ("not", "without")
            and not _joins(words, hit)
            and not any(o.start <= hit.start < o.end for o in other)
            for hit in hits
        )

    def _denied(self, hit: Hit, nots: list[Hit], modal: list[Hit]) -> bool:
        following = min((m.start for m in modal if m.start >= hit.end), default=10**6)
        preceding = max((m.end for m in modal if m.end <= hit.start), default=-1)
        for no in nots:
            if hit.end <= no.start < min(hit.end + _AFTER, following):
                return True
            if max(hit.start - _BEFORE, preceding if hit.owner != "duty" else -1) <= no.start < hit.start:
                return True
            if hit.start <= no.start < hit.end:
                return True
        return False


def agrees(said: Stance, carried: frozenset[Stance]) -> bool:
    """Whether a text that takes the stances ``carried`` can carry a sentence that takes the stance ``said``."""
    return bool(_AGREES[said] & carried)


def _near(nots: list[Hit], hit: Hit, before: int, after: int) -> bool:
    return any(hit.start - before <= no.start < hit.end + after for no in nots)


def _joins(words: list[str], hit: Hit) -> bool:
    """«ikke bare», «not only»: no negation."""
    return hit.end < len(words) and words[hit.end] in ("bare", "berre", "only", "kun", "minst", "least")


def _to_do(words: list[str], hit: Hit) -> bool:
    """Whether a right is one to do something («rett til å kreve»), which is a permission."""
    rest = words[hit.end : hit.end + 2]
    return len(rest) == 2 and bool(_ACT.match(rest[0])) and rest[1] not in _PASSIVE


def _all_denied(hits: list[Hit], nots: list[Hit]) -> bool:
    return all(_near(nots, hit, _BEFORE, _AFTER) for hit in hits if hit.owner == "duty")
