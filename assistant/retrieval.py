"""Which situation, provision, finding or term a question is about: search, then fit.

The search finds texts that sound alike, by meaning and by word. The fit asks what a search cannot:
is this the asker's role, is that the recipient, is this the act that she named.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from assistant.agreement import Conclusion, most_agreed
from assistant.fitting import ANYONE, Asked, Fitting, Scores
from assistant.question import Question
from assistant.weights import Weights
from corpus.knowledge import Knowledge
from corpus.models import Verdict
from corpus.refs import ProvisionRef
from ingest.embedding import Embedder, Vectors
from ingest.index import KnowledgeIndex
from ingest.records import Owner

_GENERAL = (ANYONE, "public_official")
"""Whose rules are everybody's where a role has none of its own."""
STILL = "still"
"""The cue of wondering whether a rule that is named still holds."""
_PLAIN = 9
"""Words of the longest question that just asks about a duty, with no story that may turn it into another."""
_ALIKE = 150
"""Entries whose likeness to the question counts: those that are nearest to it."""
_WORDED = 300
"""Texts whose shared words count."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something the answer may rest on, with its score and the search's part of it."""

    kind: Owner
    owner: str
    score: float
    cosine: float
    keyword: float


class Retriever:
    """Ranks what the knowledge holds for a question."""

    def __init__(self, knowledge: Knowledge, index: KnowledgeIndex, embedder: Embedder) -> None:
        self._knowledge = knowledge
        self._index = index
        self._embedder = embedder
        self._fitting = Fitting(knowledge, index.entries)
        self.weights = Weights()
        self._general = [
            (slot, refs)
            for role in _GENERAL
            if role in knowledge.roles
            for slot, refs in knowledge.roles[role].rules.items()
        ]

    def weighing(self, weights: Weights) -> Retriever:
        """The same search with other weights."""
        other = copy(self)
        other.weights = weights
        return other

    def vectors(self, question: Question) -> Vectors:
        """One row for the question, and in a follow-up one more for what was said last."""
        return self._embedder.questions([question.sought or question.text, *filter(None, [question.latest])])

    def alarm(self, vectors: Vectors) -> float:
        """How much the question, or what was said last, sounds like danger now."""
        return max(self._index.senses.danger.score(vector) for vector in vectors)

    def candidates(self, question: Question, count: int = 20, vectors: Vectors | None = None) -> list[Candidate]:
        """Up to ``count`` candidates, best first; ``vectors`` are the question's where they are known."""
        w = self.weights
        whole, *latest = self.vectors(question) if vectors is None else vectors
        alike = self._index.likeness(whole, _ALIKE)
        beyond = self._beyond(question, whole, alike)
        keywords = self._index.wording(question.sought or question.text, _WORDED)
        if latest:
            alike = w.whole * alike + (1 - w.whole) * self._index.likeness(latest[0], _ALIKE)
            keywords = w.whole * keywords + (1 - w.whole) * self._index.wording(question.latest or "", _WORDED)
        asked = self._asked(question)
        scores = w.alike * alike + w.keyword * keywords + self._fitting.fit(asked, w)
        scores -= beyond
        found = (alike != 0) | (keywords != 0)
        found[self._fitting.spoken_of(asked)] = True
        places = np.flatnonzero(found & ~self._fitting.kinds[Owner.OUTSIDE])
        best = places[np.argsort(-scores[places], kind="stable")[:count]]  # of equals the first by kind and name
        return [
            Candidate(entry.kind, entry.owner, float(scores[place]), float(alike[place]), float(keywords[place]))
            for place in best.tolist()
            for entry in [self._index.entries[place]]
        ]

    def _beyond(self, question: Question, vector: Vectors, alike: Scores) -> float:
        """How far outside the field a question is: by what it sounds like, what it is nearest to, and what it tells."""
        w = self.weights
        outside = self._fitting.kinds[Owner.OUTSIDE]
        nearer = float(alike[outside].max(initial=0.0) - alike[~outside].max(initial=0.0))
        ours = bool(question.terms or question.documents or question.mentions) or any(
            not self._knowledge.topics[topic].loose for topic in question.topics
        )
        return (
            w.outside * self._index.senses.outside.score(vector)
            + w.nearer_outside * nearer
            - w.inside * ours
            - w.informed * bool(question.information)
        )

    def speaker(self, ranked: list[Candidate], question: Question) -> Candidate | None:
        """The candidate that the answer is made of: the best of those that conclude what most conclude.

        A digest tells what a provision says to all whom it binds. A situation that rests on that very
        provision tells what follows for the asker, so it speaks where it fits nearly as well. Who names
        the provision wants to hear of it, and gets the digest.
        """
        if not ranked:
            return None
        alike = most_agreed(
            ranked, lambda one: one.score, lambda one: self._conclusion(one, question.role), self.weights.agreement
        )
        best = ranked[0] if self.names(ranked[0], question) else alike[0]
        if best.kind is not Owner.PROVISION or self.names(best, question):
            return best
        near = (other for other in alike if best.score - other.score <= self.weights.speaks_for)
        speaks = next((other for other in near if other.kind is Owner.SITUATION), best)
        if speaks.kind is not Owner.PROVISION:
            return speaks
        place = ProvisionRef.parse(speaks.owner).provision
        own = self._of_the_role(place, question.role)
        return speaks if own == place else replace(speaks, owner=str(own))

    def _of_the_role(self, place: ProvisionRef, role: str | None) -> ProvisionRef:
        """The provision that binds a told role by the rule that ``place`` is for everybody else, where it has one."""
        slots = [slot for slot, refs in self._general if any(ref.provision == place for ref in refs)]
        for slot in slots if role is not None else ():
            own = [ref.provision for ref in self._knowledge.own_rule(role or "", slot)]
            if own and own[0].source != place.source and own[0] in self._knowledge.digests:
                return own[0]
        return place

    def names(self, candidate: Candidate, question: Question) -> bool:
        """Whether a candidate is a provision that the question names."""
        return candidate.kind is Owner.PROVISION and ProvisionRef.parse(candidate.owner).provision in self._named(
            question
        )

    def _conclusion(self, candidate: Candidate, role: str | None) -> Conclusion:
        """What a candidate concludes for a role, and the provision that it rests on before all others."""
        if candidate.kind is Owner.SITUATION:
            entry = self._knowledge.situations[candidate.owner]
            first = self._knowledge.resolve(entry.statements[0].cites, role)[:1]
            return Conclusion(entry.verdict, first[0].provision if first else None)
        if candidate.kind is Owner.TERM:
            return Conclusion(Verdict.INFORMATIONAL, None)
        place = ProvisionRef.parse(candidate.owner)
        if candidate.kind is Owner.PROVISION:
            return Conclusion(self._knowledge.digests[place].verdict, place.provision)
        return Conclusion(Verdict.INFORMATIONAL, place)

    def provisions_like(self, text: str) -> list[tuple[ProvisionRef, float]]:
        """Every provision with a digest by its likeness to a text (cosine), nearest first."""
        (vector,) = self._embedder.questions([text])
        found = self._index.alike(vector, len(self._knowledge.digests), Owner.PROVISION)
        return [(ProvisionRef.parse(owner), cosine) for _, owner, cosine in found]

    def _asked(self, question: Question) -> Asked:
        named = self._named(question)
        chain = self._knowledge.role_chain(question.role) if question.role else ()
        spoken_of = {self._knowledge.recipients[name].staff for name in question.services}
        staff = {role for name in spoken_of if name for role in self._knowledge.role_and_members(name)}
        likely = sorted(filter(None, spoken_of))
        role = question.role or (likely[0] if len(likely) == 1 else None)
        plain = role is not None and len((question.sought or question.text).split()) <= _PLAIN
        rules = question.rules if plain else ()
        own = {ref.provision for rule in rules for ref in self._knowledge.rules_for(role or "", rule)}
        instead = {
            ref.provision
            for mention in question.mentions
            for old in filter(None, (mention.ref, mention.formerly))
            for entry in self._knowledge.replacements_of(old)
            if STILL in question.asks and entry.kind != "coming"
            for ref in entry.now[:1]
        }
        return Asked(
            question,
            chain,
            frozenset(staff),
            named,
            named & instead,
            givers=self._knowledge.staff_of(question.givers),
            places=self._knowledge.services_of(question.role) if question.role else question.services,
            plain=plain,
            own=frozenset(own),
        )

    def _named(self, question: Question) -> frozenset[ProvisionRef]:
        """The provisions that the asker named, or what replaced them, as far as they have a digest."""
        refs: set[ProvisionRef] = set()
        for mention in question.mentions:
            formerly = mention.formerly if STILL in question.asks else None
            for old in filter(None, (mention.ref, formerly)):
                entries = [entry for entry in self._knowledge.replacements_of(old) if entry.kind != "coming"]
                refs.update(ref.provision for entry in entries for ref in entry.now)
            refs.add(mention.ref.provision)
        return frozenset(ref for ref in refs if ref in self._knowledge.digests)
