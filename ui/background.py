"""What works beside the server: the law's text is embedded by a process that starts and ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant import Assistant
from ingest.dense_process import Process, embedding_beside
from ingest.dense_worker import Order


@contextmanager
def work_beside(assistant: Assistant) -> Iterator[Process | None]:
    """While the block runs, a process embeds what has no vector yet; there is none where nothing is missing."""
    texts, settings = assistant.texts, assistant.settings
    if texts is None or texts.dense is None or texts.dense.problem or texts.dense.ready == len(texts):
        yield None
        return
    order = Order(
        texts=str(texts.folder.parent),
        vectors=str(settings.vectors_dir),
        embedder=settings.embedder,
        first=tuple(assistant.knowledge.sources),
    )
    with embedding_beside(order) as process:
        yield process
