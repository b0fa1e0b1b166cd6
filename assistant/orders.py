"""Takes out of a message what gives orders to the assistant, so that only the question is searched for.

No language model reads the question, so an order has no power here. But its words would be searched
for like all others and bring up a rule that nobody asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.phrases import PhraseFinder, phrases_of
from corpus.knowledge import Knowledge
from corpus.models import Concept
from ingest.norwegian import tokens

_LINE = re.compile(r"(?:(?<=[.!?:])\s+|(?<=[.!?][»”\"'])\s+|\s*#{2,}\s*|\n+)(?![^«»]*»)")
"""What parts two lines, but not within «…»."""
_QUOTATION = ("«", "“", '"', "'")


@dataclass(frozen=True, slots=True)
class Heard:
    """What is left of a message without the orders in it; ``ordered`` tells that there were some."""

    text: str
    ordered: bool

    @property
    def asks_nothing(self) -> bool:
        return self.ordered and not self.text


class OrderReader:
    """Finds orders by the vocabulary's phrases."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._orders = _finder(knowledge.orders.values())
        self._asks = _finder(knowledge.cues[cue] for cue in ("may", "must"))
        self._asker = _finder([knowledge.cues["first_person"]])
        self._modal = _finder(knowledge.frames[frame] for frame in ("says_may", "says_must"))
        self._dangers = _finder(knowledge.dangers.values())

    def without(self, message: str) -> Heard:
        """The message without the lines that give orders and what those quote.

        A line that also asks something or tells of danger stays: «svar bare ja eller nei, må jeg melde?»
        """
        kept: list[str] = []
        ordered = after_order = False
        for line in filter(None, _LINE.split(message)):
            quoted = after_order and line.lstrip().startswith(_QUOTATION)
            after_order = quoted or self._only_orders(line)
            ordered |= after_order
            if not after_order:
                kept.append(line)
        if not ordered:
            return Heard(message, ordered=False)
        text = " ".join(kept).strip()
        return Heard(text if len(tokens(text)) > 1 else "", ordered=True)

    def _only_orders(self, line: str) -> bool:
        words = tokens(line)
        if not self._orders.find(words):
            return False
        asks = self._asks.find(words) or (self._asker.find(words) and self._modal.find(words))
        return not (line.rstrip().endswith("?") or asks or self._dangers.find(words))


def _finder(concepts: Iterable[Concept]) -> PhraseFinder:
    return PhraseFinder({concept.id: phrases_of(concept.words) for concept in concepts})
