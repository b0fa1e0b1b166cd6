"""A second opinion on a sentence by a cross-encoder, where the settings name one. It may object, never acquit."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Protocol

import numpy as np

from corpus.errors import ModelError
from ingest.sentence_model import name_of, open_model

_LEAST = 0.5
"""The likeness, or the certainty of a contradiction, that decides."""


class Judge(Protocol):
    """Tells whether texts speak against a sentence. Safe to share between threads."""

    def objects(self, sentence: str, texts: Sequence[str]) -> bool:
        """Whether none of ``texts`` (the nearest ones, at least one) carries ``sentence`` and one contradicts it."""
        ...


class CrossEncoderJudge:
    """Any sentence-transformers cross-encoder, by hub name or local folder.

    A model with the labels entailment and contradiction (NLI) objects where a text contradicts the sentence and none
    entails it; one with a single score (likeness) where no text is like it. Raises :class:`ModelError` where the
    package is missing, or the model cannot be loaded or is of another kind.
    """

    def __init__(self, model: str, threads: int = 0) -> None:
        called = f"PLIKTKOMPASS_JUDGE is «{model}», which"
        self._model = open_model("CrossEncoder", model, threads, called=called)
        self.name = name_of(model)
        labels = {int(row): str(label).lower() for row, label in self._model.config.id2label.items()}
        self._entails = next((row for row, label in labels.items() if label.startswith("entail")), None)
        self._contradicts = next((row for row, label in labels.items() if label.startswith("contra")), None)
        if len(labels) > 1 and (self._entails is None or self._contradicts is None):
            raise ModelError(
                f"{called} has the labels {', '.join(labels.values())}. It must have one score, or labels for "
                "entailment and contradiction."
            )
        self._lock = Lock()

    def objects(self, sentence: str, texts: Sequence[str]) -> bool:
        """See :class:`Judge`."""
        nli = self._contradicts is not None
        with self._lock:
            scores = np.asarray(
                self._model.predict([(text, sentence) for text in texts], apply_softmax=nli, show_progress_bar=False)
            )
        if not nli:
            return bool(scores.max() < _LEAST)
        return bool(scores[:, self._contradicts].max() > _LEAST and scores[:, self._entails].max() < _LEAST)


def make_judge(model: str | None, threads: int = 0) -> Judge | None:
    """The judge that the settings name, or none. Raises :class:`ModelError`."""
    return CrossEncoderJudge(model, threads) if model else None
