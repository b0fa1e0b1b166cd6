"""All that the assistant knows, looked up by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from corpus.errors import NotFoundError
from corpus.models import (
    Case,
    Cite,
    Concept,
    Contact,
    Digest,
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
    Status,
    Talk,
    Term,
    Turning,
)
from corpus.refs import ProvisionRef, section_key


@dataclass(frozen=True)
class Knowledge:
    """The whole corpus in memory. Mappings are by id or by whole provision."""

    sources: Mapping[str, Source]
    digests: Mapping[ProvisionRef, Digest]
    situations: Mapping[str, Situation]
    turnings: Mapping[str, Turning]
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
    grammar: Grammar
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
        """The role and every group it belongs to, nearest first; nothing for what is no role."""
        return self._role_chains.get(role, ())

    @cached_property
    def _role_chains(self) -> Mapping[str, tuple[str, ...]]:
        return {role: self._chain(role) for role in self.roles}

    def _chain(self, role: str) -> tuple[str, ...]:
        chain: list[str] = []
        waiting = [role]
        while waiting:
            name = waiting.pop(0)
            if name in chain or name not in self.roles:
                continue
            chain.append(name)
            waiting.extend(self.roles[name].groups)
        return tuple(chain)

    def services_of(self, role: str) -> frozenset[str]:
        """The services whose staff a role is."""
        chain = self.role_chain(role)
        return frozenset(name for name, place in self.recipients.items() if place.staff in chain and not place.sign)

    def staff_of(self, services: Collection[str]) -> frozenset[str]:
        """Every role of those who work at one of the services."""
        staff = {self.recipients[name].staff for name in services}
        return frozenset(member for name in staff if name for member in self.role_and_members(name))

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

    def rules_for(self, role: str, slot: str) -> tuple[ProvisionRef, ...]:
        """As :meth:`own_rule`; a role that stands for several («NAV staff») has the rule of each where it has none."""
        own = self.own_rule(role, slot)
        members = () if own or slot not in self.roles[role].rules else self.role_and_members(role)
        return own or tuple(dict.fromkeys(ref for member in members for ref in self.own_rule(member, slot)))

    def resolve(self, cites: Iterable[Cite], role: str | None) -> tuple[ProvisionRef, ...]:
        """Cites with every slot replaced by the provisions it means for the role, each once."""
        refs: dict[ProvisionRef, None] = {}
        for cite in cites:
            for ref in self.rule(role, cite.removeprefix("$")) if isinstance(cite, str) else (cite,):
                refs.setdefault(ref)
        return tuple(refs)

    def is_rule(self, ref: ProvisionRef, slots: Collection[str], role: str | None) -> bool:
        """Whether a provision is what one of the slots names for the role, or for any role where that is not told."""
        names = self.role_chain(role) if role else tuple(self.roles)
        named = (rule for name in names for slot in slots for rule in self.roles[name].rules.get(slot, ()))
        return any(rule.provision == ref.provision for rule in named)

    def binds(self, ref: ProvisionRef, role: str) -> bool:
        """Whether a provision says something to the role: it is for everybody, or names it or one of its groups."""
        digest = self.digest(ref)
        return digest is not None and (not digest.binds or bool(set(digest.binds) & set(self.role_chain(role))))

    def replacements_of(self, ref: ProvisionRef) -> tuple[Replacement, ...]:
        """What the concordance says about a provision that is or will be replaced."""
        return self._replacements_by_old.get((ref.source, section_key(ref.section)), ())
