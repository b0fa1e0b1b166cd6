"""The decision guide: a path of answers leads to the next question or to an outcome. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, GuideLink
from assistant.notices import about_cited, about_texts
from assistant.outline import Outline, Said
from assistant.question import Question
from assistant.writing import write
from corpus.errors import NotFoundError, QuestionError
from corpus.guide_paths import GuideMap, Path
from corpus.knowledge import Knowledge
from corpus.models import GuideOption, GuideOutcome, GuideStep, Language, Verdict
from ingest.texts import TextStore

_ASKED_ABOUT = frozenset(
    {Verdict.MAY_SHARE, Verdict.MUST_NOT_SHARE, Verdict.MUST_REPORT, Verdict.NO_DUTY, Verdict.DEPENDS}
)
"""Verdicts on what the guide is about: with these a missing fact is one that it asks for."""


class _View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GuideChoice(_View):
    """An answer that can be chosen."""

    id: str
    label: str


class GuideQuestion(_View):
    """The next question. ``known`` is the answer that a conversation before it has given."""

    id: str
    ask: str
    why: str
    options: tuple[GuideChoice, ...]
    known: str | None = None


class GuideTaken(_View):
    """A question that was answered. ``before`` are the answers that lead back to it."""

    step: str
    ask: str
    answer: str
    label: str
    before: tuple[str, ...]


class GuideEnd(_View):
    """The outcome, as an answer with its citations. ``question`` asks the chat for the same."""

    id: str
    title: str
    question: str
    answer: Answer


class GuideView(_View):
    """Where one stands in the guide: ``question`` until the path has come to its ``outcome``.

    ``role`` is the id of the role that the answers tell; ``number`` counts the questions, this one with them.
    """

    title: str
    intro: str
    language: Language
    answers: tuple[str, ...]
    role: str | None
    number: int
    taken: tuple[GuideTaken, ...]
    question: GuideQuestion | None
    outcome: GuideEnd | None


class DecisionGuide:
    """The guide of one state of the knowledge, with the law as it is on ``day``.

    Raises :class:`NotFoundError` where the knowledge has no guide.
    """

    def __init__(self, knowledge: Knowledge, texts: TextStore | None, day: dt.date) -> None:
        if knowledge.guide is None:
            raise NotFoundError("The knowledge has no decision guide; the file guide.yaml is missing from its folder.")
        self.guide = knowledge.guide
        self._knowledge = knowledge
        self._texts = texts
        self._day = day
        self._map = GuideMap(knowledge, knowledge.guide)

    def view(self, answers: Sequence[str], language: Language, known: Mapping[str, str] | None = None) -> GuideView:
        """Where ``answers``, from the first question on, lead. ``known`` are answers to show as chosen, by step.

        Raises :class:`QuestionError` for an answer that is not offered where it stands.
        """
        path = self.path(answers)
        return GuideView(
            title=self.guide.title[language],
            intro=self.guide.intro[language],
            language=language,
            answers=path.answers,
            role=path.role,
            number=len(path.taken) + 1,
            taken=tuple(
                GuideTaken(
                    step=taken.step.id,
                    ask=taken.step.ask[language],
                    answer=taken.option.id,
                    label=taken.option.label[language],
                    before=path.answers[:position],
                )
                for position, taken in enumerate(path.taken)
            ),
            question=self._question(path, path.at, language, known or {}) if isinstance(path.at, GuideStep) else None,
            outcome=self._end(path, path.at, language) if isinstance(path.at, GuideOutcome) else None,
        )

    def path(self, answers: Sequence[str]) -> Path:
        """The path that the answers make. Raises :class:`QuestionError` for one that is not offered."""
        path = self._map.start()
        for answer in answers:
            offered = self._map.options(path)
            chosen = next((option for option in offered if option.id == answer), None)
            if chosen is None:
                raise QuestionError(_not_offered(path, offered, answer))
            path = self._map.follow(path, chosen)
        return path

    def link(self, question: Question, verdict: Verdict) -> GuideLink | None:
        """Where the guide goes on from what ``question`` tells; nothing where it would ask for nothing more."""
        if verdict not in _ASKED_ABOUT:
            return None
        chain = self._knowledge.role_chain(question.role) if question.role else ()
        path = self._map.start()
        told: GuideOption | None = None
        while isinstance(path.at, GuideStep):
            told = _told(self._map.options(path), question, chain)
            if told is None:
                break
            path = self._map.follow(path, told)
        if not isinstance(path.at, GuideStep):
            return None
        behind = {taken.step.id for taken in path.taken}
        known = {step.id: _told(step.options, question, chain) for step in self.guide.steps if step.id not in behind}
        return GuideLink(
            answers=path.answers,
            step=path.at.id,
            known={step: option.id for step, option in known.items() if option is not None},
        )

    def _question(self, path: Path, step: GuideStep, language: Language, known: Mapping[str, str]) -> GuideQuestion:
        choices = tuple(GuideChoice(id=o.id, label=o.label[language]) for o in self._map.options(path))
        told = known.get(step.id)
        return GuideQuestion(
            id=step.id,
            ask=step.ask[language],
            why=step.why[language],
            options=choices,
            known=told if any(choice.id == told for choice in choices) else None,
        )

    def _end(self, path: Path, outcome: GuideOutcome, language: Language) -> GuideEnd:
        said = tuple(Said(statement.text[language], refs) for statement, refs in self._map.statements(path))
        plan = Outline(
            outcome.verdict,
            said,
            steps=outcome.steps[language],
            write_down=outcome.write_down[language],
            mistake=outcome.not_this[language] if outcome.not_this else None,
            role=path.role,
        )
        refs = [ref for each in said for ref in each.refs]
        beside = about_cited(self._knowledge, said[0].refs, language)
        beside += about_texts(self._knowledge, self._texts, refs, language)
        dangers = frozenset({outcome.id}) if outcome.urgent else frozenset()
        told = Question("", language, role=path.role, role_is_told=True, dangers=dangers)
        return GuideEnd(
            id=outcome.id,
            title=outcome.title[language],
            question=outcome.question[language],
            answer=write(self._knowledge, self._texts, told, plan, beside, self._day),
        )


def _told(options: Sequence[GuideOption], question: Question, chain: tuple[str, ...]) -> GuideOption | None:
    """The option that a conversation has chosen: the nearest role, else the first whose facts were all told."""
    roles = [option for option in options if option.role in chain]
    if roles:
        nearest = min(roles, key=lambda option: chain.index(option.role or ""))
        if not any(_holds(option, question, chain) for option in options):
            return nearest
    return next((option for option in options if _holds(option, question, chain)), None)


def _holds(option: GuideOption, question: Question, chain: tuple[str, ...]) -> bool:
    return bool(option.means) and all(question.holds(condition, chain) for condition in option.means)


def _not_offered(path: Path, offered: Sequence[GuideOption], answer: str) -> str:
    if not offered:
        return f"«{answer}» is one answer too many: the guide came to its end before it. Leave it out."
    names = ", ".join(option.id for option in offered)
    asked = path.at.ask.nb if isinstance(path.at, GuideStep) else ""
    return f"«{answer}» is not an answer to question {len(path.taken) + 1} («{asked}»). The answers are: {names}."
