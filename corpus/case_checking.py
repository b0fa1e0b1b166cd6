"""The part of ``pliktkompass corpus check`` that reads case exercises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from corpus.knowledge import Knowledge
from corpus.models import Case, Cite, Language, Task, Verdict
from corpus.problems import Problem, Severity, rests_on, unknown

_FEWEST_POINTS = 2
_OWN_ACT = frozenset(
    {
        *(Verdict.MAY_SHARE, Verdict.MUST_NOT_SHARE, Verdict.MUST_REPORT, Verdict.MUST_AVERT),
        *(Verdict.MUST_COOPERATE, Verdict.NO_DUTY),
    }
)
"""Verdicts on what the one who answers must or may do. A right may rest on what binds somebody else."""


def check_cases(knowledge: Knowledge, day: dt.date) -> Iterator[Problem]:
    """What is wrong with the exercises that come with the knowledge."""
    for case in knowledge.cases.values():
        yield from check_case(knowledge, case, day)
        if case.proposed:
            yield Problem(f"case {case.id}", "the key is a proposal; read it, mend it and take «proposed» away")


def check_case(knowledge: Knowledge, case: Case, day: dt.date) -> Iterator[Problem]:
    """What is wrong with one exercise, as the law is on ``day``."""
    name = f"case {case.id}"
    yield from unknown(name, "role", case.roles, knowledge.roles)
    yield from unknown(name, "topic", case.topics, knowledge.topics)
    yield from _half_written(case)
    if not case.discuss.nb:
        yield Problem(name, "has no points for discussion; write some under «discuss»", Severity.NOTE)
    if not case.mistakes.nb:
        yield Problem(name, "has no typical mistakes; write some under «mistakes»", Severity.NOTE)
    for number, task in enumerate(case.tasks, start=1):
        yield from _task(knowledge, case, task, f"{name}, task {number}", day)


def _half_written(case: Case) -> Iterator[Problem]:
    """A case is in a language altogether or not at all."""
    whole = case.languages()
    for language in (Language.NN, Language.EN):
        if language in whole or not case.title.has(language):
            continue
        missing = [place for place, text in case.texts() if not text.has(language)]
        for place, lines in (("discuss", case.discuss), ("mistakes", case.mistakes)):
            if lines.nb and not getattr(lines, language.value):
                missing.append(place)
        yield Problem(f"case {case.id}", f"is only partly written in {language.value}: {', '.join(missing)}")


def _task(knowledge: Knowledge, case: Case, task: Task, name: str, day: dt.date) -> Iterator[Problem]:
    if task.role not in case.roles:
        yield Problem(name, f"«{task.role}» answers it but is not at the table; add it to «roles»")
    if case.stage_of(task) > len(case.story):
        yield Problem(name, f"is put after stage {task.stage}, and the story has {len(case.story)}")
    if task.key.verdict is Verdict.NOT_COVERED:
        yield Problem(name, "the key's verdict is «not_covered»; ask something that the law here answers")
    if len(task.key.points) < _FEWEST_POINTS:
        yield Problem(name, f"the key has fewer than {_FEWEST_POINTS} points; split it, one claim each")
    if not task.key.wrong:
        yield Problem(name, "the key does not say what would be wrong; write one or more under «wrong»")
    yield from _binds(knowledge, task, name)
    for number, point in enumerate(task.key.points, start=1):
        yield from _cites(knowledge, task, f"{name}, point {number}", point.cites, day)
    for number, claim in enumerate(task.key.wrong, start=1):
        yield from _cites(knowledge, task, f"{name}, wrong claim {number}", claim.cites, day)


def _cites(knowledge: Knowledge, task: Task, name: str, cites: tuple[Cite, ...], day: dt.date) -> Iterator[Problem]:
    if not cites:
        yield Problem(name, "has no citation; name the provision it rests on")
    for cite in cites:
        yield from rests_on(knowledge, name, cite, day)
        if isinstance(cite, str) and not knowledge.rule(task.role, cite.removeprefix("$")):
            yield Problem(name, f"«{task.role}» has no provision for {cite}; cite the act itself")


def _binds(knowledge: Knowledge, task: Task, name: str) -> Iterator[Problem]:
    """What somebody must or may do rests first on a provision for those who have that role."""
    if task.key.verdict not in _OWN_ACT or not task.key.points or not task.key.points[0].cites:
        return
    first = task.key.points[0].cites[0]
    digest = None if isinstance(first, str) else knowledge.digest(first)
    if digest is not None and digest.binds and not set(digest.binds) & set(knowledge.role_chain(task.role)):
        yield Problem(name, f"leans first on {first}, which does not bind «{task.role}»; put first the one that does")
