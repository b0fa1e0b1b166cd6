"""Which situation, provision, finding or term a question is about: search, then fit.

The search finds texts that sound alike, by meaning and by word. The fit asks what a search cannot:
is this the asker's role, is that the recipient, is this the act that she named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.agreement import Conclusion, most_agreed
from assistant.modality import suits
from assistant.question import Question
from corpus.knowledge import Knowledge
from corpus.models import Cite, Digest, Situation, Verdict
from corpus.refs import ProvisionRef
from ingest.embedding import Embedder, Vectors
from ingest.index import KnowledgeIndex
from ingest.records import Owner

ANYONE = "anyone"
_GENERAL = (ANYONE, "public_official")
"""Whose rules are everybody's where a role has none of its own."""
BEYOND = "beyond"
"""The cue of words that belong to matters outside the field."""
STILL = "still"
"""The cue of wondering whether a rule that is named still holds."""
_LOOK_UP = 8
"""Words of the longest question that just looks up the provision it names; twice as many where nothing is
asked of one's own doings."""
_OF_ONES_OWN = frozenset({"may", "must", "first_person"})

_PLAIN = 9
"""Words of the longest question that just asks about a duty, with no story that may turn it into another."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. Tuned on the development half of the evaluation questions and on fresh ones.

    ``whole`` is the share of the whole conversation in a follow-up; what was said last has the rest.
    ``asked`` is for a verdict that answers what is asked, and against one that does not.
    ``giver`` is for a situation in which the same gives to the asker, and against one in which he receives.
    ``own_rule`` is for what rests on the provision that the rule asked about has for the asker's role.
    ``alike`` weighs the likeness to the mean of an entry's examples.
    ``outside`` weighs how much the question sounds like matters outside the field, ``outside_like`` how near it is
    to one of them, and ``beyond`` is for words of such matters (half of it where it speaks of one of the field's own
    topics too). All three lower every score, and ``inside`` raises it for a question that speaks of such a topic;
    ``speaks_for`` is how far behind a provision a situation that rests on it may be and still answer.
    ``agreement`` is how far apart scores may be and still count together where candidates conclude the same;
    ``minimum`` is the score under which nothing fits well enough to answer. ``situation``, ``provision``
    and the like are added for the kind of a candidate; minus infinity leaves the kind out.
    """

    alike: float = 1.9
    whole: float = 0.8
    keyword: float = 0.55
    role: float = 0.28
    other_role: float = -0.7
    anyone: float = 0.13
    service: float = 0.25
    urgent: float = 0.22
    not_urgent: float = -0.05
    recipient: float = 0.13
    giver: float = 0.25
    asked: float = 0.04
    topic: float = 0.05
    own_rule: float = 0.6
    mentioned: float = 0.4
    looked_up: float = 1.5
    mentioned_in: float = 0.08
    situation: float = 0.0
    provision: float = -0.06
    finding: float = -0.02
    finding_asked: float = 0.3
    document: float = 0.8
    term: float = -0.33
    term_asked: float = 2.0
    outside: float = 1.0
    outside_like: float = 0.8
    beyond: float = 0.75
    inside: float = 0.3
    agreement: float = 0.15
    speaks_for: float = 0.3
    minimum: float = 0.95


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something the answer may rest on, with its score and the search's part of it."""

    kind: Owner
    owner: str
    score: float
    cosine: float
    keyword: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what follows from it for every candidate."""

    question: Question
    chain: tuple[str, ...]
    staff: frozenset[str]
    named: frozenset[ProvisionRef]
    instead: frozenset[ProvisionRef]
    """Of the named, those that replaced what the asker wonders whether still holds."""
    givers: frozenset[str]
    """The roles of those who give the asker something, where it is their rule that counts."""
    places: frozenset[str]
    """The services that the asker works at."""
    own: frozenset[ProvisionRef]
    """In a plain question, the provisions that the rules which it asks about have for the asker's role."""


