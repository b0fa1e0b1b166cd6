"""An exercise as a reader sees it: in one language, with roles and provisions by name."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from assistant.cases.feedback import CaseCitation
from assistant.labels import label, link
from assistant.texts import words
from corpus.knowledge import Knowledge
from corpus.models import Case, Cite, Language, Task, Verdict
from corpus.refs import ProvisionRef


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseSummary(_Part):
    """An exercise in a list. ``languages`` are those it is wholly written in; ``own`` is a trainer's own."""

    id: str
    title: str
    audience: str
    difficulty: int
    minutes: int
    roles: tuple[str, ...]
    languages: tuple[Language, ...]
    stages: int
    tasks: int
    own: bool = False
    proposed: bool = False


class PointView(_Part):
    text: str
    citations: tuple[CaseCitation, ...]


class WrongView(_Part):
    text: str
    instead: str
    citations: tuple[CaseCitation, ...]


class KeyView(_Part):
    """What is right. ``conclusion`` is the verdict in words."""

    verdict: Verdict
    conclusion: str
    points: tuple[PointView, ...]
    wrong: tuple[WrongView, ...]


class TaskView(_Part):
    """A task, counted from 1. ``stage`` is how much of the story has been told when it is put."""

    number: int
    role: str
    role_name: str
    stage: int
    ask: str
    key: KeyView | None = None


class CaseView(_Part):
    """A whole exercise. The keys, points for discussion and mistakes are there only for who asks for them."""

    id: str
    language: Language
    title: str
    audience: str
    difficulty: int
    minutes: int
    roles: tuple[str, ...]
    aim: str
    story: tuple[str, ...]
    tasks: tuple[TaskView, ...]
    discuss: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    proposed: bool = False

    def tasks_at(self, stage: int) -> tuple[TaskView, ...]:
        """The tasks that are put after a stage of the story."""
        return tuple(task for task in self.tasks if task.stage == stage)


def language_for(case: Case, wanted: Language) -> Language:
    """The language to show a case in: the wanted one where all of it is written in it, else bokmål."""
    return wanted if wanted in case.languages() else Language.NB


def summary(knowledge: Knowledge, case: Case, wanted: Language, *, own: bool = False) -> CaseSummary:
    language = language_for(case, wanted)
    return CaseSummary(
        id=case.id,
        title=case.title[language],
        audience=case.audience,
        difficulty=case.difficulty,
        minutes=case.minutes,
        roles=role_names(knowledge, case, language),
        languages=case.languages(),
        stages=len(case.story),
        tasks=len(case.tasks),
        own=own,
        proposed=case.proposed,
    )


def view(knowledge: Knowledge, case: Case, wanted: Language, *, with_key: bool = False) -> CaseView:
    language = language_for(case, wanted)
    return CaseView(
        id=case.id,
        language=language,
        title=case.title[language],
        audience=case.audience,
        difficulty=case.difficulty,
        minutes=case.minutes,
        roles=role_names(knowledge, case, language),
        aim=case.aim[language],
        story=tuple(stage.text[language] for stage in case.story),
        tasks=tuple(
            TaskView(
                number=number,
                role=task.role,
                role_name=_role_name(knowledge, task.role, language),
                stage=case.stage_of(task),
                ask=task.ask[language],
                key=_key(knowledge, task, language) if with_key else None,
            )
            for number, task in enumerate(case.tasks, start=1)
        ),
        discuss=case.discuss[language] if with_key else (),
        mistakes=case.mistakes[language] if with_key else (),
        proposed=case.proposed,
    )


def refs_of(knowledge: Knowledge, role: str, cites: Iterable[Cite]) -> tuple[ProvisionRef, ...]:
    """The provisions that cites name for a role, each once."""
    found: dict[ProvisionRef, None] = {}
    for cite in cites:
        found.update(dict.fromkeys(knowledge.rule(role, cite.removeprefix("$")) if isinstance(cite, str) else (cite,)))
    return tuple(found)


def citation(knowledge: Knowledge, ref: ProvisionRef, language: Language) -> CaseCitation:
    return CaseCitation(ref=str(ref), label=label(knowledge, ref, language), url=link(knowledge, ref))


def citations(knowledge: Knowledge, role: str, cites: Iterable[Cite], language: Language) -> tuple[CaseCitation, ...]:
    return tuple(citation(knowledge, ref, language) for ref in refs_of(knowledge, role, cites))


def role_names(knowledge: Knowledge, case: Case, language: Language) -> tuple[str, ...]:
    return tuple(_role_name(knowledge, role, language) for role in case.roles)


def _role_name(knowledge: Knowledge, role: str, language: Language) -> str:
    return knowledge.roles[role].name[language] if role in knowledge.roles else role


def _key(knowledge: Knowledge, task: Task, language: Language) -> KeyView:
    key = task.key
    return KeyView(
        verdict=key.verdict,
        conclusion=words(language).verdicts[key.verdict],
        points=tuple(
            PointView(text=point.text[language], citations=citations(knowledge, task.role, point.cites, language))
            for point in key.points
        ),
        wrong=tuple(
            WrongView(
                text=claim.text[language],
                instead=claim.instead[language],
                citations=citations(knowledge, task.role, claim.cites, language),
            )
            for claim in key.wrong
        ),
    )
