"""What a sentence is compared with: the pieces of the cited text, and our own reviewed words for the same provision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from assistant.grounding.actors import ActorReader
from assistant.grounding.parties import PartyReader
from assistant.grounding.quantities import Quantity, QuantityReader
from assistant.grounding.result import SourceText
from assistant.grounding.segments import clauses, segments
from assistant.grounding.stance import Stance, StanceReader, spoken
from assistant.grounding.tongues import TongueReader
from assistant.outline import sentences
from corpus.errors import RefError
from corpus.knowledge import Knowledge
from corpus.models import Digest, Language, Statement
from corpus.refs import ProvisionRef
from ingest.norwegian import Analyzer, lexicon_of
from ingest.texts import TextStore, words_at

_TURNS_ON = frozenset(
    {"must", "may", "should", "right", "forbidden", "not", "without", "only", "exception", "condition"}
)
_TELEPHONE = 3
"""Digits that a number to call has at least; other numbers are compared as quantities, however they are written."""
_ACT = 6
"""Words after a verb such as «skal» that may tell what is to be done."""


@dataclass(frozen=True)
class Part:
    """A clause, read: what it says must be done, in which words, by whom (the parties before the verb), to whom.

    ``complete`` is what the main clause says together with its «at» clauses, ``tail`` are the cues that it begins with
    or has after its verb, ``acts`` the words right after the verb that tells what must or may be done, and ``objects``
    the parties after it.
    """

    text: str
    stances: frozenset[Stance]
    main: frozenset[Stance]
    complete: frozenset[Stance]
    cues: frozenset[str]
    tail: frozenset[str]
    denies: bool
    terms: frozenset[str]
    acts: frozenset[str]
    parties: frozenset[str]
    quantities: frozenset[tuple[float, str]]
    subjects: frozenset[str]
    objects: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True)
class Piece:
    """A sentence or list item, read. ``own`` tells our words from the source's.

    ``turns_on`` is the wording that the rule turns on: must, may, not, unless (in any order), numbers, and the parties
    (in their order: who does it, and to whom).
    """

    text: str
    words: tuple[str, ...]
    own: bool
    english: bool
    cues: frozenset[str]
    turns_on: tuple[str, ...]
    parties: frozenset[str]
    terms: frozenset[str]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Evidence:
    """One source, read. ``text`` is what numbers, references and quotations are looked up in."""

    ref: ProvisionRef | None
    text: str
    pieces: tuple[Piece, ...]
    own: tuple[Piece, ...]
    quantities: tuple[Quantity, ...]
    parties: frozenset[str]
    binds: frozenset[str]
    towards: frozenset[str]
    bound: frozenset[str]


class EvidenceReader:
    """Reads sources with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge, texts: TextStore | None) -> None:
        self._knowledge = knowledge
        self._texts = texts
        self.tongues = TongueReader(knowledge.grammar)
        self.stances = StanceReader(knowledge.wording, knowledge.grammar)
        self.quantities = QuantityReader(knowledge.quantities, self.tongues)
        self.parties = PartyReader(knowledge.parties, self.tongues)
        self._actors = ActorReader(self.stances, self.parties, knowledge.grammar)
        own = [digest.digest[language] for digest in knowledge.digests.values() for language in Language]
        self._analyzer = Analyzer(lexicon_of(own), knowledge.variants)
        seen = Counter(term for text in own for term in set(self._analyzer.terms(text)))
        self._weights = {term: log(1 + len(own) / count) for term, count in seen.items()}
        self._rare = log(1 + len(own))
        modal = ("must", "may", "should", "duty", "right", "not")
        lines = (line for id_ in modal for _, line in knowledge.wording[id_].words.all())
        self._modal = frozenset(term for line in lines for term in self._analyzer.terms(line))
        self._stated = _stated(knowledge)
        # The same provisions are cited again and again. Bounded, and safe to share between threads.
        self.piece = lru_cache(maxsize=20_000)(self._piece)
        self.read = lru_cache(maxsize=500)(self._read)

    def share(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The share of the terms of one that the other has, a rare term counting for more."""
        if not one:
            return 0.0
        weights = {term: self._weights.get(term, self._rare) for term in one}
        return sum(weight for term, weight in weights.items() if term in other) / sum(weights.values())

    def _piece(self, text: str, *, own: bool = False) -> Piece:
        """A text read as one piece."""
        words = spoken(text)
        cues = self.stances.kinds(words)
        return Piece(
            text,
            tuple(words),
            own,
            self.tongues.is_english(words),
            cues | {"condition"} if self.stances.verb_first(text) else cues,
            self._turning(words),
            frozenset(self.parties.find(words)),
            frozenset(self._analyzer.terms(text)),
            tuple(self._part(clause) for clause in clauses(text)),
        )

    def _turning(self, words: list[str]) -> tuple[str, ...]:
        kinds = ("must" if hit.owner == "duty" else hit.owner for hit in self.stances.cues(words))
        numbers = [word for word in words if word.isdecimal() and len(word) >= _TELEPHONE]
        parties = [party for party, _ in self.parties.named(words)]
        return (*sorted(kind for kind in kinds if kind in _TURNS_ON), *numbers, *parties)

    def _part(self, text: str) -> Part:
        words = spoken(text)
        cues = self.stances.cues(words)
        after = [hit.end for hit in cues if hit.owner in ("must", "may", "should", "duty", "right")]
        acts = " ".join(word for end in after for word in words[end : end + _ACT])
        parties = self.parties.find(words)
        return Part(
            text,
            self.stances.stances(words),
            self.stances.main(text),
            self.stances.complete(text),
            self.stances.kinds(words),
            frozenset(hit.owner for hit in cues if hit.start == 0 or (after and hit.start >= min(after))),
            self.stances.denies(text),
            frozenset(self._analyzer.terms(text)),
            frozenset(self._analyzer.terms(acts)) - self._modal,
            frozenset(parties),
            frozenset((q.value, q.unit) for q in self.quantities.find(text) if q.unit),
            self._actors.subjects(text),
            self._actors.objects(text),
            self._actors.recipients(text),
        )

    def _read(self, source: SourceText, language: Language) -> Evidence | None:
        """A source's evidence, or nothing where there is no text and none is known under the reference."""
        ref = _parsed(source.ref)
        given = (source.text or "").strip()
        kept = words_at(self._texts.passages(ref)) if ref and not given and self._texts else None
        own_lines = tuple(dict.fromkeys(self._own(ref, language))) if ref else ()
        text = given or kept or ""
        if not text and not own_lines:
            return None
        main = text or "\n".join(own_lines)
        pieces = tuple(self.piece(line) for line in segments(main))
        own = tuple(self.piece(line, own=True) for line in own_lines)
        words = spoken(main)
        parties = frozenset(self.parties.find(words))
        digest = self._knowledge.digest(ref) if ref else None
        binds, towards = self._bound(digest) if digest is not None else (frozenset(), frozenset())
        bound = binds | towards | frozenset(party for piece in own for party in piece.parties)
        return Evidence(ref, main, pieces, own, self.quantities.find(main), parties, binds, towards, bound)

    def _bound(self, digest: Digest) -> tuple[frozenset[str], frozenset[str]]:
        """The parties that a provision binds, with those that belong to them, and those it is done towards."""
        roles = {member for role in digest.binds for member in self._knowledge.role_and_members(role)}
        binds = " . ".join(self._knowledge.roles[role].name.nb for role in sorted(roles))
        recipients = self._knowledge.recipients
        towards = " . ".join(recipients[name].name.nb for name in digest.towards if name in recipients)
        return frozenset(self.parties.find(spoken(binds))), frozenset(self.parties.find(spoken(towards)))

    def _own(self, ref: ProvisionRef, language: Language) -> Iterable[str]:
        """Our words for a place, in the sentence's language: the provision's, the ledd's, statements that cite it."""
        finding = self._knowledge.findings.get(ref.provision)
        if finding is not None:
            yield from sentences(finding.digest[language])
        digest = self._knowledge.digest(ref)
        if digest is None:
            return
        yield from sentences(digest.digest[language])
        for number, sub in digest.subsections.items():
            if ref.subsection in (None, number):
                yield from sentences(sub.text[language])
                for extra in (sub.threshold, sub.deadline):
                    if extra is not None:
                        yield extra[language]
        if digest.often_misunderstood is not None:
            yield from sentences(digest.often_misunderstood[language])
        for place, statement in self._stated.get(ref.provision, ()):
            if ref.subsection is None or place.subsection in (None, ref.subsection):
                yield from sentences(statement.text[language])


def _parsed(ref: str) -> ProvisionRef | None:
    try:
        return ProvisionRef.parse(ref)
    except RefError:
        return None


def _stated(knowledge: Knowledge) -> dict[ProvisionRef, Sequence[tuple[ProvisionRef, Statement]]]:
    """The statements of situations by the one provision that they rest on."""
    found: dict[ProvisionRef, dict[tuple[ProvisionRef, Statement], None]] = {}
    for situation in knowledge.situations.values():
        branches = (branch for turning in situation.turns_on for branch in turning.branches.values())
        for statement in (*situation.statements, *(s for branch in branches for s in branch.statements)):
            places = [cite for cite in statement.cites if isinstance(cite, ProvisionRef)]
            if len(places) == 1 == len(statement.cites):
                found.setdefault(places[0].provision, {})[places[0], statement] = None  # a shared one stands once
    return {ref: tuple(statements) for ref, statements in found.items()}
