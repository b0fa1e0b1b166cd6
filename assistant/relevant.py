"""Which sentence of a quoted provision a statement leans on, so that the reader's eye finds it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from assistant.outline import sentences
from ingest.norwegian import Analyzer

_LEAST = 2
"""Words that must be shared. An English statement shares none with a Norwegian law: then no sentence is pointed out."""


def relevant_sentence(quote: str, statements: Iterable[str]) -> str | None:
    """The sentence of ``quote`` that shares most words with the statements that cite it, or nothing.

    Nothing also where the quote is one sentence: there is then nothing to find.
    """
    analyzer = Analyzer()
    said = {term for statement in statements for term in analyzer.terms(statement)}
    best: tuple[float, str] | None = None
    lines = [line for paragraph in quote.splitlines() for line in sentences(paragraph)]
    for line in lines if len(lines) > 1 else ():
        terms = set(analyzer.terms(line))
        shared = len(terms & said)
        if shared >= _LEAST:
            score = shared / math.sqrt(len(terms))
            best = max(best, (score, line)) if best else (score, line)
    return best[1] if best else None
