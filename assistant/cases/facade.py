"""All that ``ui`` and ``evals`` call of the exercises."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from assistant.cases.feedback import Feedback
from assistant.cases.library import Shelf, shelf
from assistant.cases.marking import Marker
from assistant.cases.views import CaseSummary, CaseView, summary, view
from assistant.settings import Settings
from corpus.knowledge import Knowledge
from corpus.models import Case, Language
from ingest.embedding import Embedder


class Cases:
    """The exercises of one assistant."""

    def __init__(
        self, knowledge: Knowledge, settings: Settings, embedder: Embedder, detect: Callable[[str], Language]
    ) -> None:
        self._knowledge = knowledge
        self._settings = settings
        self._embedder = embedder
        self._detect = detect

    def shelf(self) -> Shelf:
        """What there is now, with the trainer's own as they stand in her folder."""
        return shelf(self._knowledge, self._settings.cases_dir)

    def list(self, language: Language = Language.NB) -> tuple[CaseSummary, ...]:
        """Every exercise, one's own last."""
        found = self.shelf()
        return tuple(
            summary(self._knowledge, case, language, own=case.id in found.own) for case in found.cases.values()
        )

    def one(self, case: str, language: Language = Language.NB, *, with_key: bool = False) -> CaseView:
        """One exercise, with its keys only where asked. Raises :class:`corpus.errors.NotFoundError`."""
        return view(self._knowledge, self.shelf().one(case), language, with_key=with_key)

    def score(self, case: str | Case, task: int, answer: str) -> Feedback:
        """Compare an answer with the key of a task, counted from 1. Nothing of the answer is kept.

        Raises :class:`corpus.errors.NotFoundError` for an unknown exercise or task, and
        :class:`corpus.errors.QuestionError` for an answer that is empty or too long.
        """
        return self._marker.mark(self.shelf().one(case) if isinstance(case, str) else case, task, answer)

    @cached_property
    def _marker(self) -> Marker:
        settings = self._settings
        return Marker(self._knowledge, self._embedder, self._detect, settings.max_question, settings.day)
