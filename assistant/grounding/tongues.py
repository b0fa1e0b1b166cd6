"""English or Norwegian: «to» is a number and «far» a father in one of them only."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.models import Grammar


class TongueReader:
    """Tells the two apart by the small words of the vocabulary, however short a text is."""

    def __init__(self, grammar: Grammar) -> None:
        self._english = frozenset(grammar.telling.en)
        self._norwegian = frozenset((*grammar.telling.nb, *grammar.telling.nn))

    def is_english(self, words: Sequence[str]) -> bool:
        """Whether more words are telling of English than of Norwegian; in doubt Norwegian."""
        return sum(word in self._english for word in words) > sum(word in self._norwegian for word in words)
