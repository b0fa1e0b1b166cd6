"""Which of the three languages somebody writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from lingua import Language as Lingua
from lingua import LanguageDetectorBuilder

from assistant.phrases import Hit, PhraseFinder, Vocabulary, phrases_of
from corpus.knowledge import Knowledge
from corpus.models import Language
from ingest.norwegian import tokens

_REFERENCE = re.compile(r"§+\s*\d+[\d-]*\s*[a-zæøå]?\b", re.IGNORECASE)
"""«§ 25 a» is no English."""
_NAMES = {Lingua.BOKMAL: Language.NB, Lingua.NYNORSK: Language.NN, Lingua.ENGLISH: Language.EN}


class LanguageDetector:
    """Tells bokmål, nynorsk and English apart: by words that only one of them has, else by statistics."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.markers: Vocabulary = {concept.id: phrases_of(concept.words) for concept in knowledge.languages.values()}
        self._finder = PhraseFinder(self.markers)
        self._detector = LanguageDetectorBuilder.from_languages(*_NAMES).build()

    def detect(self, text: str) -> Language:
        """The language of ``text``. A line too short to tell («hei», «takk») counts as bokmål."""
        return self.by(self._finder.find(tokens(text)), text)

    def by(self, markers: Iterable[Hit], text: str) -> Language:
        """The same where the ``markers`` in the text have been found."""
        marked = Counter(hit.owner for hit in markers).most_common(2)
        if marked and (len(marked) == 1 or marked[0][1] > marked[1][1]):
            return Language(marked[0][0])
        text = _REFERENCE.sub(" ", text)
        likely = {_NAMES[v.language]: v.value for v in self._detector.compute_language_confidence_values(text)}
        # A sentence of nynorsk without one of its own words is rarer than one of bokmål taken for it.
        english = likely.get(Language.EN, 0.0) - likely.get(Language.NB, 0.0) - likely.get(Language.NN, 0.0)
        return Language.EN if english > 0 else Language.NB
