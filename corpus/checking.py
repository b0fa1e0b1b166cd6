"""``pliktkompass corpus check``: is the knowledge whole, in force, and in all its languages?

What a loader sees (types, unknown fields, two entries with one name) stops the loading. Here is what
only the whole can show: references without a digest, law that does not apply, names that do not
exist, words that are missing in a language.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.case_checking import check_cases
from corpus.guide_checking import check_guide
from corpus.knowledge import Knowledge
from corpus.models import Digest, Language, Phrases, Review, Situation, Statement, Text
from corpus.problems import SLOTS, Problem, Severity, fragments, languages, rests_on, unknown

_AGE = re.compile(r"(?:<=?|>=?)?\d+|\d+-\d+")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a source or an audience is written and reviewed."""

    name: str
    entries: int
    reviewed: int
    reviewed_twice: int
    nynorsk: int
    english: int
    examples: int


def check(knowledge: Knowledge, day: dt.date) -> list[Problem]:
    """All problems in the knowledge, as the law is on ``day``."""
    return [
        *_sources(knowledge),
        *_roles(knowledge),
        *_facts(knowledge),
        *_turnings(knowledge),
        *_services(knowledge),
        *_grammar(knowledge),
        *(problem for digest in knowledge.digests.values() for problem in _digest(knowledge, digest)),
        *(problem for situation in knowledge.situations.values() for problem in _situation(knowledge, situation, day)),
        *_findings(knowledge),
        *_terms(knowledge),
        *_replacements(knowledge, day),
        *check_cases(knowledge, day),
        *check_guide(knowledge, day),
    ]


def coverage(knowledge: Knowledge) -> list[Coverage]:
    """One row for each source with digests, then one for each audience with situations."""
    rows: list[Coverage] = []
    for source in knowledge.sources.values():
        digests = [d for ref, d in knowledge.digests.items() if ref.source == source.id]
        findings = [f for ref, f in knowledge.findings.items() if ref.source == source.id]
        if digests or findings:
            entries = [(d.digest, d.reviewed, d.asked_as) for d in digests]
            entries += [(f.digest, f.reviewed, f.asked_as) for f in findings]
            rows.append(_row(source.short.nb, entries))
    for audience in ("school", "health", "welfare", "everyone"):
        found = [s for s in knowledge.situations.values() if s.audience == audience]
        rows.append(_row(f"situations: {audience}", [(s.statements[0].text, s.reviewed, s.asked_as) for s in found]))
    for audience in ("school", "health", "welfare", "mixed"):
        cases = [c for c in knowledge.cases.values() if c.audience == audience]
        rows.append(_row(f"cases: {audience}", [(c.title, c.reviewed, Phrases()) for c in cases]))
    return rows


def _row(name: str, entries: Sequence[tuple[Text, tuple[Review, ...], Phrases]]) -> Coverage:
    return Coverage(
        name,
        entries=len(entries),
        reviewed=sum(bool(reviews) for _, reviews, _ in entries),
        reviewed_twice=sum(len(reviews) > 1 for _, reviews, _ in entries),
        nynorsk=sum(text.has(Language.NN) for text, _, _ in entries),
        english=sum(text.has(Language.EN) for text, _, _ in entries),
        examples=sum(len(asked.all()) for _, _, asked in entries),
    )


def _sources(knowledge: Knowledge) -> Iterator[Problem]:
    used = {ref.source for ref in (*knowledge.digests, *knowledge.findings)}
    for source in sorted(used - set(knowledge.sources)):
        yield Problem(source, "has digests but is not in sources.yaml; add it there")


def _facts(knowledge: Knowledge) -> Iterator[Problem]:
    for fact in knowledge.facts.values():
        yield from unknown(f"fact {fact.id}", "recipient", fact.about, knowledge.recipients)
        yield from unknown(f"fact {fact.id}", "cue", fact.when, knowledge.cues)
        for ref in fact.decides:
            if knowledge.digest(ref) is None:
                yield Problem(f"fact {fact.id}", f"decides {ref}, which has no digest; write it")


def _turnings(knowledge: Knowledge) -> Iterator[Problem]:
    named = {name for situation in knowledge.situations.values() for name in situation.turns_on_also}
    for turning in knowledge.turnings.values():
        if turning.id not in named:
            yield Problem(f"turning {turning.id}", "no situation names it; remove it or name it in «turns_on_also»")
        yield from languages(f"turning {turning.id}", "ask", turning.ask)


