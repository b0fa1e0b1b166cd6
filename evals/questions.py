"""The evaluation questions: what staff ask, and what a careful answer must and must not hold.

Written from the law and from how people ask, by somebody who had not read the situations. One half
(``dev``) is for tuning, the other (``test``) only for reporting. It has been leaned on all the same: on 130 of its
questions two changes of the mechanism were compared, by figures only, before they were kept, the limit for hearing
danger was moved after the test figure was known, and that for abstaining a little after those of 110 were. So the test
figures may be a little too kind.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import CorpusError
from corpus.knowledge import Knowledge
from corpus.models import Language, Ref, Verdict
from corpus.refs import ProvisionRef

FOLDER = Path(__file__).parent / "data"


HELD_OUT = "test"
"""The name of the half that nobody tunes on. It is reported as figures; its questions are shown to nobody."""


class QuestionKind(StrEnum):
    """What a question tests."""

    ANSWERABLE = "answerable"
    NEEDS_FACTS = "needs_facts"
    OUT_OF_SCOPE = "out_of_scope"
    FALSE_PREMISE = "false_premise"
    REPEALED_LAW = "repealed_law"
    INJECTION = "injection"
    URGENT = "urgent"
    SEED_DOCUMENT = "seed_document"
    FOLLOW_UP = "follow_up"


class EvalQuestion(BaseModel):
    """A question with its gold.

    ``must_cite`` holds alternatives: each inner list is satisfied by any one of its references.
    ``may_cite`` are further citations that are not wrong. ``verdicts`` are all that are right.
    A reference to a document may have the place ``*``: any.
    ``key_facts`` are words of which a right answer contains at least one alternative (``a|b``);
    ``forbidden`` are words that no right answer contains.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str
    audience: Annotated[str, Field(pattern="^(school|health|welfare|everyone)$")]
    language: Language
    kind: QuestionKind
    question: str
    role: str | None = None
    history: tuple[str, ...] = ()
    must_cite: tuple[tuple[Ref, ...], ...] = ()
    may_cite: tuple[Ref, ...] = ()
    verdicts: tuple[Verdict, ...] = Field(min_length=1)
    key_facts: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    @property
    def gold(self) -> tuple[ProvisionRef, ...]:
        """Every reference that is right to cite."""
        return tuple(ref for group in (*self.must_cite, self.may_cite) for ref in group)


def read_questions(path: Path, knowledge: Knowledge | None = None) -> tuple[EvalQuestion, ...]:
    """The questions of a file of JSON lines.

    Raises :class:`CorpusError` with file and line for a wrong line, a repeated id, an empty file, and
    (where the knowledge is given) a role or a gold reference that does not exist.
    """
    found: dict[str, EvalQuestion] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CorpusError(f"{path} cannot be read ({error.strerror})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = EvalQuestion.model_validate(json.loads(line))
        except (ValidationError, ValueError) as error:
            raise CorpusError(f"{path}:{number}: {error}") from error
        if question.id in found:
            raise CorpusError(f"{path}:{number}: the id «{question.id}» is used before")
        if knowledge is not None and question.role is not None and question.role not in knowledge.roles:
            raise CorpusError(f"{path}:{number}: «{question.role}» is no role; «pliktkompass roles» lists them")
        for ref in question.gold:
            if knowledge is not None and not _exists(ref, knowledge):
                raise CorpusError(
                    f"{path}:{number}: «{ref}» does not exist: no such section or finding is known. Mend it."
                )
        found[question.id] = question
    if not found:
        raise CorpusError(f"{path} holds no questions")
    return tuple(found.values())


def _exists(ref: ProvisionRef, knowledge: Knowledge) -> bool:
    if ref.section == "*":
        return ref.source in knowledge.sources
    return ref.provision in knowledge.findings or knowledge.has_section(ref) is True
