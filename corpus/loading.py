"""Reads the corpus: every file of a folder, checked for what a loader can see, into one :class:`Knowledge`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import CorpusError
from corpus.knowledge import Knowledge
from corpus.models import (
    Case,
    Concept,
    Contact,
    Digest,
    Entry,
    FactWords,
    Finding,
    Grammar,
    Guide,
    Provenance,
    Replacement,
    Role,
    SectionList,
    Situation,
    Source,
    Talk,
    Term,
    Turning,
)
from corpus.reading import entries_of, entry_of, read_all

E = TypeVar("E", bound=Entry)

FOLDER = Path(__file__).parent


def load(folder: Path = FOLDER, cache: Path | None = None) -> Knowledge:
    """Read every file of the corpus.

    YAML is slow to read, so what was read is kept as JSON in the folder ``cache`` for the next start.
    Raises :class:`CorpusError` with file, line, entry and remedy.
    """
    files = sorted(folder.rglob("*.yaml"))
    if not files:
        raise CorpusError(f"{folder} holds no YAML files; reinstall pliktkompass or point to the corpus folder")
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    fingerprint = digest.hexdigest()[:16]
    raw = read_all(files, cache / f"corpus-{fingerprint}.json" if cache else None)
    return _assembled(folder, raw, fingerprint)


def _assembled(folder: Path, raw: Mapping[Path, Any], fingerprint: str) -> Knowledge:
    words = folder / "vocabulary"
    files = _Files(raw)
    turnings = files.by_id(folder / "turnings.yaml", Turning)
    return Knowledge(
        sources=files.by_id(folder / "sources.yaml", Source),
        digests={entry.ref: entry for entry in files.in_folder(folder / "provisions", Digest)},
        situations={
            entry.id: _with_shared(entry, turnings) for entry in files.in_folder(folder / "situations", Situation)
        },
        turnings=turnings,
        cases={entry.id: entry for entry in files.in_folder(folder / "cases", Case)},
        findings={entry.ref: entry for entry in files.in_folder(folder / "findings", Finding)},
        roles=files.by_id(words / "roles.yaml", Role),
        recipients=files.by_id(words / "recipients.yaml", Concept),
        topics=files.by_id(words / "topics.yaml", Concept),
        facts=files.by_id(words / "facts.yaml", FactWords),
        information=files.by_id(words / "information.yaml", Concept),
        dangers=files.by_id(words / "urgent.yaml", Concept),
        alarm=files.by_id(words / "alarm.yaml", Concept),
        outside=files.by_id(words / "outside.yaml", Concept),
        cues=files.by_id(words / "cues.yaml", Concept),
        frames=files.by_id(words / "frames.yaml", Concept),
        numbers=files.by_id(words / "numbers.yaml", Concept),
        stances=files.by_id(words / "stances.yaml", Concept),
        wording=files.by_id(words / "wording.yaml", Concept),
        quantities=files.by_id(words / "quantities.yaml", Concept),
        parties=files.by_id(words / "parties.yaml", Concept),
        orders=files.by_id(words / "orders.yaml", Concept),
        languages=files.by_id(words / "languages.yaml", Concept),
        grammar=files.single(words / "grammar.yaml", Grammar) or Grammar(),
        proper=files.by_id(words / "proper.yaml", Concept),
        talk=files.by_id(words / "talk.yaml", Talk),
        terms=files.by_id(words / "glossary.yaml", Term),
        contacts=files.entries(words / "contacts.yaml", Contact),
        replacements=files.entries(folder / "concordance.yaml", Replacement),
        provenance={entry.ref: entry for entry in files.entries(folder / "provenance.yaml", Provenance)},
        sections={entry.source: entry for entry in files.entries(folder / "sections.yaml", SectionList)},
        variants={
            other: entry.word for entry in files.entries(words / "variants.yaml", Variant) for other in entry.also
        },
        guide=files.single(folder / "guide.yaml", Guide),
        fingerprint=fingerprint,
    )


def _with_shared(situation: Situation, turnings: Mapping[str, Turning]) -> Situation:
    """The situation with the shared turnings that it names, after its own."""
    for name in situation.turns_on_also:
        if name not in turnings:
            raise CorpusError(f"situation {situation.id}: «{name}» is not in turnings.yaml; add it there or remove it")
    shared = tuple(turnings[name] for name in situation.turns_on_also)
    return situation.model_copy(update={"turns_on": (*situation.turns_on, *shared)}) if shared else situation


class Variant(Entry):
    """One spelling to index under, and the others that mean the same."""

    word: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class _Files:
    """What was read of each file, made into entries."""

    raw: Mapping[Path, Any]

    def entries(self, path: Path, model: type[E]) -> tuple[E, ...]:
        return entries_of(path, self.raw[path], model) if path in self.raw else ()

    def single(self, path: Path, model: type[E]) -> E | None:
        return entry_of(path, self.raw[path], model) if path in self.raw else None

    def by_id(self, path: Path, model: type[E]) -> Mapping[str, E]:
        return dict(self._unique((path,), model))

    def in_folder(self, folder: Path, model: type[E]) -> Iterator[E]:
        for _, entry in self._unique(sorted(path for path in self.raw if path.parent == folder), model):
            yield entry

    def _unique(self, files: Sequence[Path], model: type[E]) -> Iterator[tuple[str, E]]:
        seen: dict[str, Path] = {}
        for file in files:
            for entry in self.entries(file, model):
                name = str(getattr(entry, "id", None) or getattr(entry, "ref", ""))
                if name in seen:
                    raise CorpusError(f"{file}: «{name}» is already in {seen[name]}; keep one of them")
                seen[name] = file
                yield name, entry
