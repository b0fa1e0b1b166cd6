"""Opens a sentence-transformers model of any kind, with the remedy in plain words where that fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from corpus.errors import ModelError


def open_model(
    kind: Literal["SentenceTransformer", "CrossEncoder"], model: str, threads: int, *, called: str, instead: str = ""
) -> Any:
    """The model of a hub name or local folder, on the processor, as the library's class ``kind``.

    ``threads`` 0 leaves their number to torch. ``called`` begins the error message («The embedder «x»»), and
    ``instead`` is what one may do without the package. Raises :class:`ModelError` where the package is missing or the
    model cannot be loaded.
    """
    try:
        import sentence_transformers
        import torch
    except ImportError as error:
        raise ModelError(
            f"{called} needs the extra: pip install 'pliktkompass[sentence-transformers]'{instead}."
        ) from (error)
    if threads:
        torch.set_num_threads(threads)
    try:
        return getattr(sentence_transformers, kind)(model, device="cpu")
    except Exception as error:  # the library raises many kinds for «no such model» and «no network»
        raise ModelError(
            f"{called} cannot be loaded ({type(error).__name__}). Check the name or the folder; "
            "a model from a hub must have been downloaded while there was a network."
        ) from error


def name_of(model: str) -> str:
    """How a model is told from others: a folder by its last part, so that it may be moved."""
    return Path(model).name if Path(model).exists() else model
