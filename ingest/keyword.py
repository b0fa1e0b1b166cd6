"""BM25 over analysed Norwegian: the half of the search that knows «§ 13 b» and «ikke»."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from ingest.norwegian import Analyzer


class KeywordIndex:
    """Scores every record against a question. Row ``i`` is the ``i``-th text that was indexed."""

    def __init__(self, analyzer: Analyzer, size: int, bm25: Any) -> None:
        self.analyzer = analyzer
        self.size = size
        self._bm25 = bm25

    @classmethod
    def build(cls, texts: Iterable[str], analyzer: Analyzer) -> KeywordIndex:
        """Index the texts, each read once. An empty collection gives an index that finds nothing."""
        terms = [analyzer.terms(text) for text in texts]
        if not any(terms):
            return cls(analyzer, len(terms), None)
        bm25 = bm25s.BM25(k1=1.2, b=0.6)
        bm25.index(terms, show_progress=False)
        return cls(analyzer, len(terms), bm25)

    def best(self, question: str, count: int) -> list[tuple[int, float]]:
        """Up to ``count`` rows with their score, best first; none that shares no term."""
        rows, scores = self._best(self.analyzer.terms(question), count)
        return list(zip(rows.tolist(), scores.tolist(), strict=True))

    def shares(self, question: str, count: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Up to ``count`` rows with their share of the highest score possible, best first; none that shares no term."""
        terms = self.analyzer.terms(question)
        rows, scores = self._best(terms, count)
        return rows, scores.astype(np.float64) / self._ceiling(terms)

    def _ceiling(self, terms: Sequence[str]) -> float:
        """The score of a text that held every term of a question at its heaviest.

        A term that no text has counts as the rarest one would, so that a question in other words than
        ours stays far below its ceiling.
        """
        if self._bm25 is None:
            return 1.0
        weights = self._heaviest
        rarest = float(weights.max())
        known = self._bm25.vocab_dict
        total = sum(float(weights[known[term]]) if term in known else rarest for term in terms)
        return total or 1.0

    @cached_property
    def _heaviest(self) -> NDArray[np.float32]:
        """The heaviest weight of each term in any text."""
        stored = self._bm25.scores
        starts = np.asarray(stored["indptr"][:-1])
        heaviest = np.zeros(len(starts), dtype=np.float32)
        filled = np.asarray(stored["indptr"][1:]) > starts
        heaviest[filled] = np.maximum.reduceat(np.asarray(stored["data"]), starts[filled])
        return heaviest

    def _best(self, terms: Sequence[str], count: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        known = [term for term in terms if self._bm25 is not None and term in self._bm25.vocab_dict]
        scores = np.asarray(self._bm25.get_scores(known) if known else (), dtype=np.float32)
        rows = np.flatnonzero(scores > 0)
        if len(rows) > count:  # sort no more than must be; of equals the first rows
            least = np.partition(scores[rows], -count)[-count]
            rows = rows[scores[rows] >= least]
        rows = rows[np.argsort(-scores[rows], kind="stable")[:count]]
        return rows, scores[rows]

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        about = {
            "size": self.size,
            "empty": self._bm25 is None,
            "lexicon": sorted(self.analyzer.lexicon),
            "variants": dict(self.analyzer.variants),
        }
        (folder / "analyzer.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        if self._bm25 is not None:
            self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> KeywordIndex:
        about = json.loads((folder / "analyzer.json").read_text(encoding="utf-8"))
        analyzer = Analyzer(frozenset(about["lexicon"]), about["variants"])
        bm25 = None if about["empty"] else bm25s.BM25.load(str(folder), load_corpus=False, mmap=True)
        if bm25 is not None:  # plain arrays over the same files: a slice of a memmap costs ten times as much
            bm25.scores = {name: np.asarray(array) for name, array in bm25.scores.items()}
        return cls(analyzer, int(about["size"]), bm25)