class Retriever:
    """Ranks what the knowledge holds for a question."""

    def __init__(
        self, knowledge: Knowledge, index: KnowledgeIndex, embedder: Embedder, weights: Weights = Weights()
    ) -> None:
        self._knowledge = knowledge
        self._index = index
        self._embedder = embedder
        self.weights = weights
        self._general = [
            (slot, refs)
            for role in _GENERAL
            if role in knowledge.roles
            for slot, refs in knowledge.roles[role].rules.items()
        ]

    def weighing(self, weights: Weights) -> Retriever:
        """The same search with other weights."""
        return Retriever(self._knowledge, self._index, self._embedder, weights)

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
        alike = self._alike(whole)
        if latest:
            alike = _mixed(alike, self._alike(latest[0]), w.whole)
        keywords: dict[tuple[Owner, str], float] = defaultdict(float)
        for record, score in self._index.matching(question.sought or question.text, 300):
            key = (record.kind, record.owner)
            keywords[key] = max(keywords[key], score)
        named = self._named(question)
        for term in question.terms:
            keywords.setdefault((Owner.TERM, term), 0.0)
        for ref in named:  # what is named is a candidate even where nothing sounds like it
            keywords.setdefault((Owner.PROVISION, str(self._knowledge.digests[ref].ref)), 0.0)
        sounds = {
            key: w.alike * alike.get(key, 0.0) + w.keyword * keywords.get(key, 0.0) for key in {*alike, *keywords}
        }
        asked = self._asked(question, named)
        beyond = self._beyond(question, whole, alike)
        ranked = [
            Candidate(
                *key,
                score=sound + self._fit(*key, asked) - beyond,
                cosine=alike.get(key, 0.0),
                keyword=keywords.get(key, 0.0),
            )
            for key, sound in sounds.items()
            if key[0] is not Owner.OUTSIDE
        ]
        return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.kind, candidate.owner))[:count]

    def _beyond(self, question: Question, vector: Vectors, alike: Mapping[tuple[Owner, str], float]) -> float:
        """How far outside the field a question is: by what it sounds like, what it is near to, and its words."""
        w = self.weights
        near = max((cosine for (kind, _), cosine in alike.items() if kind is Owner.OUTSIDE), default=0.0)
        far = w.outside * self._index.senses.outside.score(vector) + w.outside_like * max(near, 0.0)
        ours = bool(question.terms or question.documents or question.mentions) or any(
            not self._knowledge.topics[topic].loose for topic in question.topics
        )
        far -= w.inside if ours else 0.0
        if BEYOND not in question.asks or question.mentions or question.dangers:
            return far
        return far + w.beyond * (0.5 if ours else 1.0)

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
            first = self.resolve(entry.statements[0].cites, role)[:1]
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

    def _asked(self, question: Question, named: frozenset[ProvisionRef]) -> _Asked:
        chain = self._knowledge.role_chain(question.role) if question.role else ()
        spoken_of = {self._knowledge.recipients[name].staff for name in question.services}
        staff = {role for name in spoken_of if name for role in self._knowledge.role_and_members(name)}
        likely = sorted(filter(None, spoken_of))
        role = question.role or (likely[0] if len(likely) == 1 else None)
        plain = role is not None and len(question.text.split()) <= _PLAIN
        own = {ref.provision for rule in question.rules for ref in self._knowledge.own_rule(role or "", rule)}
        instead = {
            ref.provision
            for mention in question.mentions
            for old in filter(None, (mention.ref, mention.formerly))
            for entry in self._knowledge.replacements_of(old)
            if STILL in question.asks and entry.kind != "coming"
            for ref in entry.now[:1]
        }
        return _Asked(
            question,
            chain,
            frozenset(staff),
            named,
            named & instead,
            givers=self._knowledge.staff_of(question.givers),
            places=self._knowledge.services_of(question.role) if question.role else question.services,
            own=frozenset(own if plain else ()),
        )

    def _alike(self, vector: Vectors) -> dict[tuple[Owner, str], float]:
        return {(kind, owner): cosine for kind, owner, cosine in self._index.alike(vector, 150)}

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

    def _fit(self, kind: Owner, owner: str, asked: _Asked) -> float:
        w = self.weights
        if kind is Owner.SITUATION:
            return w.situation + self._situation_fit(self._knowledge.situations[owner], asked)
        if kind is Owner.PROVISION:
            return w.provision + self._provision_fit(self._knowledge.digests[ProvisionRef.parse(owner)], asked)
        if kind is Owner.FINDING:
            named = ProvisionRef.parse(owner).source in asked.question.documents
            return w.finding + (w.document if named else w.finding_asked if "finding" in asked.question.asks else 0.0)
        return w.term + (w.term_asked if owner in asked.question.terms else 0.0)

    def _situation_fit(self, situation: Situation, asked: _Asked) -> float:
        w = self.weights
        question = asked.question
        fit = self._role_fit(situation.roles, situation.towards, asked)
        if situation.urgent:
            fit += w.urgent if question.dangers else w.not_urgent
        if question.recipients & set(situation.towards):
            fit += w.recipient
        if question.givers:
            fit += w.giver * self._gives(situation, asked)
        fit += w.asked * suits(situation.verdict, question.asks)
        fit += w.topic * min(2, len(question.topics & set(situation.topics)))
        if asked.own:
            first = self.resolve(situation.statements[0].cites, question.role)[:1]
            fit += w.own_rule if any(ref.provision in asked.own for ref in first) else 0.0
        if asked.named:
            cited = {ref.provision for s in situation.statements for ref in self.resolve(s.cites, question.role)}
            fit += w.mentioned_in if asked.named & cited else 0.0
        return fit

    @staticmethod
    def _gives(situation: Situation, asked: _Asked) -> float:
        """1 where those give to the asker who do so in the question, -1 where they are who receives."""
        theirs = asked.givers & set(situation.roles) and asked.places & set(situation.towards)
        if theirs or asked.question.givers & set(situation.givers):
            return 1.0
        return -1.0 if asked.question.givers & set(situation.towards) else 0.0

    def _provision_fit(self, digest: Digest, asked: _Asked) -> float:
        w = self.weights
        fit = self._role_fit(digest.binds or (ANYONE,), digest.towards, asked)
        if asked.question.recipients & set(digest.towards):
            fit += w.recipient
        fit += w.asked * suits(digest.verdict, asked.question.asks)
        fit += w.topic * min(2, len(asked.question.topics & set(digest.topics)))
        fit += w.own_rule if digest.ref in asked.own else 0.0
        if digest.ref in asked.named:
            told = asked.question.asks & _OF_ONES_OWN
            short = len(asked.question.text.split()) <= (_LOOK_UP if told else 2 * _LOOK_UP)
            looks_up = digest.ref in asked.instead if asked.instead else short
            fit += w.looked_up if looks_up else w.mentioned
        return fit

    def _role_fit(self, roles: tuple[str, ...], towards: tuple[str, ...], asked: _Asked) -> float:
        """The nearer the asker's own role, the better; another role's rule is somebody else's.

        But where somebody else is to give her something, it is his rule on giving to her service that counts.
        Where the role is not told, those who work at a service that is spoken of are likelier than others.
        """
        w = self.weights
        if asked.givers & set(roles) and asked.places & set(towards):
            return w.role
        if not asked.chain:
            return w.anyone if ANYONE in roles else w.service if asked.staff & set(roles) else 0.0
        depth = next((depth for depth, name in enumerate(asked.chain) if name in roles), None)
        if depth is None:
            return w.other_role
        return w.anyone if asked.chain[depth] == ANYONE else w.role * (1 - 0.15 * depth)

    def resolve(self, cites: tuple[Cite, ...], role: str | None) -> tuple[ProvisionRef, ...]:
        """Cites with every slot replaced by the provisions it means for the role."""
        refs: dict[ProvisionRef, None] = {}
        for cite in cites:
            for ref in self._knowledge.rule(role, cite.removeprefix("$")) if isinstance(cite, str) else (cite,):
                refs.setdefault(ref)
        return tuple(refs)


def _mixed(
    whole: dict[tuple[Owner, str], float], latest: dict[tuple[Owner, str], float], share: float
) -> dict[tuple[Owner, str], float]:
    """The likeness of a conversation: of all of it, and of what was said last."""
    return {key: share * whole.get(key, 0.0) + (1 - share) * latest.get(key, 0.0) for key in {*whole, *latest}}
