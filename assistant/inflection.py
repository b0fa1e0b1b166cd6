"""The forms in which a noun of the vocabulary may stand: definite, plural, and whose it is."""

from __future__ import annotations

from corpus.models import Language

_SHORTEST = 4
"""Letters of the shortest word that is inflected; a shorter one is mostly an abbreviation."""
_ENDINGS: dict[Language, dict[str, tuple[str, ...]]] = {
    Language.NB: {"er": ("e", "en", "ne", "s"), "e": ("n", "r", "ne", "s"), "": ("en", "er", "ene", "e", "et", "s")},
    Language.NN: {"ar": ("ar", "en", "ane", "s"), "e": ("n", "r", "ne", "ar", "s"), "": ("en", "ar", "ane", "e", "et")},
    Language.EN: {"": ("s",)},
}
"""What is added to a word that ends so; the first that fits."""


def forms(phrase: str, language: Language) -> tuple[str, ...]:
    """A phrase, and the same with its first word inflected: «lærer på skolen», «lærere på skolen», «læreren på …».

    A word with a capital or a star is left as it is. Some of the forms are no words; nobody writes those.
    """
    first, space, rest = phrase.partition(" ")
    if len(first) < _SHORTEST or not first.islower() or "*" in first:
        return (phrase,)
    endings = next(added for ending, added in _ENDINGS[language].items() if first.endswith(ending))
    return (phrase, *(f"{first}{ending}{space}{rest}" for ending in endings))
