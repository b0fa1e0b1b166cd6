"""Who does what to whom in a clause, as far as its words tell: the parties by its verb, after it, and spoken to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.grounding.parties import PartyReader
from assistant.grounding.stance import StanceReader, spoken
from corpus.models import Grammar

_VERBS = frozenset({"must", "may", "should", "duty", "right"})
_NEXT = 4
"""Words before its verb within which the one who acts stands."""


class ActorReader:
    """Reads who acts, by the vocabulary's parties and its grammar."""

    def __init__(self, stances: StanceReader, parties: PartyReader, grammar: Grammar) -> None:
        self._stances = stances
        self._parties = parties
        self._pronouns = grammar.pronouns.words()
        self._prepositions = grammar.prepositions.words()
        self._bounds = grammar.bounds.words()
        self._joining = grammar.joining.words()

    def subjects(self, text: str) -> frozenset[str]:
        """The parties next to the verb that tells what must or may be done: the last before it with those that are
        joined to it («kommunen og statsforvalteren kan»), else the one after it. None where «du» or «han» stands there.
        """
        for piece in self._stances.mains(text):
            words = spoken(piece)
            parties = self._parties.find(words)
            free = sorted((place, party) for party, place in parties.items() if not self._beside(words, place))
            verbs = [hit for hit in self._stances.cues(words) if hit.owner in _VERBS]
            if not verbs:
                if free and free[0][0] < _NEXT:
                    return frozenset(self._joined(words, free))
                continue
            verb = verbs[0]
            if not self._pronouns.isdisjoint(
                words[max(0, verb.start - 1) : verb.start] + words[verb.end : verb.end + 1]
            ):
                return frozenset()
            before = [one for one in reversed(free) if one[0] < verb.start]
            if before:
                return frozenset(self._joined(words, before))
            after = [party for place, party in free if verb.end <= place <= verb.end + 1]
            if after:
                return frozenset(after[:1])
        return frozenset()

    def objects(self, text: str) -> frozenset[str]:
        """The parties that the main clause names after its verb."""
        words = spoken(self._stances.mains(text)[0])
        verbs = [hit.end for hit in self._stances.cues(words) if hit.owner in _VERBS]
        return frozenset(p for p, place in self._parties.find(words).items() if verbs and place > min(verbs))

    def recipients(self, text: str) -> frozenset[str]:
        """The parties that something is done towards, but for those that a condition speaks of."""
        words = spoken(self._stances.mains(text)[1])
        before = [hit.end for hit in self._stances.cues(words) if hit.owner == "to"]
        found = self._parties.find(words)
        return frozenset(party for party, place in found.items() if any(_follows(words, end, place) for end in before))

    def _beside(self, words: Sequence[str], place: int) -> bool:
        """Whether a party hangs on a preposition («på den institusjonen»)."""
        for word in reversed(words[max(0, place - 2) : place]):
            if word in self._prepositions or word in self._bounds:
                return word in self._prepositions
        return False

    def _joined(self, words: Sequence[str], parties: Sequence[tuple[int, str]]) -> Iterable[str]:
        """The first of some parties, and those after it that «og» or «eller» joins to it."""
        yield parties[0][1]
        for (one, _), (other, party) in pairwise(parties):
            between = words[min(one, other) : max(one, other)]
            if self._joining.isdisjoint(between) or len(between) > _NEXT:
                return
            yield party


def _follows(words: Sequence[str], start: int, place: int) -> bool:
    """Whether a party stands right after a preposition («til den lokale skolen», but not «til at skolen»)."""
    between = words[start:place]
    return start <= place and len(between) <= 1 and not {"at", "å", "that"} & set(between)
