"""What a sentence says somebody must, may or must not do, told by the wording of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from assistant.phrases import Hit, PhraseFinder
from corpus.models import Concept, Grammar
from ingest.norwegian import tokens


class Stance(StrEnum):
    """One thing that is said of an act."""

    MUST = "must"
    MUST_NOT = "must_not"
    NEED_NOT = "need_not"
    MAY = "may"
    SHOULD = "should"
    RIGHT = "right"
    OFFERED = "offered"
    FREE = "free"
    BLOCKED = "blocked"


S = Stance
_AGREES: dict[Stance, frozenset[Stance]] = {
    S.MUST: frozenset({S.MUST, S.RIGHT}),
    S.MUST_NOT: frozenset({S.MUST_NOT}),
    S.NEED_NOT: frozenset({S.NEED_NOT}),
    S.MAY: frozenset({S.MAY, S.RIGHT, S.OFFERED, S.FREE}),
    S.SHOULD: frozenset({S.SHOULD}),
    S.RIGHT: frozenset({S.RIGHT, S.MUST, S.MAY}),
    S.OFFERED: frozenset({S.OFFERED, S.MAY, S.FREE}),
    S.FREE: frozenset({S.FREE, S.MAY, S.NEED_NOT, S.OFFERED}),
    S.BLOCKED: frozenset({S.BLOCKED, S.MUST_NOT}),
}
_VERBS = frozenset({"must", "may", "should"})
_LATE = re.compile(r"(?P<head>[^;:?]+?),\s(?=(?:skal|må|kan|bør|plikter|pliktar)\s)", re.IGNORECASE)
"""«Svarar ho ikkje, skal …», «Den som vet det, må …»: the main clause goes on after the comma."""
_ASKS = re.compile(r"(?:skal|må|kan|bør|vil)\s", re.IGNORECASE)
"""A clause that begins so, and is no question, is a condition: «Kan det hindres, må du …»."""
_GIVEN = re.compile(
    r",?\s(?:når|hvis|viss|dersom|såfremt|så lenge|så langt|med mindre|unntatt|unnateke|fordi|selv om|sjølv om|if|when|"
    r"unless|except|because|as long as|as far as|where|provided|even if|even though|although)\s",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r",?\s(?:når|hvis|viss|dersom|såfremt|så lenge|så langt|at|som|fordi|slik at|med mindre|uten at|utan at|if|when|"
    r"unless|that|which|who|because|so that|as long as|as far as|even if|selv om|sjølv om)\s",
    re.IGNORECASE,
)
_CONTRADICTS: dict[Stance, frozenset[Stance]] = {
    S.MUST: frozenset({S.MAY, S.MUST_NOT, S.NEED_NOT, S.SHOULD, S.OFFERED}),
    S.MUST_NOT: frozenset({S.MUST, S.MAY, S.NEED_NOT, S.RIGHT, S.OFFERED, S.FREE}),
    S.NEED_NOT: frozenset({S.MUST, S.MUST_NOT}),
    S.MAY: frozenset({S.MUST, S.MUST_NOT, S.SHOULD, S.BLOCKED}),
    S.SHOULD: frozenset({S.MUST, S.MAY, S.MUST_NOT, S.NEED_NOT}),
    S.RIGHT: frozenset({S.MUST_NOT, S.NEED_NOT, S.OFFERED}),
    S.OFFERED: frozenset({S.MUST, S.MUST_NOT, S.RIGHT, S.BLOCKED}),
    S.FREE: frozenset({S.BLOCKED, S.MUST_NOT}),
    S.BLOCKED: frozenset({S.FREE, S.MAY}),
}
_MEANS: dict[str, tuple[Stance, Stance]] = {
    "must": (S.MUST, S.MUST_NOT),
    "may": (S.MAY, S.MUST_NOT),
    "should": (S.SHOULD, S.SHOULD),
    "duty": (S.MUST, S.NEED_NOT),
    "forbidden": (S.MUST_NOT, S.MAY),
    "right": (S.RIGHT, S.MUST_NOT),
    "granted": (S.RIGHT, S.MUST_NOT),
    "offered": (S.OFFERED, S.MUST_NOT),
}
"""What each kind of wording says, and what it says where it is denied."""
_CONTRAST = re.compile(r",\s*(?:ikke|ikkje|not)\b", re.IGNORECASE)
_ACT = re.compile(r"^(?:å|to)$")
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

    def __init__(self, wording: Mapping[str, Concept], grammar: Grammar) -> None:
        self._finder = PhraseFinder({id_: [line for _, line in c.words.all()] for id_, c in wording.items()})
        self._passive, self._not_only = grammar.passive.words(), grammar.not_only.words()
        verbs = "|".join(sorted(map(re.escape, grammar.condition_verbs.words())))
        self._verb_first = re.compile(rf"(?:{verbs or '(?!)'})\s[^,?]+,\s", re.IGNORECASE)

    def verb_first(self, text: str) -> re.Match[str] | None:
        """The condition without a word of its own that a text begins with («Er barnet under 12 år, »)."""
        return self._verb_first.match(text)

    def cues(self, words: list[str]) -> list[Hit]:
        """All wording that was found."""
        return self._finder.find(words)

    def kinds(self, words: list[str]) -> frozenset[str]:
        """The kinds of wording in a text. «Without delay» and «without being hindered by» are no «without»."""
        hits = self.cues(words)
        aside = [hit for hit in hits if hit.owner in ("free", "at_once")]
        return frozenset(hit.owner for hit in hits if hit in aside or not _inside(hit, aside))

    def main(self, text: str) -> frozenset[Stance]:
        """What the main clause of a sentence says first, without what stands in its conditions and side clauses."""
        found = (self._in_order(spoken(piece)) for piece in self.mains(text))
        return next((frozenset(stances[:1]) for stances in found if stances), frozenset())

    def mains(self, text: str) -> tuple[str, ...]:
        """The main clause as far as it can be told, then wider and wider parts of the sentence."""
        later = self._after_condition(text)
        wide = (later, text) if later else (text,)
        ways = (_SUBORDINATE, _GIVEN)
        return tuple(part for piece in wide for way in ways if (part := way.split(piece)[0]).strip()) or (text, text)

    def complete(self, text: str) -> frozenset[Stance]:
        """What the main clause and its «at» clauses say, without what stands in conditions."""
        return self.stances(spoken(_GIVEN.split(self._after_condition(text) or text)[0]))

    def _after_condition(self, text: str) -> str:
        """What follows a condition or a long subject that a sentence begins with, or nothing where it has none."""
        first, _, rest = text.partition(",")
        if any(hit.owner == "condition" and hit.start == 0 for hit in self.cues(spoken(first))):
            return rest.strip()
        late = _LATE.match(text)
        if late and (_ASKS.match(text) or not self._in_order(spoken(_SUBORDINATE.split(late["head"])[0]))):
            return text[late.end() :]
        opens = self.verb_first(text)
        return text[opens.end() :] if opens else ""

    def stances(self, words: list[str]) -> frozenset[Stance]:
        """What is said to be done: empty where a text only tells how things are."""
        return frozenset(self._in_order(words))

    def _in_order(self, words: list[str]) -> list[Stance]:
        hits = sorted(self.cues(words), key=lambda hit: (hit.start, -hit.length))
        aside = [hit for hit in hits if hit.owner in ("free", "bound", "secrecy", "no_rule")]
        nots = [hit for hit in hits if hit.owner == "not" and not _inside(hit, aside) and not self._joins(words, hit)]
        modal = [hit for hit in hits if hit.owner in _VERBS]
        found: list[Stance] = []
        for hit in hits:
            if hit.owner == "free":
                found.append(S.FREE)
            elif not _inside(hit, aside) and not self._hidden(hit, hits):
                found.extend(self._taken(words, hit, nots, modal))
        return found

    def _hidden(self, hit: Hit, hits: list[Hit]) -> bool:
        """Whether a verb is no rule of its own: «det som kan skade» is possible, «skal kunne» is a duty."""
        before = {other.owner for other in hits if other.end == hit.start}
        longer = [other for other in hits if other.owner in ("granted", "offered") and other.length > hit.length]
        return (
            (hit.owner in _VERBS and ("relative" in before or _inside(hit, longer)))
            or (hit.owner == "may" and "must" in before)
            or (hit.owner == "granted" and _inside(hit, longer))
        )

    def _taken(self, words: list[str], hit: Hit, nots: list[Hit], modal: list[Hit]) -> list[Stance]:
        if hit.owner == "blocked":
            return [S.FREE if _near(nots, hit, 3, 2) else S.BLOCKED]
        plain, denied = _MEANS.get(hit.owner, (None, None))
        if hit.owner == "right" and self._to_do(words, hit):
            plain = S.MAY
        taken = denied if self._denied(hit, nots, modal) else plain
        return [] if taken is None else [taken]

    def denies(self, text: str) -> bool:
        """Whether the main clause is denied. «…, not others» and «no obstacle» deny nothing."""
        pieces = [spoken(_CONTRAST.sub(",", piece)) for piece in self.mains(text)]
        words = next((piece for piece in pieces if self._in_order(piece)), pieces[-1])
        hits = self.cues(words)
        other = [hit for hit in hits if hit.owner in ("free", "bound")]
        return any(hit.owner == "not" and not self._joins(words, hit) and not _inside(hit, other) for hit in hits)

    def _denied(self, hit: Hit, nots: list[Hit], modal: list[Hit]) -> bool:
        following = min((m.start for m in modal if m.start >= hit.end), default=10**6)
        preceding = max((m.end for m in modal if m.end <= hit.start), default=-1)
        first = min((m.start for m in modal), default=-1)
        for no in nots:
            if no.start == 0 and hit.start == first:
                return True  # «Ingen som arbeider her, skal …»
            if hit.end <= no.start < min(hit.end + _AFTER, following):
                return True
            earliest = max(hit.start - _BEFORE, -1 if hit.owner == "duty" else preceding)
            if earliest <= no.start < hit.end:
                return True
        return False

    def _joins(self, words: list[str], hit: Hit) -> bool:
        """«ikke bare», «not only»: no negation."""
        return hit.end < len(words) and words[hit.end] in self._not_only

    def _to_do(self, words: list[str], hit: Hit) -> bool:
        """Whether a right is one to do something («rett til å kreve»), which is a permission."""
        rest = words[hit.end : hit.end + 2]
        return len(rest) == 2 and bool(_ACT.match(rest[0])) and rest[1] not in self._passive


def agrees(said: Stance, carried: frozenset[Stance]) -> bool:
    """Whether a text that takes the stances ``carried`` can carry a sentence that takes the stance ``said``."""
    if said is Stance.MAY and S.MUST in carried:
        carried -= {S.FREE}  # «must, notwithstanding confidentiality» is no choice
    return bool(_AGREES[said] & carried)


def contradicts(said: Stance, carried: frozenset[Stance]) -> bool:
    """Whether a text that takes the stances ``carried`` speaks against a sentence that takes the stance ``said``."""
    return bool(_CONTRADICTS[said] & carried)


def _inside(hit: Hit, others: list[Hit]) -> bool:
    return any(other.start <= hit.start < other.end for other in others)


def _near(nots: list[Hit], hit: Hit, before: int, after: int) -> bool:
    return any(hit.start - before <= no.start < hit.end + after for no in nots)
