"""``pliktkompass corpus lock``: which text each digest was written from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from assistant import Settings
from corpus.files import replacing
from corpus.knowledge import Knowledge
from corpus.loading import load
from corpus.refs import ProvisionRef
from ingest.comparing import texts_of
from ingest.passages import Passage
from ingest.reader import Reading, read

_HEAD = "# Made by «pliktkompass corpus lock»: the hash of the text that each digest was written from.\n"


def law_passages(settings: Settings, knowledge: Knowledge, where: Path) -> Iterator[Passage]:
    """The passages of all known laws in a folder or archive."""
    keep = {source.id for source in knowledge.sources.values() if source.is_law}
    return read(where, keep, reading=Reading(day=settings.day(), sources=knowledge.sources))


def lock(settings: Settings, where: Path, again: Sequence[str]) -> str:
    """Record the texts of digests that have none recorded, and of those named in ``again``. Returns what was done."""
    knowledge = load(settings.corpus_dir)
    renewed = {ProvisionRef.parse(name).provision for name in again}
    found = texts_of(law_passages(settings, knowledge, where))
    rows: dict[ProvisionRef, tuple[str, dt.date]] = {
        ref: (entry.hash, entry.as_of)
        for ref, entry in knowledge.provenance.items()
        if ref in knowledge.digests and ref not in renewed
    }
    new = 0
    for ref, digest in knowledge.digests.items():
        if ref not in rows and ref in found:
            rows[ref] = (found[ref].hash, digest.written_from.as_of)
            new += 1
    entries = [{"ref": str(ref), "hash": rows[ref][0], "as_of": rows[ref][1]} for ref in sorted(rows)]
    with replacing(settings.corpus_dir / "provenance.yaml") as partial:
        partial.write_text(_HEAD + yaml.safe_dump(entries, sort_keys=False, width=200), encoding="utf-8")
    return (
        f"{new} texts recorded, {len(entries)} in all, {len(knowledge.digests) - len(entries)} digests without a text"
    )
