"""All that ``ui`` and ``evals`` call of the exercises."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from assistant.cases.drafting import Draft, check_draft, draft_from_file
from assistant.cases.feedback import Feedback
from assistant.cases.library import SUFFIX, Shelf, shelf
from assistant.cases.marking import Marker
from assistant.cases.proposing import Ask, propose
from assistant.cases.saving import as_yaml, from_yaml, save_case
from assistant.cases.sheets import key_sheet, participant_sheet
from assistant.cases.views import CaseSummary, CaseView, language_for, summary, view
from assistant.printing import Document
from assistant.settings import Settings
from assistant.understanding import Understanding
from corpus.case_checking import check_case
from corpus.errors import ExportError
from corpus.knowledge import Knowledge
from corpus.models import Case, Language
from ingest.embedding import Embedder


class Cases:
    """The exercises of one assistant. A :class:`Case` may be given in place of an id where it is on no shelf."""

    def __init__(
        self, knowledge: Knowledge, settings: Settings, embedder: Embedder, understanding: Understanding, ask: Ask
    ) -> None:
        self._knowledge = knowledge
        self._settings = settings
        self._embedder = embedder
        self._understanding = understanding
        self._ask = ask

    def shelf(self) -> Shelf:
        """What there is now, with the trainer's own as they stand in her folder."""
        return shelf(self._knowledge, self._settings.cases_dir)

    def list(self, language: Language = Language.NB) -> tuple[CaseSummary, ...]:
        """Every exercise, one's own last."""
        return summaries(self._knowledge, self.shelf(), language)

    def one(self, case: str | Case, language: Language = Language.NB, *, with_key: bool = False) -> CaseView:
        """One exercise, with its keys only where asked. Raises :class:`corpus.errors.NotFoundError`."""
        return view(self._knowledge, self._case(case), language, with_key=with_key)

    def score(self, case: str | Case, task: int, answer: str) -> Feedback:
        """Compare an answer with the key of a task, counted from 1. Nothing of the answer is kept.

        Raises :class:`corpus.errors.NotFoundError` for an unknown exercise or task, and
        :class:`corpus.errors.QuestionError` for an answer that is empty or too long.
        """
        return self._marker.mark(self._case(case), task, answer)

    def sheet(self, case: str | Case, language: Language = Language.NB, *, key: bool = False) -> Document:
        """The sheet for those who take part, or the key for the one who leads. Raises ``NotFoundError``."""
        return sheet(self._knowledge, self._settings, self._case(case), language, key=key)

    def propose(self, draft: Draft) -> Case:
        """An exercise of one's own with a key that the assistant proposes, marked as a proposal.

        Raises :class:`corpus.errors.QuestionError` for a draft that cannot become one.
        """
        check_draft(self._knowledge, self._understanding.mask, draft)
        return propose(self._knowledge, draft, self._ask, self._understanding.read)

    def propose_from_file(self, data: bytes, name: str, roles: tuple[str, ...] = ()) -> Case:
        """The same for a document. Raises also :class:`corpus.errors.DocumentError`."""
        return self.propose(draft_from_file(data, name, roles))

    def yaml(self, case: Case) -> str:
        """The exercise as the file that its owner edits."""
        return as_yaml(case, _language(case))

    def read(self, text: str) -> Case:
        """The exercise in such a file's content. Raises :class:`corpus.errors.CorpusError` where it is none."""
        return from_yaml(text)

    def problems(self, case: Case) -> tuple[str, ...]:
        """What is to be mended in an exercise of one's own, as the law is today."""
        return tuple(str(problem) for problem in check_case(self._knowledge, case, self._settings.day()))

    def save(self, case: Case, path: Path | None = None) -> Path:
        """Write an exercise of one's own to ``path``, or into the folder that is set for them.

        Raises :class:`corpus.errors.ExportError` where it cannot be written or a file is there already.
        """
        folder = self._settings.cases_dir
        if path is None and folder is None:
            raise ExportError("No file is named and no folder for your own exercises is set (PLIKTKOMPASS_CASES_DIR).")
        target = path if path is not None else (folder or Path()) / f"{case.id}{SUFFIX}"
        save_case(case, _language(case), target)
        return target

    def _case(self, case: str | Case) -> Case:
        return self.shelf().one(case) if isinstance(case, str) else case

    @cached_property
    def _marker(self) -> Marker:
        settings = self._settings
        return Marker(
            self._knowledge, self._embedder, self._understanding.language, settings.max_question, settings.day
        )


def summaries(knowledge: Knowledge, found: Shelf, language: Language) -> tuple[CaseSummary, ...]:
    """A shelf's exercises in the order of the shelf."""
    return tuple(summary(knowledge, case, language, own=case.id in found.own) for case in found.cases.values())


def sheet(knowledge: Knowledge, settings: Settings, case: Case, language: Language, *, key: bool) -> Document:
    """An exercise's sheet or its key, as a document."""
    shown = view(knowledge, case, language, with_key=key)
    return key_sheet(shown, settings.day()) if key else participant_sheet(shown)


def _language(case: Case) -> Language:
    """The language that one's own exercise is written in: bokmål is always filled in."""
    return next((lang for lang in (Language.NN, Language.EN) if language_for(case, lang) is lang), Language.NB)
