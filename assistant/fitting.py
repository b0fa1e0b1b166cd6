"""How well each entry of the knowledge fits a question, beside what it sounds like.

Is this the asker's role, is that the recipient, is this the act that she named? The same is asked of some two
thousand entries for every question, so what they bear lies in arrays with one place for each entry, made once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.modality import suits
from assistant.question import Question
from assistant.weights import Weights
from corpus.knowledge import Knowledge
from corpus.models import Cite, Digest, Situation, Verdict
from corpus.refs import ProvisionRef
from ingest.records import Entry, Owner

ANYONE = "anyone"
_LOOK_UP = 8
"""Words of the longest question that just looks up the provision it names; twice as many where nothing is
asked of one's own doings."""
_OF_ONES_OWN = frozenset({"may", "must", "first_person"})
_VERDICTS = tuple(Verdict)

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what follows from it for every entry."""

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
    plain: bool
    """Whether the asker's role is known and the question is short: no story that may turn it into another."""
    own: frozenset[ProvisionRef]
    """In a plain question, the provisions that the rules which it asks about have for the asker's role."""


class _Tags:
    """Which entries bear which names."""

    def __init__(self, borne: Sequence[Collection[str]]) -> None:
        self._nobody = np.zeros(len(borne), dtype=np.bool_)
        self._bearers: dict[str, Flags] = {}
        for place, names in enumerate(borne):
            for name in names:
                self._bearers.setdefault(name, self._nobody.copy())[place] = True

    def any_of(self, names: Iterable[str]) -> Flags:
        """The entries that bear at least one of the names."""
        found = [self._bearers[name] for name in names if name in self._bearers]
        return np.logical_or.reduce(found) if found else self._nobody

    def count(self, names: Iterable[str]) -> NDArray[np.int_]:
        """How many of the names each entry bears."""
        found = [self._bearers[name] for name in names if name in self._bearers]
        return np.sum(found, axis=0) if found else np.zeros(len(self._nobody), dtype=np.int_)


