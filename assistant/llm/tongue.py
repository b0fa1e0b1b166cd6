"""Whether a model writes the asker's language: small models slip into English, Danish or Swedish."""

from __future__ import annotations

from assistant.language import LanguageDetector
from assistant.phrases import PhraseFinder
from corpus.knowledge import Knowledge
from corpus.models import Language
from ingest.norwegian import tokens

_LONG = 4
"""Words from which on a language can be told."""


class Tongue:
    """Tells by the vocabulary's foreign words and the detector of the asker's language."""

    def __init__(self, knowledge: Knowledge, detector: LanguageDetector) -> None:
        self._detector = detector
        self._foreign = PhraseFinder({"foreign": [line for _, line in knowledge.wording["foreign"].words.all()]})

    def speaks(self, text: str, language: Language) -> bool:
        """Whether ``text`` may be in ``language``. Bokmål and nynorsk are not told apart here."""
        words = tokens(text)
        if language is not Language.EN and self._foreign.find(words):
            return False
        if len(words) < _LONG:
            return True
        return (self._detector.detect(text) is Language.EN) is (language is Language.EN)
