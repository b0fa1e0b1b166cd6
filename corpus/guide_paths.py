"""Ways through the decision guide: which options somebody is offered, where they lead, and all the paths there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.knowledge import Knowledge
from corpus.models import Cite, Condition, Guide, GuideOption, GuideOutcome, GuideStep, Statement
from corpus.refs import ProvisionRef


@dataclass(frozen=True)
class Taken:
    """A question that was answered, and how."""

    step: GuideStep
    option: GuideOption


@dataclass(frozen=True)
class Path:
    """The answers so far, the role they tell, and where they lead."""

    taken: tuple[Taken, ...]
    role: str | None
    at: GuideStep | GuideOutcome

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(taken.option.id for taken in self.taken)

    @property
    def facts(self) -> dict[str, str]:
        """What the answers tell: a fact and its value, the latest answer's where two tell the same."""
        return {c.fact: c.value[0] for taken in self.taken for c in taken.option.means}


class GuideMap:
    """A guide with its names looked up. Raises :class:`KeyError` for a name that does not exist."""

    def __init__(self, knowledge: Knowledge, guide: Guide) -> None:
        self.knowledge = knowledge
        self.guide = guide

    @cached_property
    def places(self) -> dict[str, GuideStep | GuideOutcome]:
        """Steps and outcomes by name."""
        return {step.id: step for step in self.guide.steps} | {end.id: end for end in self.guide.outcomes}

    def start(self) -> Path:
        """Before the first answer."""
        return Path((), None, self.places[self.guide.start])

    def options(self, path: Path) -> tuple[GuideOption, ...]:
        """What is offered where the path stands; nothing at an outcome."""
        if isinstance(path.at, GuideOutcome):
            return ()
        chain = self._chain(path.role)
        return tuple(
            option
            for option in path.at.options
            if (not option.roles or chain & set(option.roles)) and not chain & set(option.not_roles)
        )

    def follow(self, path: Path, option: GuideOption) -> Path:
        """The path with one more answer."""
        if isinstance(path.at, GuideOutcome):
            raise ValueError("the path has come to its end")
        role = option.role or path.role
        chain = self._chain(role)
        turn = next((turn.next for turn in option.instead if chain & set(turn.roles)), option.next)
        return replace(path, taken=(*path.taken, Taken(path.at, option)), role=role, at=self.places[turn])

    def paths(self) -> Iterator[Path]:
        """Every path from the start to its end, which is an outcome in a sound guide. The guide must have no loop."""
        waiting = [self.start()]
        while waiting:
            path = waiting.pop()
            options = self.options(path)
            if options:
                waiting.extend(self.follow(path, option) for option in reversed(options))
            else:
                yield path

    def statements(self, path: Path) -> tuple[tuple[Statement, tuple[ProvisionRef, ...]], ...]:
        """What the outcome at the end of the path says there, each with the provisions that bind the path's role."""
        if isinstance(path.at, GuideStep):
            return ()
        return tuple((s, self.refs(s.cites, path.role)) for s in path.at.statements if self._given(s, path))

    def refs(self, cites: tuple[Cite, ...], role: str | None) -> tuple[ProvisionRef, ...]:
        """Cites with every rule replaced by the role's own provisions; what does not bind the role is left out."""
        who = role or "anyone"
        found: dict[ProvisionRef, None] = {}
        for cite in cites:
            refs = self.knowledge.own_rule(who, cite.removeprefix("$")) if isinstance(cite, str) else (cite,)
            found.update(dict.fromkeys(ref for ref in refs if self.knowledge.binds(ref, who)))
        return tuple(found)

    def _given(self, statement: Statement, path: Path) -> bool:
        return all(self._holds(c, path) for c in statement.only_if) and not any(
            self._holds(c, path) for c in statement.not_if
        )

    def _holds(self, condition: Condition, path: Path) -> bool:
        if condition.fact == "role":
            return bool(self._chain(path.role) & set(condition.value))
        return path.facts.get(condition.fact) in condition.value

    def _chain(self, role: str | None) -> frozenset[str]:
        return frozenset(self.knowledge.role_chain(role)) if role else frozenset()