class Fitting:
    """Fits the entries of one state of the knowledge. A result has one value for each entry, in their order."""

    def __init__(self, knowledge: Knowledge, entries: Sequence[Entry]) -> None:
        self._knowledge = knowledge
        self._place = {entry: place for place, entry in enumerate(entries)}
        self._situations = {
            place: knowledge.situations[entry.owner]
            for place, entry in enumerate(entries)
            if entry.kind is Owner.SITUATION
        }
        about = [_about(knowledge, entry) for entry in entries]
        self.kinds = {kind: np.array([entry.kind is kind for entry in entries], dtype=np.bool_) for kind in Owner}
        self._roles = _Tags([_roles(one) for one in about])
        self._towards = _Tags([one.towards if one else () for one in about])
        self._topics = _Tags([one.topics if one else () for one in about])
        self._givers = _Tags([one.givers if isinstance(one, Situation) else () for one in about])
        self._urgent = np.array([isinstance(one, Situation) and one.urgent for one in about], dtype=np.bool_)
        self._general = frozenset(place for place, situation in self._situations.items() if situation.general)
        self._verdicts = np.array([_VERDICTS.index(one.verdict) if one else 0 for one in about], dtype=np.intp)
        parsed = [ProvisionRef.parse(e.owner) if e.kind in (Owner.FINDING, Owner.PROVISION) else None for e in entries]
        self._provisions = {
            ref: place for place, ref in enumerate(parsed) if ref and self.kinds[Owner.PROVISION][place]
        }
        self._sources = _Tags([(ref.source,) if ref else () for ref in parsed])
        self._terms = _Tags([(entry.owner,) if entry.kind is Owner.TERM else () for entry in entries])
        self._leading = cache(self._led)
        self._unbound = cache(self._not_binding)

    def fit(self, asked: Asked, w: Weights) -> Scores:
        """What is added to the score of what an entry sounds like; nothing for matters outside the field."""
        question = asked.question
        rules = self._rules_fit(asked, w)
        findings = np.where(
            self._sources.any_of(question.documents), w.document, w.finding_asked if "finding" in question.asks else 0.0
        )
        terms = np.where(self._terms.any_of(question.terms), w.term_asked, 0.0)
        fit = np.zeros(len(rules))
        for kind, base, more in (
            (Owner.SITUATION, w.situation, rules),
            (Owner.PROVISION, w.provision, rules),
            (Owner.FINDING, w.finding, findings),
            (Owner.TERM, w.term, terms),
        ):
            flags = self.kinds[kind]
            fit[flags] = base + more[flags]
        return fit

    def spoken_of(self, asked: Asked) -> list[int]:
        """The places of what the question names or asks the meaning of: candidates even where they sound unlike it."""
        terms = (self._place.get(Entry(Owner.TERM, term)) for term in asked.question.terms)
        return [place for place in (*map(self._provisions.get, asked.named), *terms) if place is not None]

    def _rules_fit(self, asked: Asked, w: Weights) -> Scores:
        """Of situations and provisions; what the other kinds get here means nothing."""
        question = asked.question
        fit = self._role_fit(asked, w)
        fit[self._urgent] += w.urgent if question.dangers else w.not_urgent
        fit[self._towards.any_of(question.recipients)] += w.recipient
        if question.givers:
            fit += w.giver * self._gives(asked)
        fit += w.asked * np.array([suits(verdict, question.asks) for verdict in _VERDICTS])[self._verdicts]
        fit += w.topic * np.minimum(2, self._topics.count(question.topics))
        if asked.plain and question.role:
            fit[self._unbound(question.role)] += w.unbound
        if asked.own:
            leading = self._leading(question.role)
            resting = {place for ref in asked.own for place in leading.get(ref, ())}
            digests = {self._provisions[ref] for ref in asked.own if ref in self._provisions}
            fit[list(resting | digests)] += w.own_rule
            fit[list(resting & self._general)] += w.general
        if asked.named:
            fit[list(self._citing(asked.named, question.role))] += w.mentioned_in
            told = question.asks & _OF_ONES_OWN
            short = len(question.text.split()) <= (_LOOK_UP if told else 2 * _LOOK_UP)
            for ref in asked.named:
                looks_up = ref in asked.instead if asked.instead else short
                fit[self._provisions[ref]] += w.looked_up if looks_up else w.mentioned
        return fit

    def _role_fit(self, asked: Asked, w: Weights) -> Scores:
        """The nearer the asker's own role, the better; another role's rule is somebody else's.

        But where somebody else is to give her something, it is his rule on giving to her service that counts.
        Where the role is not told, those who work at a service that is spoken of are likelier than others.
        """
        if asked.chain:
            fit = np.full(len(self._urgent), w.other_role)
            for depth, role in reversed([*enumerate(asked.chain)]):  # the nearest last, since it counts
                fit[self._roles.any_of([role])] = w.anyone if role == ANYONE else w.role * (1 - 0.15 * depth)
        else:
            fit = np.where(self._roles.any_of(asked.staff), w.service, 0.0)
            fit[self._roles.any_of([ANYONE])] = w.anyone
        fit[self._roles.any_of(asked.givers) & self._towards.any_of(asked.places)] = w.role
        return fit

    def _gives(self, asked: Asked) -> Scores:
        """1 where those give to the asker who do so in the question, -1 where they are who receives."""
        givers = asked.question.givers
        theirs = self._roles.any_of(asked.givers) & self._towards.any_of(asked.places) | self._givers.any_of(givers)
        gives = np.where(theirs, 1.0, np.where(self._towards.any_of(givers), -1.0, 0.0))
        return np.where(self.kinds[Owner.SITUATION], gives, 0.0)

    def _led(self, role: str | None) -> Mapping[ProvisionRef, set[int]]:
        """The places of the situations by the provision that their first statement rests on first, for a role."""
        found: dict[ProvisionRef, set[int]] = defaultdict(set)
        for place, situation in self._situations.items():
            for ref in self._knowledge.resolve(situation.statements[0].cites, role)[:1]:
                found[ref.provision].add(place)
        return found

    def _not_binding(self, role: str) -> list[int]:
        """The places of the situations whose first statement rests first on what does not bind a role."""
        return [
            place
            for ref, places in self._leading(role).items()
            if not self._knowledge.binds(ref, role)
            for place in places
        ]

    def _citing(self, refs: Collection[ProvisionRef], role: str | None) -> set[int]:
        """The places of the situations that cite one of some provisions whatever is told, for a role."""
        cites: list[Cite] = [*refs]
        for cite in self._cited:
            if isinstance(cite, str) and any(ref.provision in refs for ref in self._knowledge.resolve([cite], role)):
                cites.append(cite)
        return {place for cite in cites for place in self._cited.get(cite, set())}

    @cached_property
    def _cited(self) -> Mapping[Cite, set[int]]:
        """The places of the situations by what they cite: a provision, or a slot that each role has its own for."""
        found: dict[Cite, set[int]] = defaultdict(set)
        for place, situation in self._situations.items():
            for cite in {cite for statement in situation.statements for cite in statement.cites}:
                found[cite if isinstance(cite, str) else cite.provision].add(place)
        return found


def _about(knowledge: Knowledge, entry: Entry) -> Situation | Digest | None:
    """What says whom an entry is for, where it is a rule for somebody."""
    if entry.kind is Owner.SITUATION:
        return knowledge.situations[entry.owner]
    return knowledge.digests[ProvisionRef.parse(entry.owner)] if entry.kind is Owner.PROVISION else None


def _roles(about: Situation | Digest | None) -> tuple[str, ...]:
    if isinstance(about, Situation):
        return about.roles
    return (about.binds or (ANYONE,)) if about else ()
