"""The part of ``pliktkompass corpus check`` that walks the decision guide, every path of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from corpus.guide_paths import GuideMap, Path
from corpus.knowledge import Knowledge
from corpus.models import Condition, Guide, GuideOption, GuideOutcome, Status
from corpus.problems import Problem, languages, rests_on, unknown

MOST_QUESTIONS = 7
"""Questions on the longest path. Somebody with two minutes must come to the end of it."""
_NOT_FACTS = frozenset({"role", "recipient", "topic"})


def check_guide(knowledge: Knowledge, day: dt.date) -> Iterator[Problem]:
    """What is wrong with the guide, as the law is on ``day``. The paths are walked only where its parts are whole."""
    guide = knowledge.guide
    if guide is None:
        return
    parts = [*_names(guide), *_steps(knowledge, guide), *_outcomes(knowledge, guide, day)]
    yield from parts
    loops = [] if parts else list(_loops(guide))
    yield from loops
    if not parts and not loops:
        yield from _paths(knowledge, guide, day)


def _names(guide: Guide) -> Iterator[Problem]:
    names = Counter(place.id for place in guide.steps) + Counter(place.id for place in guide.outcomes)
    for name, times in names.items():
        if times > 1:
            yield Problem(f"guide {name}", "the name is used twice; give each step and outcome its own")
    if guide.start not in names:
        yield Problem("guide", f"begins at «{guide.start}», which does not exist; name a step")
    for step in guide.steps:
        for option in step.options:
            for target in _targets(option):
                if target not in names:
                    yield Problem(
                        f"guide {step.id}", f"«{option.id}» leads to «{target}», which does not exist; write it"
                    )


def _targets(option: GuideOption) -> tuple[str, ...]:
    """Where an option may lead."""
    return (option.next, *(turn.next for turn in option.instead))


def _steps(knowledge: Knowledge, guide: Guide) -> Iterator[Problem]:
    for step in guide.steps:
        name = f"guide {step.id}"
        yield from languages(name, "question", step.ask)
        yield from languages(name, "reason", step.why)
        for answer, times in Counter(option.id for option in step.options).items():
            if times > 1:
                yield Problem(name, f"the option «{answer}» is there twice; give each its own name")
        for option in step.options:
            yield from languages(name, f"option «{option.id}»", option.label)
            turned = tuple(role for turn in option.instead for role in turn.roles)
            named = (*option.roles, *option.not_roles, *turned, *([option.role] if option.role else []))
            yield from unknown(name, "role", named, knowledge.roles)
            yield from _conditions(knowledge, name, option.means)


def _outcomes(knowledge: Knowledge, guide: Guide, day: dt.date) -> Iterator[Problem]:
    for outcome in guide.outcomes:
        name = f"guide {outcome.id}"
        yield from languages(name, "title", outcome.title)
        yield from languages(name, "question", outcome.question)
        if not outcome.steps.nb:
            yield Problem(name, "does not say what to do; write it under «steps»")
        if not outcome.write_down.nb:
            yield Problem(name, "does not say what to write down; write it under «write_down»")
        for statement in outcome.statements:
            yield from languages(name, f"statement «{statement.nb[:30]}…»", statement.text)
            yield from _conditions(knowledge, name, (*statement.only_if, *statement.not_if))
            for cite in statement.cites:
                yield from rests_on(knowledge, name, cite, day)


def _conditions(knowledge: Knowledge, name: str, conditions: tuple[Condition, ...]) -> Iterator[Problem]:
    for condition in conditions:
        if condition.fact == "role":
            yield from unknown(name, "role", condition.value, knowledge.roles)
        elif condition.fact == "recipient":
            yield from unknown(name, "recipient", condition.value, knowledge.recipients)
        elif condition.fact not in _NOT_FACTS and condition.fact not in knowledge.facts:
            yield Problem(name, f"«{condition.fact}» is not a fact; the facts are in vocabulary/facts.yaml")


def _loops(guide: Guide) -> Iterator[Problem]:
    """A step that can be come to again from itself, found by walking on from each step in turn."""
    onward = {step.id: [place for option in step.options for place in _targets(option)] for step in guide.steps}
    for step in guide.steps:
        seen: set[str] = set()
        waiting = list(onward[step.id])
        while waiting:
            place = waiting.pop()
            if place not in seen:
                seen.add(place)
                waiting.extend(onward.get(place, ()))
        if step.id in seen:
            yield Problem(f"guide {step.id}", "can be come to again from itself; a guide must not go in a loop")


def _paths(knowledge: Knowledge, guide: Guide, day: dt.date) -> Iterator[Problem]:
    whole = GuideMap(knowledge, guide)
    reached: set[str] = set()
    told: set[Problem] = set()
    for path in whole.paths():
        reached.add(path.at.id)
        reached.update(taken.step.id for taken in path.taken)
        for problem in _path(knowledge, whole, path, day):
            if problem not in told:  # many paths share an end
                told.add(problem)
                yield problem
    for place in whole.places:
        if place not in reached:
            yield Problem(f"guide {place}", "no path leads to it; remove it or lead an option to it")


def _path(knowledge: Knowledge, whole: GuideMap, path: Path, day: dt.date) -> Iterator[Problem]:
    end = f"guide {path.at.id}"
    if not isinstance(path.at, GuideOutcome):
        yield Problem(end, f"nothing is offered there to «{path.role}»; give an option or lead past it")
        return
    if len(path.taken) > MOST_QUESTIONS:
        yield Problem(end, f"takes {len(path.taken)} questions by {'/'.join(path.answers)}; at most {MOST_QUESTIONS}")
    stand = whole.start()
    for taken in path.taken:
        if len(whole.options(stand)) == 1:
            yield Problem(f"guide {taken.step.id}", f"offers «{path.role}» one option only; lead past it")
        stand = whole.follow(stand, taken.option)
    said = whole.statements(path)
    if not said:
        yield Problem(end, f"says nothing to «{path.role}» by {'/'.join(path.answers)}")
    for statement, refs in said:
        words = f"«{statement.nb[:40]}…»"
        if not refs:
            yield Problem(end, f"{words} cites nothing that binds «{path.role}»; cite its act or leave the role out")
        for ref in refs:
            if knowledge.status(ref, day) is not Status.IN_FORCE:
                yield Problem(end, f"{words} rests on {ref} for «{path.role}», which is not in force")
