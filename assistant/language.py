"""Which of the three languages somebody writes."""

from __future__ import annotations

from lingua import Language as Lingua
from lingua import LanguageDetectorBuilder

from corpus.models import Language

_NAMES = {Lingua.BOKMAL: Language.NB, Lingua.NYNORSK: Language.NN, Lingua.ENGLISH: Language.EN}


class LanguageDetector:
    """Tells bokmål, nynorsk and English apart; anything else is answered in bokmål."""

    def __init__(self) -> None:
        self._detector = LanguageDetectorBuilder.from_languages(*_NAMES).build()

    def detect(self, text: str) -> Language:
        """The language of ``text``. Too short or undecided text counts as bokmål."""
        found = self._detector.detect_language_of(text)
        return _NAMES.get(found, Language.NB) if found else Language.NB
