"""What a message sounds like, learnt from examples: danger now, and matters outside the field.

Words alone do not tell «he has a knife, he is outside» from «what do we do if somebody has a knife», nor
a teacher's question about her overtime from one about her pupil. The direction in which the embeddings of
the one differ from those of the other does (linear discriminant analysis with shrinkage).

``corpus/vocabulary/alarm.yaml`` holds the lines that teach danger where the difference is finest, and the
examples of all entries teach the rest; ``outside.yaml`` holds what is outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.knowledge import Knowledge
from ingest.embedding import Embedder, Vectors
from ingest.records import Owner, Record
from ingest.vectors import VectorCache

DANGER = "danger"
"""The entry of ``alarm.yaml`` whose lines tell of danger now."""
_FINE = 0.4
"""Weight of the lines that teach a fine difference against all other examples."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Sense:
    """A direction and a shift. A score is 1 for the average message of the kind and -1 for the average other one."""

    direction: Vectors
    shift: float

    def score(self, vector: Vectors) -> float:
        """How much a question's vector is of the kind."""
        return float(vector @ self.direction + self.shift)

    @classmethod
    def learn(cls, vectors: Vectors, kind: Flags, fine: Flags, shrinkage: float) -> Sense:
        """From examples, one row each: which are of the kind, and which were written to teach the fine difference.

        ``shrinkage`` is the share of the mean spread added to every direction. Without examples of both
        kinds nothing is ever of the kind.
        """
        means, spreads = [], []
        for flags in (kind, ~kind):
            parts = [(share, vectors[flags & part]) for share, part in ((1 - _FINE, ~fine), (_FINE, fine))]
            total = sum(share for share, part in parts if len(part))
            if not total:
                return cls(np.zeros(vectors.shape[1], dtype=np.float32), -1.0)
            known = [(share / total, part) for share, part in parts if len(part)]
            means.append(sum(share * part.mean(axis=0) for share, part in known))
            spreads.append(sum(share * _spread(part) for share, part in known))
        spread = np.asarray((spreads[0] + spreads[1]) / 2)
        spread = spread + shrinkage * np.trace(spread) / len(spread) * np.eye(len(spread))
        apart = means[0] - means[1]
        direction = np.linalg.solve(spread, apart)
        scale = 2 / max(float(apart @ direction), 1e-9)
        middle = (means[0] + means[1]) / 2
        return cls(np.asarray(direction * scale, dtype=np.float32), float(-(middle @ direction) * scale))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A line to learn from. ``fine`` where it was written to teach the fine difference to danger."""

    text: str
    danger: bool = False
    outside: bool = False
    fine: bool = False


@dataclass(frozen=True)
class Senses:
    """All that is heard in a message beside what it is about."""

    danger: Sense
    outside: Sense

    @classmethod
    def learn(cls, vectors: Vectors, lessons: Sequence[Lesson]) -> Senses:
        """From the lessons' vectors, one row each."""
        fine = _flags(lesson.fine for lesson in lessons)
        danger = _flags(lesson.danger for lesson in lessons)
        outside = _flags(lesson.outside for lesson in lessons)
        return cls(
            Sense.learn(vectors, danger, fine, shrinkage=1.0),
            Sense.learn(vectors, outside, np.zeros_like(fine), shrinkage=0.3),
        )

    def save(self, path: Path, fingerprint: str = "") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(
            path,
            directions=np.stack([self.danger.direction, self.outside.direction]),
            shifts=np.array([self.danger.shift, self.outside.shift]),
            fingerprint=np.array(fingerprint),
        )

    @classmethod
    def load(cls, path: Path, fingerprint: str = "") -> Senses | None:
        """What was saved under this fingerprint, or nothing."""
        try:
            with path.open("rb") as opened, np.load(opened) as file:
                if str(file["fingerprint"]) != fingerprint:
                    return None
                directions, shifts = file["directions"].astype(np.float32), file["shifts"]
        except (OSError, ValueError, KeyError, BadZipFile):
            return None
        danger, outside = (Sense(row, float(shift)) for row, shift in zip(directions, shifts, strict=True))
        return cls(danger, outside)


def lessons_of(knowledge: Knowledge, records: Sequence[Record]) -> tuple[Lesson, ...]:
    """What there is to learn from: the examples of the records, and the lines written for it."""
    urgent = {situation.id for situation in knowledge.situations.values() if situation.urgent}
    found = [
        Lesson(
            record.text,
            danger=record.kind is Owner.SITUATION and record.owner in urgent,
            outside=record.kind is Owner.OUTSIDE,
        )
        for record in records
        if record.example
    ]
    found += [
        Lesson(line, danger=entry.id == DANGER, fine=True)
        for entry in knowledge.alarm.values()
        for _, line in entry.words.all()
    ]
    return tuple(found)


def learnt(lessons: Sequence[Lesson], embedder: Embedder, cache: VectorCache) -> Senses:
    """Embed the lessons (those embedded before are taken from the cache) and learn."""
    vectors = cache.embed(embedder, [lesson.text for lesson in lessons], as_question=True)
    return Senses.learn(vectors, lessons)


def fingerprint_of_lessons(lessons: Sequence[Lesson], embedder: Embedder) -> str:
    """Changes whenever a lesson or the embedding model does."""
    digest = hashlib.sha256(embedder.model.encode())
    for lesson in lessons:
        digest.update(f"\0{lesson.danger:d}{lesson.outside:d}{lesson.fine:d}{lesson.text}".encode())
    return digest.hexdigest()[:16]


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _spread(vectors: Vectors) -> Vectors:
    moved = vectors - vectors.mean(axis=0)
    return np.asarray(moved.T @ moved / len(vectors))
