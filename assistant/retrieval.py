"""Which situation, provision, finding or term a question is about: search, then fit.

The search finds texts that sound alike, by meaning and by word. The fit asks what a search cannot:
is this the asker's role, is that the recipient, is this the act that she named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.question import Question
from corpus.knowledge import Knowledge
from corpus.models import Cite, Digest, Situation
from corpus.refs import ProvisionRef
from ingest.embedding import Embedder
from ingest.index import KnowledgeIndex
from ingest.records import Owner

ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. Tuned on the development half of the evaluation questions.

    ``cosine_floor`` and ``cosine_span`` stretch the model's narrow range of cosines to about 0 to 1.
    ``minimum`` is the score under which nothing fits well enough to answer.
    """

    cosine_floor: float = 0.80
    cosine_span: float = 0.15
    keyword: float = 0.45
    role: float = 0.35
    other_role: float = -0.9
    recipient: float = 0.18
    other_recipient: float = -0.12
    topic: float = 0.10
    evidence: float = 0.15
    mentioned: float = 0.9
    provision: float = -0.12
    finding: float = -0.15
    finding_asked: float = 0.25
    term: float = -0.30
    term_asked: float = 0.35
    minimum: float = 0.55


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

    def __init__(
        self, knowledge: Knowledge, index: KnowledgeIndex, embedder: Embedder, weights: Weights = Weights()
    ) -> None:
        self._knowledge = knowledge
        self._index = index
        self._embedder = embedder
        self.weights = weights

    def candidates(self, question: Question, count: int = 20) -> list[Candidate]:
        """Up to ``count`` candidates, best first."""
        w = self.weights
        cosines: dict[tuple[Owner, str], float] = defaultdict(float)
        for record, cosine in self._index.nearest(self._embedder.questions([question.text])[0], 300):
            key = (record.kind, record.owner)
            cosines[key] = max(cosines[key], cosine)
        keywords: dict[tuple[Owner, str], float] = defaultdict(float)
        matches = self._index.matching(question.text, 300)
        best = matches[0][1] if matches else 1.0
        for record, score in matches:
            key = (record.kind, record.owner)
            keywords[key] = max(keywords[key], score / best)
        for mention in question.mentions:
            if self._knowledge.digest(mention.ref):  # what is named is a candidate even where nothing sounds like it
                keywords.setdefault((Owner.PROVISION, str(self._knowledge.digests[mention.ref.provision].ref)), 0.0)
        sounds = {
            key: max(0.0, (cosines.get(key, w.cosine_floor) - w.cosine_floor) / w.cosine_span)
            + w.keyword * keywords.get(key, 0.0)
            for key in {*cosines, *keywords}
        }
        chain = self._knowledge.role_chain(question.role) if question.role else ()
        ranked = [
            Candidate(
                *key,
                score=sound + self._fit(*key, question, chain, sounds),
                cosine=cosines.get(key, 0.0),
                keyword=keywords.get(key, 0.0),
            )
            for key, sound in sounds.items()
        ]
        return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.kind, candidate.owner))[:count]

    def _fit(
        self,
        kind: Owner,
        owner: str,
        question: Question,
        chain: tuple[str, ...],
        sounds: Mapping[tuple[Owner, str], float],
    ) -> float:
        w = self.weights
        if kind is Owner.SITUATION:
            return self._situation_fit(self._knowledge.situations[owner], question, chain, sounds)
        if kind is Owner.PROVISION:
            return w.provision + self._provision_fit(
                self._knowledge.digests[ProvisionRef.parse(owner)], question, chain
            )
        if kind is Owner.FINDING:
            return w.finding + (w.finding_asked if "finding" in question.asks else 0.0)
        return w.term + (w.term_asked if "definition" in question.asks else 0.0)

    def _situation_fit(
        self,
        situation: Situation,
        question: Question,
        chain: tuple[str, ...],
        sounds: Mapping[tuple[Owner, str], float],
    ) -> float:
        w = self.weights
        fit = self._role_fit(situation.roles, chain)
        if question.recipients and situation.towards:
            fit += w.recipient if question.recipients & set(situation.towards) else w.other_recipient
        fit += w.topic * min(2, len(question.topics & set(situation.topics)))
        cited = self.resolve(situation.statements[0].cites, question.role)
        evidence = [sounds.get((Owner.PROVISION, str(ref.provision)), 0.0) for ref in cited]
        fit += w.evidence * max(evidence, default=0.0)
        named = {mention.ref.provision for mention in question.mentions}
        if named and named & {
            ref.provision for s in situation.statements for ref in self.resolve(s.cites, question.role)
        }:
            fit += w.mentioned / 3
        return fit

    def _provision_fit(self, digest: Digest, question: Question, chain: tuple[str, ...]) -> float:
        w = self.weights
        fit = self._role_fit(digest.binds or (ANYONE,), chain)
        if question.recipients & set(digest.towards):
            fit += w.recipient
        fit += w.topic * min(2, len(question.topics & set(digest.topics)))
        if any(mention.ref.provision == digest.ref for mention in question.mentions):
            fit += w.mentioned
        return fit

    def _role_fit(self, roles: tuple[str, ...], chain: tuple[str, ...]) -> float:
        """The nearer the asker's own role, the better; another role's rule is somebody else's."""
        w = self.weights
        if not chain:
            return w.role / 2 if ANYONE in roles else 0.0
        depth = next((depth for depth, name in enumerate(chain) if name in roles), None)
        if depth is None:
            return w.other_role
        return w.role / 2 if chain[depth] == ANYONE else w.role * (1 - 0.15 * depth)

    def resolve(self, cites: tuple[Cite, ...], role: str | None) -> tuple[ProvisionRef, ...]:
        """Cites with every slot replaced by the provisions it means for the role."""
        refs: dict[ProvisionRef, None] = {}
        for cite in cites:
            for ref in self._knowledge.rule(role, cite.removeprefix("$")) if isinstance(cite, str) else (cite,):
                refs.setdefault(ref)
        return tuple(refs)
