"""The answer before it is put in words: verdict, statements with references, what to ask, what to do.

Pure functions from a question and what was found to an :class:`Outline`. Everything that is said
comes from the knowledge, with the references that it carries there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.question import Question
from assistant.retrieval import Candidate
from corpus.knowledge import Knowledge
from corpus.models import Branch, Digest, Situation, Statement, Text, TurnsOn, Verdict
from corpus.refs import ProvisionRef
from ingest.records import Owner

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\"(])")
_BESIDE = 0.12
"""How far behind the best provision or finding another one may be and still be told."""
_MOST_BESIDE = 3
_OPPOSITE = {Verdict.MAY_SHARE, Verdict.MUST_NOT_SHARE}
_DUTIES = (Verdict.MUST_AVERT, Verdict.MUST_REPORT)
"""What no permission or refusal stands in the way of, the most pressing first."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement with the references that carry it."""

    text: str
    refs: tuple[ProvisionRef, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What the answer says, in the asker's language. ``role`` is the role it holds for, where it turns on one;
    ``open`` are the facts that ``follow_up`` asks for, and ``forks`` says that the verdict would be
    another on what one of them tells."""

    verdict: Verdict
    said: tuple[Said, ...]
    follow_up: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    write_down: tuple[str, ...] = ()
    mistake: str | None = None
    role: str | None = None
    open: tuple[str, ...] = ()
    forks: bool = False

    @property
    def by_yes_or_no(self) -> tuple[str, ...]:
        """The open facts that a bare yes or no tells."""
        return tuple(fact for fact in self.open if fact != "age")


def outline(knowledge: Knowledge, question: Question, best: Candidate, ranked: list[Candidate]) -> Outline:
    """The outline that the best candidate gives."""
    if best.kind is Owner.SITUATION:
        return from_situation(knowledge, knowledge.situations[best.owner], question)
    if best.kind is Owner.TERM:
        term = knowledge.terms[best.owner]
        said = tuple(Said(line, term.cites) for line in sentences(term.explanation[question.language]))
        return Outline(Verdict.INFORMATIONAL, said)
    near = [best] + [c for c in ranked if c.kind is best.kind and c != best and best.score - c.score <= _BESIDE]
    if best.kind is Owner.FINDING:
        found = [knowledge.findings[ProvisionRef.parse(c.owner)] for c in near[:_MOST_BESIDE]]
        return Outline(Verdict.INFORMATIONAL, tuple(Said(f.digest[question.language], (f.ref,)) for f in found))
    return from_provisions(knowledge, question, [ProvisionRef.parse(c.owner) for c in near[:_MOST_BESIDE]])


def from_situation(knowledge: Knowledge, situation: Situation, question: Question) -> Outline:
    """The situation's outline on the facts told.

    A branch whose fact is told and that sets a verdict leads the answer; a duty to avert or report wins over
    what is only allowed, else the first such branch's verdict. A branch without one adds to what the situation
    says first. A decisive fact that is not told makes the verdict ``depends``.
    """
    language = question.language
    role = giving_role(knowledge, situation, question) or question.role
    role = role or assumed_role(knowledge, situation, question)
    chain = knowledge.role_chain(role) if role else ()
    verdicts: list[Verdict] = []
    leading: list[Statement] = []
    adding: list[Statement] = []
    unknown: dict[str, Text] = {}
    undecided = forks = False
    for turning in situation.turns_on:
        branch, known = _branch(turning, question)
        if not known:
            unknown[turning.fact] = turning.ask
            undecided = undecided or turning.decisive
            forks = forks or (
                _matters(knowledge, turning.fact, question)
                and any(b.verdict not in (None, situation.verdict) for b in turning.branches.values())
            )
        elif branch is not None:
            verdicts.extend([branch.verdict] if branch.verdict else [])
            (leading if branch.verdict else adding).extend(branch.statements)
    if verdicts:
        verdict = min(verdicts, key=lambda each: _DUTIES.index(each) if each in _DUTIES else len(_DUTIES))
    else:
        verdict = Verdict.DEPENDS if undecided else situation.verdict
    # What changes the conclusion comes before it, or in its place where it turns a refusal into a permission or the
    # other way; what only adds to it comes after its first sentence.
    first, *rest = situation.statements
    own = () if {verdict, situation.verdict} == _OPPOSITE and leading else (first,)
    statements = [s for s in (*leading, *own, *adding, *rest) if _given(s, question, chain)]
    said = _said((s.text[language], knowledge.resolve(s.cites, role)) for s in statements)
    return Outline(
        verdict,
        said,
        follow_up=tuple(ask[language] for ask in unknown.values()),
        steps=situation.steps[language],
        write_down=situation.write_down[language],
        mistake=situation.not_this[language] if situation.not_this else None,
        role=role,
        open=tuple(unknown),
        forks=forks,
    )


def from_provisions(knowledge: Knowledge, question: Question, refs: list[ProvisionRef]) -> Outline:
    """What the digests of provisions say, the ledd that was named first."""
    language = question.language
    named = {mention.ref.provision: mention.ref for mention in question.mentions}
    said: list[tuple[str, tuple[ProvisionRef, ...]]] = []
    for position, ref in enumerate(refs):
        digest = knowledge.digests[ref]
        asked = named.get(ref)
        if asked is not None and asked.subsection in digest.subsections:
            said.append(
                (digest.subsections[asked.subsection].text[language], (replace(ref, subsection=asked.subsection),))
            )
        lines = sentences(digest.digest[language])
        said.extend((line, (ref, *_pointed_to(digest, line))) for line in (lines if position == 0 else lines[:1]))
    first = knowledge.digests[refs[0]]
    explains = question.asks & {"definition", "finding"} and not question.asks & {"may", "must"}
    verdict = Verdict.INFORMATIONAL if explains else first.verdict
    mistake = first.often_misunderstood[language] if first.often_misunderstood else None
    return Outline(verdict, _said(said), mistake=mistake, role=question.role or _bound(knowledge, first, verdict))


def _pointed_to(digest: Digest, line: str) -> Iterator[ProvisionRef]:
    """The provisions that a digest points to and a line of it names: what the line says of them, they carry."""
    return (ref for ref in digest.see_also if re.search(rf"§ {re.escape(ref.section)}(?![\w-]| [a-h]\b)", line))


def _bound(knowledge: Knowledge, digest: Digest, verdict: Verdict) -> str | None:
    """The role that an answer on what one may or must takes the asker to have, where she has not told hers."""
    if verdict is Verdict.INFORMATIONAL or not digest.binds or digest.binds[0] == "anyone":
        return None
    return digest.binds[0] if digest.binds[0] in knowledge.roles else None


def giving_role(knowledge: Knowledge, situation: Situation, question: Question) -> str | None:
    """The role a situation is for, where that is not the asker but one who is to give her something."""
    chain = knowledge.role_chain(question.role) if question.role else ()
    if "anyone" in situation.roles or set(chain) & set(situation.roles):
        return None
    giving = knowledge.staff_of(question.givers)
    return next((role for role in situation.roles if role in giving), None)


def assumed_role(knowledge: Knowledge, situation: Situation, question: Question) -> str | None:
    """The role a situation is for, where the asker has not told hers.

    Of several, the first who works at a service that is spoken of; where everybody is meant, who works at the only one.
    """
    staff = {knowledge.recipients[name].staff for name in question.services} - {None}
    if situation.roles[0] == "anyone":
        return next(iter(staff)) if len(staff) == 1 else None
    there = {member for name in staff if name for member in knowledge.role_and_members(name)}
    named = [role for role in situation.roles if role in knowledge.roles and role != "anyone"]
    return next((role for role in named if role in there), named[0] if named else None)


def sentences(text: str) -> list[str]:
    """A text's sentences. One that starts in lower case belongs to the one before («nr. 5 og …»)."""
    return [line.strip() for line in _SENTENCE.split(text) if line.strip()]


def _matters(knowledge: Knowledge, fact: str, question: Question) -> bool:
    """Whether a fact decides what is asked in this way: consent does where she asks whether she may, not must."""
    when = knowledge.facts[fact].when if fact in knowledge.facts else ()
    return not when or bool(question.asks & set(when))


def _branch(turning: TurnsOn, question: Question) -> tuple[Branch | None, bool]:
    """What the told value of a fact changes, and whether it is told."""
    if turning.fact != "age":
        value = question.facts.get(turning.fact)
        return turning.branches.get(value or ""), value is not None
    fits = {key: question.has_age([key]) for key in turning.branches}
    return next((turning.branches[key] for key, fit in fits.items() if fit), None), None not in fits.values()


def _given(statement: Statement, question: Question, chain: tuple[str, ...]) -> bool:
    """Whether a statement holds on the facts told: nothing it needs is denied, nothing that excludes it is told."""
    if any(question.holds(condition, chain) is not True for condition in statement.only_if):
        return False
    return not any(question.holds(condition, chain) for condition in statement.not_if)


def _said(pairs: Iterable[tuple[str, tuple[ProvisionRef, ...]]]) -> tuple[Said, ...]:
    """Statements that carry a reference, each once."""
    seen: dict[str, Said] = {}
    for text, refs in pairs:
        if refs and text not in seen:
            seen[text] = Said(text, refs)
    return tuple(seen.values())
