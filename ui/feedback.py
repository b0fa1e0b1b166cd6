"""What people thought of an answer, kept on this machine only.

Never the question, unless the person says so; then masked. One JSON object a line in the data folder.
"""

from __future__ import annotations

import datetime as dt
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import PliktkompassError
from corpus.models import Language, Verdict
from corpus.refs import ProvisionRef

_LONGEST = 2000


class Reason(StrEnum):
    """Why an answer did not help."""

    WRONG_CONCLUSION = "wrong_conclusion"
    WRONG_PROVISION = "wrong_provision"
    QUOTE_NOT_IN_SOURCE = "quote_not_in_source"
    OUTDATED = "outdated"
    MISSING = "missing"
    NOT_MY_QUESTION = "not_my_question"
    HARD_TO_READ = "hard_to_read"
    OTHER = "other"


class Feedback(BaseModel):
    """One person's word on one answer. ``question`` is empty unless she chose to send it along."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    helpful: bool
    reasons: Annotated[tuple[Reason, ...], Field(max_length=len(Reason))] = ()
    verdict: Verdict | None = None
    provisions: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    language: Language = Language.NB
    question: Annotated[str | None, Field(max_length=_LONGEST)] = None
    comment: Annotated[str | None, Field(max_length=_LONGEST)] = None

    def checked(self) -> Feedback:
        """The same, with references in their one spelling. Raises :class:`corpus.errors.RefError`."""
        return self.model_copy(update={"provisions": tuple(str(ProvisionRef.parse(ref)) for ref in self.provisions)})


class FeedbackFile:
    """Where feedback is kept. Safe to write from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "feedback.jsonl"

    def add(self, feedback: Feedback, day: dt.date, knowledge: str) -> None:
        """Keep one. ``knowledge`` is the fingerprint of what the answer was made from; no time of day is kept."""
        line = {"day": day.isoformat(), "knowledge": knowledge, **feedback.model_dump(mode="json", exclude_none=True)}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock")), self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise PliktkompassError(
                f"The feedback could not be kept in {self._path.name} ({error.strerror}). "
                "Check the data folder and its space."
            ) from error
