"""From an answer to what its writer is told: the comparison with the key, the law it names, the words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from threading import Lock

from assistant.cases.feedback import (
    CaseCitation,
    Feedback,
    Found,
    PointFeedback,
    ProvisionFeedback,
    WrongFeedback,
)
from assistant.cases.likeness import Comparer, units
from assistant.cases.scoring import Comparison, KeyWordings, compare, score
from assistant.cases.stance import StanceReader
from assistant.cases.views import citation, citations, refs_of
from assistant.cases.words import case_words
from assistant.outline import sentences
from assistant.references import ReferenceFinder
from assistant.texts import words
from corpus.errors import NotFoundError, QuestionError
from corpus.knowledge import Knowledge
from corpus.models import Case, Language, Point, Status, Task
from corpus.refs import ProvisionRef
from ingest.embedding import Embedder

_LEAST_SENTENCE = 4
_SAID = 0.75
_KEPT = 512
"""Keys whose wordings are remembered. What somebody answers never is."""


class Marker:
    """Compares answers with keys. Safe to share between threads."""

    def __init__(
        self,
        knowledge: Knowledge,
        embedder: Embedder,
        detect: Callable[[str], Language],
        longest: int,
        day: Callable[[], dt.date],
    ) -> None:
        self._knowledge = knowledge
        self._comparer = Comparer(knowledge, embedder, StanceReader(knowledge))
        self._references = ReferenceFinder(knowledge)
        self._detect = detect
        self._longest = longest
        self._day = day
        self._keys: dict[tuple[str, Task, Language], KeyWordings] = {}
        self._lock = Lock()

    def mark(self, case: Case, number: int, answer: str) -> Feedback:
        """Compare an answer with the key of a task, counted from 1.

        Raises :class:`NotFoundError` where there is no such task and :class:`QuestionError` for an
        answer that is empty or too long.
        """
        if not 1 <= number <= len(case.tasks):
            raise NotFoundError(f"«{case.id}» has {len(case.tasks)} tasks and no task {number}.")
        if not any(char.isalnum() for char in answer):
            raise QuestionError("The answer is empty. Write what you would do, and why, in a few sentences.")
        if len(answer) > self._longest:
            raise QuestionError(f"The answer has {len(answer)} characters; the limit is {self._longest}. Shorten it.")
        task = case.tasks[number - 1]
        told = self._detect(answer)
        language = told if told in case.languages() else Language.NB
        said = units(answer)
        found = compare(
            self._comparer,
            self._key(case.id, task, language),
            self._comparer.wordings([unit.text for unit in said]),
            [unit.within for unit in said],
        )
        provisions, share, faults = self._provisions(task, answer, language)
        points = score(found, share, faults=faults)
        own = case_words(language).feedback
        return Feedback(
            case=case.id,
            task=number,
            language=language,
            score=points,
            agreement=found.agreement,
            verdict=task.key.verdict,
            conclusion=words(language).verdicts[task.key.verdict],
            points=tuple(self._points(task, found, language)),
            wrong=tuple(self._wrong(task, found, language)),
            provisions=provisions,
            proposed=case.proposed,
            summary=own.summary.format(score=points, agreement=own.agreement[found.agreement])
            + (f" {own.proposed}" if case.proposed else ""),
        )

    def _key(self, case: str, task: Task, language: Language) -> KeyWordings:
        name = (case, task, language)
        kept = self._keys.get(name)
        if kept is None:
            kept = KeyWordings(
                task.key.verdict,
                tuple(self._comparer.wordings(_wordings(point, language)) for point in task.key.points),
                self._comparer.wordings([claim.text[language] for claim in task.key.wrong]),
            )
            with self._lock:
                if len(self._keys) >= _KEPT:
                    self._keys.clear()
                self._keys[name] = kept
        return kept

    def _points(self, task: Task, found: Comparison, language: Language) -> list[PointFeedback]:
        return [
            PointFeedback(
                text=point.text[language],
                found=Found.FOUND if credit.credit >= _SAID else Found.PARTLY if credit.credit > 0 else Found.MISSED,
                credit=round(credit.credit, 2),
                heard=credit.heard.text if credit.heard else None,
                citations=citations(self._knowledge, task.role, point.cites, language),
            )
            for point, credit in zip(task.key.points, found.points, strict=True)
        ]

    def _wrong(self, task: Task, found: Comparison, language: Language) -> list[WrongFeedback]:
        made = [(claim.heard.text, task.key.wrong[claim.number]) for claim in found.wrong]
        claims = [(heard, claim.instead, claim.cites) for heard, claim in made]
        points = [(heard.text, task.key.points[n].text, task.key.points[n].cites) for n, heard in found.denied]
        return [
            WrongFeedback(
                heard=heard,
                instead=instead[language],
                citations=citations(self._knowledge, task.role, cites, language),
            )
            for heard, instead, cites in (*claims, *points)
        ]

    def _provisions(self, task: Task, answer: str, language: Language) -> tuple[ProvisionFeedback, float, int]:
        """What is told of the law that the answer names, the share of points whose law it names, and its faults."""
        named = [mention.ref.provision for mention in self._references.find(answer)]
        carried = [
            {ref.provision for ref in refs_of(self._knowledge, task.role, point.cites)} for point in task.key.points
        ]
        expected = tuple(dict.fromkeys(ref for refs in carried for ref in sorted(refs)))
        wrong: list[tuple[CaseCitation, str]] = []
        others: list[CaseCitation] = []
        for ref in named:
            if ref in expected:
                continue
            fault = self._fault(ref, language)
            if fault is None:
                others.append(citation(self._knowledge, ref, language))
            else:
                wrong.append((citation(self._knowledge, ref, language), fault))
        told = ProvisionFeedback(
            found=tuple(citation(self._knowledge, ref, language) for ref in expected if ref in named),
            missed=tuple(
                citation(self._knowledge, ref, language)
                for ref in expected
                if ref not in named and not any(ref in refs and refs & set(named) for refs in carried)
            ),
            wrong=tuple(wrong),
            others=tuple(others),
        )
        share = sum(bool(refs & set(named)) for refs in carried) / max(len(carried), 1)
        return told, share, len(wrong)

    def _fault(self, ref: ProvisionRef, language: Language) -> str | None:
        """What is wrong with leaning on a provision, or nothing."""
        own = case_words(language).feedback
        for entry in self._knowledge.replacements_of(ref):
            if entry.kind != "coming" and (entry.since is None or entry.since <= self._day()):
                return f"{own.repealed}. {entry.note[language]}"
        status = self._knowledge.status(ref, self._day())
        if status is Status.REPEALED:
            return own.repealed
        if status is Status.COMING:
            return own.coming
        return None


def _wordings(point: Point, language: Language) -> list[str]:
    """The ways to say a point: as it stands, each of its sentences, and the other wordings of the key."""
    whole = point.text[language]
    parts = [part for part in sentences(whole) if len(part.split()) >= _LEAST_SENTENCE]
    return list(dict.fromkeys((whole, *parts, *point.also[language])))
