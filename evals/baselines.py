"""Other ways to find the provisions, on the same questions, the same text of the law and the same embedder.

They search the law's own text as it stands, section by section, and know nothing of digests,
situations, roles or dates. They give provisions, not answers, so they are compared on those alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.errors import ModelError, NotFoundError
from corpus.models import Status
from corpus.refs import ProvisionRef
from ingest.embedding import Embedder
from ingest.keyword import KeywordIndex
from ingest.norwegian import Analyzer, lexicon_of
from ingest.texts import TextStore


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A section of the law that is in force, with its heading and its text."""

    ref: ProvisionRef
    text: str


class Ranker(Protocol):
    """Something that finds provisions. ``name`` is what it is called in the report."""

    name: str

    def rank(self, question: str) -> tuple[ProvisionRef, ...]:
        """Up to ten provisions, best first, each once."""
        ...


def paragraphs_of(texts: TextStore | None) -> tuple[Paragraph, ...]:
    """Every section in force that has been read in.

    Raises :class:`NotFoundError` where no text has been read in.
    """
    if texts is None:
        raise NotFoundError(
            "the baselines search the law's own text, and none has been read in. Run «pliktkompass ingest» first."
        )
    sections: dict[ProvisionRef, list[str]] = {}
    for passage in texts.all():
        if passage.status is Status.IN_FORCE:
            heading = f"§ {passage.ref.section} {passage.heading}".strip()
            sections.setdefault(passage.ref.provision, [heading]).append(passage.text)
    return tuple(Paragraph(ref, "\n".join(lines)) for ref, lines in sections.items())


class KeywordBaseline:
    """BM25 over whole sections, with the same Norwegian analysis as ours."""

    name = "BM25 over sections"

    def __init__(self, paragraphs: tuple[Paragraph, ...]) -> None:
        texts = [paragraph.text for paragraph in paragraphs]
        self._paragraphs = paragraphs
        self._index = KeywordIndex.build(texts, Analyzer(lexicon_of(texts)))

    def rank(self, question: str) -> tuple[ProvisionRef, ...]:
        return tuple(self._paragraphs[row].ref for row, _ in self._index.best(question, 10))


class DenseBaseline:
    """The nearest whole sections by cosine. The model reads the first 512 tokens of a section."""

    name = "dense over sections"

    def __init__(self, paragraphs: tuple[Paragraph, ...], embedder: Embedder) -> None:
        self._paragraphs = paragraphs
        self._embedder = embedder
        self._vectors = embedder.passages([paragraph.text for paragraph in paragraphs])

    def rank(self, question: str) -> tuple[ProvisionRef, ...]:
        cosines = self._vectors @ self._embedder.questions([question])[0]
        return tuple(self._paragraphs[row].ref for row in np.argsort(-cosines, kind="stable")[:10])


class LangChainBaseline:
    """The usual recipe: RecursiveCharacterTextSplitter 1000/200 into Chroma, the four nearest chunks.

    Each section is a document of its own, which favours the recipe: a chunk never mixes two sections, and
    so belongs to exactly one.
    """

    name = "LangChain recipe (1000/200, Chroma, top 4)"

    def __init__(self, paragraphs: tuple[Paragraph, ...], embedder: Embedder) -> None:
        try:
            from langchain_chroma import Chroma
        except ImportError as error:
            raise ModelError("The baseline needs the package langchain-chroma: pip install '.[evals]'") from error
        documents = [Document(paragraph.text, metadata={"ref": str(paragraph.ref)}) for paragraph in paragraphs]
        chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
        self._store = Chroma.from_documents(chunks, embedder, collection_name="baseline")

    def rank(self, question: str) -> tuple[ProvisionRef, ...]:
        found = self._store.similarity_search(question, k=4)
        return tuple(dict.fromkeys(ProvisionRef.parse(chunk.metadata["ref"]) for chunk in found))


def baselines(texts: TextStore | None, embedder: Embedder) -> Iterable[Ranker]:
    """All baselines, one after the other, with an embedder that should not forget: the law is long.

    Raises :class:`NotFoundError` where the law's text is not there, :class:`ModelError` where a package is missing.
    """
    paragraphs = paragraphs_of(texts)
    yield KeywordBaseline(paragraphs)
    yield LangChainBaseline(paragraphs, embedder)
    yield DenseBaseline(paragraphs, embedder)
