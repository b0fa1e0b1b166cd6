"""The law's own text as it is loaded: how much of it, and how far the search by meaning has come."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.settings import Settings
from ingest.dense import DenseTexts
from ingest.dense_report import reported
from ingest.embedding import Embedder
from ingest.texts import TextStore


class TextState(BaseModel):
    """``by_meaning`` is how many of the ``passages`` are found by meaning as well as by word now; nothing where that is
    not wanted. ``seconds_left`` is there while the others are being embedded. ``problem`` says what stopped that."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passages: int
    by_meaning: int | None
    seconds_left: int | None = None
    problem: str | None = None


def open_texts(settings: Settings, embedder: Embedder) -> TextStore | None:
    """The texts that were read in, with their search by meaning where the settings want it."""
    texts = TextStore.open(settings.data_dir / "texts")
    if texts is not None and settings.dense_text:
        texts.dense = DenseTexts(settings.vectors_dir, texts.folder, embedder)
    return texts


def text_state(settings: Settings, texts: TextStore | None) -> TextState:
    """How far it is now."""
    if texts is None or texts.dense is None:
        return TextState(passages=len(texts) if texts is not None else 0, by_meaning=None)
    ready = texts.dense.ready
    told = reported(settings.vectors_dir)
    if ready == len(texts) or told is None:
        return TextState(passages=len(texts), by_meaning=ready, problem=texts.dense.problem)
    left = told.seconds_left if told.is_working and told.total == len(texts) else None
    return TextState(
        passages=len(texts),
        by_meaning=ready,
        seconds_left=None if left is None else round(left),
        problem=texts.dense.problem or told.problem,
    )
