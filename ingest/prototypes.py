"""One vector for each entry of the knowledge: the mean of its example questions in the learned view.

Computing them costs an embedding of every example, a minute or so on two cores. So they are shipped
for the default model, under a fingerprint of the examples: knowledge that was changed on a machine is
computed there, and a test sees to it that what is shipped belongs to the knowledge beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ingest.embedding import Embedder, Vectors
from ingest.projection import Projection, means_of
from ingest.records import Record
from ingest.vectors import Progress, VectorCache

SHIPPED = Path(__file__).parent / "shipped"


@dataclass(frozen=True)
class Prototypes:
    """The entries' names, their vectors (one row each), and the view they are in."""

    names: tuple[str, ...]
    vectors: Vectors
    projection: Projection

    @classmethod
    def compute(
        cls, records: Sequence[Record], embedder: Embedder, cache: VectorCache, on_progress: Progress
    ) -> Prototypes:
        """Embed every example (``on_progress`` counts them) and take the means."""
        examples = [record for record in records if record.example]
        vectors = cache.embed(embedder, [record.text for record in examples], as_question=True, on_progress=on_progress)
        owners = [str(record.entry) for record in examples]
        projection = Projection.fit(vectors, owners)
        if not examples:
            return cls((), vectors, projection)
        names, members = np.unique(np.asarray(owners), return_inverse=True)
        return cls(tuple(str(name) for name in names), means_of(projection.apply(vectors), members), projection)

    def save(self, path: Path, fingerprint: str) -> None:
        """Half precision: a cosine changes by less than a thousandth."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            fingerprint=np.array(fingerprint),
            names=np.array(self.names),
            vectors=self.vectors.astype(np.float16),
            mean=self.projection.mean.astype(np.float16),
            matrix=self.projection.matrix.astype(np.float16),
        )

    @classmethod
    def load(cls, path: Path, fingerprint: str) -> Prototypes | None:
        """What was saved under this fingerprint, or nothing."""
        try:
            with path.open("rb") as opened, np.load(opened) as file:
                if str(file["fingerprint"]) != fingerprint:
                    return None
                single = {name: file[name].astype(np.float32) for name in ("vectors", "mean", "matrix")}
                names = tuple(str(name) for name in file["names"])
        except (OSError, ValueError, KeyError, BadZipFile):
            return None
        return cls(names, single["vectors"], Projection(single["mean"], single["matrix"]))


def fingerprint_of(records: Sequence[Record], embedder: Embedder) -> str:
    """Changes whenever an example or the embedding model does."""
    digest = hashlib.sha256(embedder.model.encode())
    for record in records:
        if record.example:
            digest.update(record.id.encode())
    return digest.hexdigest()[:16]


def shipped_file(embedder: Embedder) -> Path:
    """Where the prototypes of an embedding model are shipped, if they are."""
    return SHIPPED / f"{embedder.model.replace('/', '--')}.npz"


def shipped_senses(embedder: Embedder) -> Path:
    """Where what was learnt to hear in a message is."""
    return shipped_file(embedder).with_suffix(".senses.npz")
