"""What a provision is about, and how well a sentence fits it: by the words they share, the rare ones most."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from corpus.knowledge import Knowledge
from corpus.models import Digest
from corpus.refs import ProvisionRef
from ingest.norwegian import Analyzer, lexicon_of
from ingest.texts import TextStore, words_at

_MARKS = re.compile(r"§+\s*[\d-]+\s?[a-z]?\b|\d+|\b(?:ledd|jf|nr|bokstav|lov(?:en|a)?s?)\b", re.IGNORECASE)
_FOLD = str.maketrans({"å": "a", "ø": "o", "æ": "a", "é": "e"})


class Matter:
    """Compares sentences with what is known of provisions."""

    def __init__(self, knowledge: Knowledge, texts: TextStore | None) -> None:
        self._knowledge = knowledge
        self._texts = texts
        said = {ref: "\n".join(_lines(digest)) for ref, digest in knowledge.digests.items()}
        self._analyzer = Analyzer(lexicon_of(said.values()), knowledge.variants)
        self._terms: dict[ProvisionRef, frozenset[str] | None] = {
            ref: frozenset(self.terms(text)) for ref, text in said.items()
        }
        seen = Counter(term for terms in self._terms.values() if terms for term in terms)
        count = len(said) + 1
        self._weights = {term: math.log(count / (1 + times)) for term, times in seen.items()}
        self._unseen = math.log(count / 2)

    def terms(self, text: str) -> frozenset[str]:
        """The words of a text that tell what it is about, as stems, without damage to the letters å, ø and æ."""
        return frozenset(term.translate(_FOLD) for term in self._analyzer.terms(_MARKS.sub(" ", text)) if len(term) > 2)

    def weight(self, terms: Iterable[str]) -> float:
        """How much a set of words tells."""
        return sum(self._weights.get(term, self._unseen) for term in terms)

    def fit(self, terms: frozenset[str], ref: ProvisionRef) -> float | None:
        """The share of a sentence's known words that the provision has too; ``None`` where nothing is known of it."""
        of_it = self.about(ref)
        known = frozenset(term for term in terms if term in self._weights)
        if of_it is None or not known:
            return None
        return self.weight(known & of_it) / self.weight(known)

    def known_share(self, terms: frozenset[str]) -> float:
        """The share of words that any provision has: low for text that was damaged or is about something else."""
        return sum(term in self._weights for term in terms) / len(terms) if terms else 0.0

    def about(self, ref: ProvisionRef) -> frozenset[str] | None:
        """The words of a provision: our digest and the law's text, or what stands in its place."""
        place = ref.provision
        if place not in self._terms:
            self._terms[place] = self._described(place)
        return self._terms[place]

    def before(self, ref: ProvisionRef) -> frozenset[str] | None:
        """The words of what the provision was about before it was rewritten or replaced."""
        terms: set[str] = set()
        for entry in self._knowledge.replacements_of(ref):
            if entry.kind == "coming":
                continue
            for now in entry.now:
                if now.provision != ref.provision:
                    terms |= self.about(now) or frozenset()
        return frozenset(terms) or None

    def _described(self, ref: ProvisionRef) -> frozenset[str] | None:
        text = words_at(self._texts.passages(ref)) if self._texts is not None else None
        if text:
            return self.terms(text)
        replaced = any(entry.kind not in {"coming", "rewritten"} for entry in self._knowledge.replacements_of(ref))
        return self.before(ref) if replaced else None


def _lines(digest: Digest) -> Iterator[str]:
    for part in (digest.title, digest.digest, *(sub.text for sub in digest.subsections.values())):
        yield from (line for line in (part.nb, part.nn, part.en) if line)
    if digest.often_misunderstood is not None:
        yield digest.often_misunderstood.nb
