"""A trainer's own exercise before it has a key: from a form, or read out of a text that she has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.cases.words import case_words
from assistant.masking import Masked
from assistant.outline import sentences
from corpus.errors import DocumentError, QuestionError
from corpus.knowledge import Knowledge
from corpus.models import Language
from ingest.blocks import Extracted
from ingest.documents import language_of, read_document

LONGEST = 20_000
"""Characters that an exercise may have: about eight pages, which is more than anybody reads at a table."""
_LEAST_LETTERS = 40
_LONGEST_TITLE = 90
_SHORTEST_TASK, _LONGEST_TASK = 3, 400
_MOST_TASKS, _MOST_STAGES = 12, 8
_NUMBERING = re.compile(r"^\s*(?:[-•*–]|\(?(?:\d{1,2}|[a-hA-H])[.):]|[a-zæøå]{4,9}\s*\d{1,2}\s*[:.])\s+", re.IGNORECASE)
_PERSONAL = ("[fødselsnummer]", "[telefon]", "[e-post]", "[adresse]")


class DraftTask(BaseModel):
    """A question about the story. ``stage`` counts from 1; without it the whole story has been told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: Annotated[str, Field(min_length=_SHORTEST_TASK, max_length=_LONGEST_TASK)]
    role: Annotated[str | None, Field(description="Whose duty it is about; one of the roles.")] = None
    stage: Annotated[int, Field(ge=1, le=_MOST_STAGES)] | None = None


class Draft(BaseModel):
    """What a trainer gives: the story in stages, who is at the table, and the questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(max_length=200)] = ""
    roles: Annotated[tuple[str, ...], Field(max_length=12)] = ()
    story: Annotated[tuple[str, ...], Field(min_length=1, max_length=_MOST_STAGES)]
    tasks: Annotated[tuple[DraftTask, ...], Field(max_length=_MOST_TASKS)] = ()
    audience: Annotated[str | None, Field(pattern="^(school|health|welfare|mixed)$")] = None
    difficulty: Annotated[int, Field(ge=1, le=3)] = 2
    minutes: Annotated[int, Field(ge=5, le=240)] = 45
    language: Language | None = None


def draft_from_file(data: bytes, name: str, roles: tuple[str, ...] = ()) -> Draft:
    """Read an exercise out of a document (PDF, DOCX, HTML, text).

    Raises :class:`DocumentError` where it cannot be read, has no text, or is too long for an exercise.
    """
    return _draft(read_document(data, name, ocr=False), name, roles)


def _draft(document: Extracted, name: str, roles: tuple[str, ...]) -> Draft:
    text = "\n".join(block.text for block in document.blocks)
    if sum(char.isalpha() for char in text) < _LEAST_LETTERS:
        raise DocumentError(f"{name}: next to no text in the file; write the story and at least one question")
    if len(text) > LONGEST:
        pages = max((block.page or 0 for block in document.blocks), default=0)
        size = f"{pages} pages, {len(text)} characters" if pages else f"{len(text)} characters"
        raise DocumentError(
            f"{name}: {size}; an exercise may have {LONGEST} characters (about eight pages). "
            "Take out what the participants need not read."
        )
    language = language_of(text)
    title, stages = _stages(document)
    story: list[str] = []
    tasks: list[DraftTask] = []
    for lines in stages:
        told = [line for line in lines if not _is_task(line)]
        asked = [_NUMBERING.sub("", line) for line in lines if _is_task(line)]
        if told:
            story.append("\n".join(told))
        tasks += [DraftTask(ask=ask, stage=max(len(story), 1)) for ask in asked]
    if story and not tasks:
        story[-1], last = _ending_questions(story[-1])
        tasks = [DraftTask(ask=ask) for ask in last]
    if len(story) > _MOST_STAGES:
        story = [*story[: _MOST_STAGES - 1], "\n".join(story[_MOST_STAGES - 1 :])]
        tasks = [task.model_copy(update={"stage": min(task.stage or _MOST_STAGES, _MOST_STAGES)}) for task in tasks]
    if not story:
        raise DocumentError(f"{name}: only questions and no story; write what happened before the first question")
    return Draft(title=title, roles=roles, story=tuple(story), tasks=tuple(tasks[:_MOST_TASKS]), language=language)


def _stages(document: Extracted) -> tuple[str, list[list[str]]]:
    """The title, and the lines of each part: a part begins at a heading or a line that says so («Del 2»)."""
    parts = "|".join(re.escape(word) for language in Language for word in case_words(language).proposal.parts)
    begins = re.compile(rf"\s*(?:{parts})\s*\d+\b.{{0,60}}$", re.IGNORECASE)
    title = " ".join(document.title.split())
    title = title if _is_title(title) else ""
    stages: list[list[str]] = [[]]
    for block in document.blocks:
        if block.headings and begins.match(block.headings[-1]) and stages[-1]:
            stages.append([])
        for line in _paragraphs(block.text):
            if line == title and not stages[0]:
                continue
            if not title and not stages[-1] and _is_title(line) and not begins.match(line):
                title = line
            elif begins.match(line) and not _is_task(line):
                stages += [[]] if stages[-1] else []
            else:
                stages[-1].append(line)
    if not title and document.blocks and document.blocks[0].headings:
        title = document.blocks[0].headings[0][:_LONGEST_TITLE]
    return title, [lines for lines in stages if lines]


def _is_title(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_TITLE and line[-1] not in ".?!:"


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.splitlines():
        stripped = " ".join(line.split())
        if stripped:
            yield stripped


def _is_task(line: str) -> bool:
    """Whether a whole line is a question to the reader, and not somebody's in the story."""
    bare = _NUMBERING.sub("", line)
    return (
        bare.endswith("?")
        and _SHORTEST_TASK <= len(bare) <= _LONGEST_TASK
        and "«" not in bare
        and len(sentences(bare)) <= 2
    )


def _ending_questions(text: str) -> tuple[str, list[str]]:
    """The text without the questions that it ends with, and those."""
    parts = sentences(text)
    asked: list[str] = []
    while len(parts) > 1 and parts[-1].endswith("?") and len(parts[-1]) <= _LONGEST_TASK:
        asked.insert(0, parts.pop())
    return (" ".join(parts), asked) if asked else (text, [])


def check_draft(knowledge: Knowledge, mask: Callable[[str], Masked], draft: Draft) -> None:
    """Refuse what cannot become an exercise: :class:`QuestionError` that says what and where."""
    for role in (*draft.roles, *(task.role for task in draft.tasks if task.role is not None)):
        if role not in knowledge.roles:
            raise QuestionError(f"«{role}» is not a role; «pliktkompass roles» lists them.")
    text = "\n".join((draft.title, *draft.story, *(task.ask for task in draft.tasks)))
    if not all(any(char.isalpha() for char in part) for part in draft.story):
        raise QuestionError("A part of the story is empty. Write what happened, or take the part out.")
    if len(text) > LONGEST:
        raise QuestionError(f"The exercise has {len(text)} characters; the limit is {LONGEST}. Shorten the story.")
    for task in draft.tasks:
        if task.stage is not None and task.stage > len(draft.story):
            raise QuestionError(f"A task is put after part {task.stage}, and the story has {len(draft.story)}.")
    masked = mask(text).text
    found = sorted(mark for mark in _PERSONAL if mark in masked and mark not in text)
    if found:
        raise QuestionError(
            f"The text seems to hold {', '.join(mark.strip('[]') for mark in found)} of somebody. "
            "An exercise is about invented people: take it out, and change what else could tell who it was."
        )