def _roles(knowledge: Knowledge) -> Iterator[Problem]:
    for role in knowledge.roles.values():
        yield from unknown(f"role {role.id}", "group", role.groups, knowledge.roles)
        for slot, refs in role.rules.items():
            if slot not in SLOTS:
                yield Problem(f"role {role.id}", f"«{slot}» is not a rule; the rules are in docs/writing.md")
            for ref in refs:
                if knowledge.digest(ref) is None:
                    yield Problem(f"role {role.id}", f"{slot} names {ref}, which has no digest; write it")


def _services(knowledge: Knowledge) -> Iterator[Problem]:
    for recipient in knowledge.recipients.values():
        if recipient.staff is not None and recipient.staff not in knowledge.roles:
            yield Problem(f"recipient {recipient.id}", f"«{recipient.staff}» is not a role of the vocabulary")


def _grammar(knowledge: Knowledge) -> Iterator[Problem]:
    for name, phrases in knowledge.grammar:
        entry = f"grammar {name}"
        if not phrases.words():
            yield Problem(entry, "has no words; write them in vocabulary/grammar.yaml")
        for word in sorted(phrases.words()):
            if not word.isalpha() or not word.islower():
                yield Problem(entry, f"«{word}» is not one whole word in lower case; it would never be found")


def _digest(knowledge: Knowledge, digest: Digest) -> Iterator[Problem]:
    name = str(digest.ref)
    yield from unknown(name, "role", digest.binds, knowledge.roles)
    yield from unknown(name, "recipient", digest.towards, knowledge.recipients)
    yield from unknown(name, "topic", digest.topics, knowledge.topics)
    yield from languages(name, "digest", digest.digest)
    for number, sub in digest.subsections.items():
        yield from languages(name, f"subsection {number}", sub.text)
    for ref in digest.see_also:
        if ref.source not in knowledge.sources:
            yield Problem(name, f"see_also names {ref}, whose source does not exist")
    yield from fragments(name, digest.asked_as)


def _situation(knowledge: Knowledge, situation: Situation, day: dt.date) -> Iterator[Problem]:
    name = situation.id
    yield from unknown(name, "role", situation.roles, knowledge.roles)
    yield from unknown(name, "recipient", situation.towards, knowledge.recipients)
    if set(situation.givers) - set(situation.towards):
        yield Problem(name, "«from» names who is not in «towards»; it tells which of those give to the asker")
    yield from unknown(name, "topic", situation.topics, knowledge.topics)
    yield from fragments(name, situation.asked_as)
    for turning in situation.turns_on:
        fact = knowledge.facts.get(turning.fact)
        if fact is None:
            yield Problem(name, f"«{turning.fact}» is not a fact; the facts are in vocabulary/facts.yaml")
            continue
        for key in turning.branches:
            if not (_AGE.fullmatch(key) if fact.kind == "age" else key in ("yes", "no")):
                yield Problem(name, f"«{key}» is not a value of {turning.fact}; write yes, no, or an age like 12-15")
    for statement in statements_of(situation):
        yield from _statement(knowledge, name, statement, day)


def statements_of(situation: Situation) -> Iterator[Statement]:
    """Every statement that the situation may lead to."""
    yield from situation.statements
    for turning in situation.turns_on:
        for branch in turning.branches.values():
            yield from branch.statements


def _statement(knowledge: Knowledge, name: str, statement: Statement, day: dt.date) -> Iterator[Problem]:
    yield from languages(name, f"statement «{statement.nb[:30]}…»", statement.text)
    for cite in statement.cites:
        yield from rests_on(knowledge, name, cite, day)


def _findings(knowledge: Knowledge) -> Iterator[Problem]:
    for ref, finding in knowledge.findings.items():
        yield from unknown(str(ref), "topic", finding.topics, knowledge.topics)
        yield from languages(str(ref), "digest", finding.digest)


def _terms(knowledge: Knowledge) -> Iterator[Problem]:
    for term in knowledge.terms.values():
        for cite in term.cites:
            if knowledge.digest(cite) is None and cite.provision not in knowledge.findings:
                yield Problem(f"term {term.id}", f"cites {cite}, which has no digest; write it or cite another")


def _replacements(knowledge: Knowledge, day: dt.date) -> Iterator[Problem]:
    for entry in knowledge.replacements:
        name = f"concordance {entry.old}"
        if entry.old.source not in knowledge.sources:
            yield Problem(name, "the old source is not in sources.yaml; add it there")
        for ref in entry.now:
            if ref.source not in knowledge.sources:
                yield Problem(name, f"{ref} names a source that does not exist")
            elif knowledge.digest(ref) is None:
                yield Problem(name, f"{ref} has no digest", Severity.NOTE)
        if entry.kind != "coming" and entry.since is not None and entry.since > day:
            yield Problem(
                name, f"is said to be {entry.kind} from {entry.since}, which has not come yet; make it coming"
            )
