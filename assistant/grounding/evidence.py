"""What a sentence is compared with: the pieces of the cited text, and our own reviewed words for the same provision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.grounding.parties import PartyReader
from assistant.grounding.quantities import Quantity, QuantityReader
from assistant.grounding.result import SourceText
from assistant.grounding.segments import segments
from assistant.grounding.stance import Stance, StanceReader, spoken
from assistant.outline import sentences
from corpus.errors import RefError
from corpus.knowledge import Knowledge
from corpus.models import Language, Statement
from corpus.refs import ProvisionRef
from ingest.norwegian import Analyzer, lexicon_of
from ingest.texts import TextStore, words_at


@dataclass(frozen=True)
class Piece:
    """A sentence or list item, read. ``own`` tells our words from the source's."""

    text: str
    own: bool
    stances: frozenset[Stance]
    cues: frozenset[str]
    denies: bool
    parties: frozenset[str]
    terms: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """One source, read. ``text`` is what numbers, references and quotations are looked up in."""

    ref: ProvisionRef | None
    text: str
    pieces: tuple[Piece, ...]
    own: tuple[Piece, ...]
    quantities: tuple[Quantity, ...]
    parties: frozenset[str]
    bound: frozenset[str]


class EvidenceReader:
    """Reads sources with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge, texts: TextStore | None) -> None:
        self._knowledge = knowledge
        self._texts = texts
        self.stances = StanceReader(dict(knowledge.wording))
        self.quantities = QuantityReader(dict(knowledge.quantities))
        self.parties = PartyReader(knowledge.parties)
        own = (digest.digest[language] for digest in knowledge.digests.values() for language in Language)
        self._analyzer = Analyzer(lexicon_of(own), knowledge.variants)
        self._stated = _stated(knowledge)

    def piece(self, text: str, *, own: bool = False) -> Piece:
        """A text read as one piece."""
        words = spoken(text)
        return Piece(
            text,
            own,
            self.stances.stances(words),
            frozenset(hit.owner for hit in self.stances.cues(words)),
            self.stances.denies(words),
            frozenset(self.parties.find(words)),
            frozenset(self._analyzer.terms(text)),
        )

    def read(self, source: SourceText, language: Language) -> Evidence | None:
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
        bound: frozenset[str] = frozenset()
        if digest is not None:
            names = {m for role in digest.binds for m in self._knowledge.role_and_members(role)}
            said = " . ".join(self._knowledge.roles[name].name.nb for name in names)
            towards = " . ".join(
                self._knowledge.recipients[t].name.nb for t in digest.towards if t in self._knowledge.recipients
            )
            bound = frozenset(self.parties.find(spoken(f"{said} . {towards}")))
        for piece in own:
            bound |= piece.parties
        return Evidence(ref, main, pieces, own, self.quantities.find(main), parties, bound)

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
    found: dict[ProvisionRef, list[tuple[ProvisionRef, Statement]]] = {}
    for situation in knowledge.situations.values():
        branches = (branch for turning in situation.turns_on for branch in turning.branches.values())
        for statement in (*situation.statements, *(s for branch in branches for s in branch.statements)):
            places = [cite for cite in statement.cites if isinstance(cite, ProvisionRef)]
            if len(places) == 1 == len(statement.cites):
                found.setdefault(places[0].provision, []).append((places[0], statement))
    return dict(found)
