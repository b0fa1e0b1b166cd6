"""Who a rule speaks of, by the vocabulary's parties."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.grounding.tongues import TongueReader
from assistant.phrases import PhraseFinder
from corpus.models import Concept


class PartyReader:
    """Finds parties and knows which stand for which."""

    def __init__(self, parties: Mapping[str, Concept], tongues: TongueReader) -> None:
        self._tongues = tongues
        self._parties = parties
        self._norwegian = PhraseFinder({id_: [*c.words.nb, *c.words.nn] for id_, c in parties.items()})
        self._english = PhraseFinder({id_: c.words.en for id_, c in parties.items()})

    def find(self, words: list[str]) -> dict[str, int]:
        """The parties of a text with the place of their first word."""
        found: dict[str, int] = {}
        for party, place in self.named(words):
            found.setdefault(party, place)
        return found

    def named(self, words: list[str]) -> tuple[tuple[str, int], ...]:
        """Every mention of a party, in order, with its place. A longer name hides the shorter inside it."""
        finder = self._english if self._tongues.is_english(words) else self._norwegian
        hits = sorted(finder.find(words), key=lambda hit: (hit.start, -hit.length))
        found: list[tuple[str, int]] = []
        covered = -1
        for hit in hits:
            if hit.end > covered or (hit.length == 1 and hit.start >= covered):
                found.append((hit.owner, hit.start))
                covered = max(covered, hit.end)
        return tuple(found)

    def wider(self, party: str) -> frozenset[str]:
        """The party and all that it also is."""
        found = {party}
        waiting = [party]
        while waiting:
            for other in self._parties[waiting.pop()].implies:
                if other in self._parties and other not in found:
                    found.add(other)
                    waiting.append(other)
        return frozenset(found)

    def carried(self, party: str, by: frozenset[str]) -> bool:
        """Whether a text with the parties ``by`` speaks of ``party``, in a wider or a narrower name."""
        return bool(self.wider(party) & by) or any(party in self.wider(other) for other in by)
