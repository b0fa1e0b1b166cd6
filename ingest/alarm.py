"""A sense for messages about danger now, learnt from examples of them and of messages that only sound alike.

Words alone do not tell «he has a knife, he is outside» from «what do we do if somebody has a knife». The
direction in which an embedding of the one differs from the other does (linear discriminant analysis with
shrinkage). ``corpus/vocabulary/alarm.yaml`` holds the lines that teach the difference where it is finest;
the examples of all situations and provisions teach the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from corpus.knowledge import Knowledge
from ingest.embedding import Embedder, Vectors
from ingest.records import Owner, Record
from ingest.vectors import VectorCache

DANGER = "danger"
"""The entry of ``alarm.yaml`` whose lines tell of danger now."""
_SHRINKAGE = 1.0
"""Share of the mean spread added to every direction."""
_FINE = 0.4
"""Weight of the lines that teach the fine difference against all other examples."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A line to learn from: whether it tells of danger now, and whether it was written to teach the fine difference."""

    text: str
    danger: bool
    fine: bool


@dataclass(frozen=True)
class Alarm:
    """A direction and a shift. A score is 1 for the average message about danger and -1 for the average other one."""

    direction: Vectors
    shift: float

    def score(self, vector: Vectors) -> float:
        """How much a question's vector tells of danger now."""
        return float(vector @ self.direction + self.shift)

    @classmethod
    def learn(cls, vectors: Vectors, lessons: Sequence[Lesson]) -> Alarm:
        """From the lessons' vectors, one row each. Without lessons of both kinds it never raises an alarm."""
        means, spreads = [], []
        for danger in (True, False):
            parts = [
                vectors[[lesson.danger is danger and lesson.fine is fine for lesson in lessons]]
                for fine in (False, True)
            ]
            weights = [weight if len(part) else 0.0 for weight, part in zip((1 - _FINE, _FINE), parts, strict=True)]
            if not any(weights):
                return cls(np.zeros(vectors.shape[1], dtype=np.float32), -1.0)
            shares = np.asarray(weights) / sum(weights)
            means.append(sum(s * part.mean(axis=0) for s, part in zip(shares, parts, strict=True) if s))
            spreads.append(sum(s * _spread(part) for s, part in zip(shares, parts, strict=True) if s))
        spread = (spreads[0] + spreads[1]) / 2
        spread += _SHRINKAGE * np.trace(spread) / len(spread) * np.eye(len(spread))
        apart = means[0] - means[1]
        direction = np.linalg.solve(spread, apart)
        scale = 2 / max(float(apart @ direction), 1e-9)
        middle = (means[0] + means[1]) / 2
        return cls(np.asarray(direction * scale, dtype=np.float32), float(-(middle @ direction) * scale))

    def save(self, path: Path, fingerprint: str = "") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, direction=self.direction, shift=np.array(self.shift), fingerprint=np.array(fingerprint))

    @classmethod
    def load(cls, path: Path, fingerprint: str = "") -> Alarm | None:
        """What was saved under this fingerprint, or nothing."""
        try:
            with path.open("rb") as opened, np.load(opened) as file:
                if str(file["fingerprint"]) != fingerprint:
                    return None
                return cls(file["direction"].astype(np.float32), float(file["shift"]))
        except (OSError, ValueError, KeyError, BadZipFile):
            return None


def lessons_of(knowledge: Knowledge, records: Sequence[Record]) -> tuple[Lesson, ...]:
    """What there is to learn from: the examples of the records, and the lines written for it."""
    urgent = {situation.id for situation in knowledge.situations.values() if situation.urgent}
    found = [
        Lesson(record.text, record.kind is Owner.SITUATION and record.owner in urgent, fine=False)
        for record in records
        if record.example
    ]
    found += [
        Lesson(line, entry.id == DANGER, fine=True)
        for entry in knowledge.alarm.values()
        for _, line in entry.words.all()
    ]
    return tuple(found)


def learnt(lessons: Sequence[Lesson], embedder: Embedder, cache: VectorCache) -> Alarm:
    """Embed the lessons (those embedded before are taken from the cache) and learn."""
    vectors = cache.embed(embedder, [lesson.text for lesson in lessons], as_question=True)
    return Alarm.learn(vectors, lessons)


def fingerprint_of_lessons(lessons: Sequence[Lesson], embedder: Embedder) -> str:
    """Changes whenever a lesson or the embedding model does."""
    digest = hashlib.sha256(embedder.name.encode())
    for lesson in lessons:
        digest.update(f"\0{lesson.danger}{lesson.fine}{lesson.text}".encode())
    return digest.hexdigest()[:16]


def _spread(vectors: Vectors) -> Vectors:
    moved = vectors - vectors.mean(axis=0)
    return np.asarray(moved.T @ moved / len(vectors))
