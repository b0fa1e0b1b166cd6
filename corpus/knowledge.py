"""All that the assistant knows, loaded, checked for what a loader can see, and looked up by name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import CorpusError, NotFoundError
from corpus.models import (
    Case,
    Concept,
    Contact,
    Digest,
    Entry,
    FactWords,
    Finding,
    Guide,
    Provenance,
    Replacement,
    Role,
    SectionList,
    Situation,
    Source,
    Status,
    Talk,
    Term,
)
from corpus.reading import entries_of, entry_of, read_all
from corpus.refs import ProvisionRef, section_key

E = TypeVar("E", bound=Entry)

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Knowledge:
    """The whole corpus in memory. Mappings are by id or by whole provision."""

    sources: Mapping[str, Source]
    digests: Mapping[ProvisionRef, Digest]
    situations: Mapping[str, Situation]
    cases: Mapping[str, Case]
    findings: Mapping[ProvisionRef, Finding]
    roles: Mapping[str, Role]
    recipients: Mapping[str, Concept]
    topics: Mapping[str, Concept]
    facts: Mapping[str, FactWords]
    information: Mapping[str, Concept]
    dangers: Mapping[str, Concept]
    alarm: Mapping[str, Concept]
    outside: Mapping[str, Concept]
    cues: Mapping[str, Concept]
    frames: Mapping[str, Concept]
    numbers: Mapping[str, Concept]
    stances: Mapping[str, Concept]
    wording: Mapping[str, Concept]
    quantities: Mapping[str, Concept]
    parties: Mapping[str, Concept]
    orders: Mapping[str, Concept]
    languages: Mapping[str, Concept]
    proper: Mapping[str, Concept]
    talk: Mapping[str, Talk]
    terms: Mapping[str, Term]
    contacts: tuple[Contact, ...]
    replacements: tuple[Replacement, ...]
    provenance: Mapping[ProvisionRef, Provenance]
    sections: Mapping[str, SectionList]
    variants: Mapping[str, str]
    guide: Guide | None
    fingerprint: str
    """Changes whenever any file does."""

    def source(self, source: str) -> Source:
        """The source, or :class:`NotFoundError`."""
        try:
            return self.sources[source]
        except KeyError:
            raise NotFoundError(f"«{source}» is not a known source; «pliktkompass sources» lists them") from None

    def digest(self, ref: ProvisionRef) -> Digest | None:
        return self.digests.get(ref.provision)

    def status(self, ref: ProvisionRef, day: dt.date) -> Status:
        """Whether a provision applies on ``day``: its own dates where it has some, else its source's."""
        digest = self.digest(ref)
        if digest is not None:
            if digest.in_force_to is not None and day > digest.in_force_to:
                return Status.REPEALED
            if digest.in_force_from is not None and day < digest.in_force_from:
                return Status.COMING
        source = self.sources.get(ref.source)
        return source.status(day) if source else Status.IN_FORCE

    @cached_property
    def _known_sections(self) -> Mapping[str, Mapping[str, bool]]:
        known: dict[str, dict[str, bool]] = {}
        for source, entry in self.sections.items():
            known[source] = {section_key(section): False for section in entry.repealed}
            known[source].update({section_key(section): True for section in entry.in_force})
        for ref in self.digests:
            known.setdefault(ref.source, {}).setdefault(section_key(ref.section), True)
        return known

    def has_section(self, ref: ProvisionRef) -> bool | None:
        """Whether the source has the section, or had it until it was repealed. ``None`` where that is not known:
        the source is not among those whose sections are listed."""
        if section_key(ref.section) in self._known_sections.get(ref.source, {}) or self.replacements_of(ref):
            return True
        return False if ref.source in self.sections else None

    def section_is_repealed(self, ref: ProvisionRef) -> bool:
        """Whether the law itself lists the section as repealed."""
        return self._known_sections.get(ref.source, {}).get(section_key(ref.section)) is False

    def sections_of(self, source: str) -> tuple[str, ...]:
        """The keys of the sections that are known of a source, in its own order."""
        return tuple(self._known_sections.get(source, {}))

    def role_chain(self, role: str) -> tuple[str, ...]:
        """The role and every group it belongs to, nearest first."""
        chain: list[str] = []
        waiting = [role]
        while waiting:
            name = waiting.pop(0)
            if name in chain or name not in self.roles:
                continue
            chain.append(name)
            waiting.extend(self.roles[name].groups)
        return tuple(chain)

    def role_and_members(self, role: str) -> tuple[str, ...]:
        """The role and every role that belongs to it."""
        return tuple(name for name in self.roles if role in self.role_chain(name))

    def rule(self, role: str | None, slot: str) -> tuple[ProvisionRef, ...]:
        """The provisions that a rule (``report_child_welfare``) has for a role, inherited from its groups."""
        for name in (*self.role_chain(role or "anyone"), "public_official", "anyone"):
            refs = self.roles[name].rules.get(slot) if name in self.roles else None
            if refs:
                return refs
        return ()

    @cached_property
    def _replacements_by_old(self) -> Mapping[tuple[str, str], tuple[Replacement, ...]]:
        by_old: dict[tuple[str, str], tuple[Replacement, ...]] = {}
        for entry in self.replacements:
            key = (entry.old.source, section_key(entry.old.section))
            by_old[key] = (*by_old.get(key, ()), entry)
        return by_old

    def own_rule(self, role: str, slot: str) -> tuple[ProvisionRef, ...]:
        """The provisions of a rule that bind the role itself: never those of a wider kind of asker."""
        for name in self.role_chain(role):
            refs = self.roles[name].rules.get(slot)
            if refs:
                return tuple(ref for ref in refs if self.binds(ref, role))
        return ()

    def binds(self, ref: ProvisionRef, role: str) -> bool:
        """Whether a provision says something to the role: it is for everybody, or names it or one of its groups."""
        digest = self.digest(ref)
        return digest is not None and (not digest.binds or bool(set(digest.binds) & set(self.role_chain(role))))

    def replacements_of(self, ref: ProvisionRef) -> tuple[Replacement, ...]:
        """What the concordance says about a provision that is or will be replaced."""
        return self._replacements_by_old.get((ref.source, section_key(ref.section)), ())


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
    return Knowledge(
        sources=files.by_id(folder / "sources.yaml", Source),
        digests={entry.ref: entry for entry in files.in_folder(folder / "provisions", Digest)},
        situations={entry.id: entry for entry in files.in_folder(folder / "situations", Situation)},
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
