"""A file of questions or sentences in, a file of answers out, line by line and in order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tqdm import tqdm

from assistant import Assistant
from assistant.grounding import Guard, SourceText
from corpus.errors import PliktkompassError, QuestionError
from corpus.files import replacing
from corpus.models import Language

Answered = Callable[[Any], dict[str, Any]]
"""Makes what is written for one line from what was read of it."""


def answer_file(assistant: Assistant, questions: Path, answers: Path) -> None:
    """Answer every line of ``questions`` (``{"id", "question", "role"?, "history"?}``) into ``answers``.

    A line that cannot be answered gets ``{"id", "error"}`` in its place. The file of answers is put in
    place whole at the end. Raises :class:`QuestionError` where a file cannot be read or written.
    """

    def answered(entry: Any) -> dict[str, Any]:
        question = entry.get("question")
        if not isinstance(question, str):
            raise QuestionError("The line has no «question» that is text.")
        answer = assistant.ask(question, entry.get("role") or None, tuple(_history(entry.get("history"))))
        return {"answer": answer.model_dump(mode="json")}

    each_line(questions, answers, answered, "question")


def verify_file(guard: Guard, sentences: Path, outcomes: Path) -> None:
    """Verify every line of ``sentences`` (``{"id", "sentence", "sources": [{"ref", "text"?}], "language"?}``).

    Each gets ``{"id", "outcome", "reasons"}``, or ``{"id", "error"}`` where it cannot be read. Raises as
    :func:`answer_file`.
    """

    def verified(entry: Any) -> dict[str, Any]:
        try:
            asked = Verify.model_validate({name: entry.get(name) for name in Verify.model_fields if name in entry})
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise QuestionError(f"The line's «{where}» cannot be used: {error.errors()[0]['msg']}.") from error
        return guard.verify(asked.sentence, asked.sources, asked.language).model_dump(mode="json")

    each_line(sentences, outcomes, verified, "sentence")


class Verify(BaseModel):
    """A sentence and the sources it is said to rest on."""

    model_config = ConfigDict(extra="forbid")

    sentence: Annotated[str, Field(max_length=20_000, description="In bokmål, nynorsk or English.")]
    sources: Annotated[list[SourceText], Field(max_length=50, description="What it is said to rest on.")] = []
    language: Annotated[Language | None, Field(description="The sentence's; told from its words if not given.")] = None


def each_line(read: Path, written: Path, make: Answered, unit: str) -> None:
    """Write a line for every line of a file of JSON objects, in order and with the same ``id``."""
    try:
        lines = read.read_bytes().splitlines()
    except OSError as error:
        raise QuestionError(f"{read} cannot be read ({error.strerror}). Check the path.") from error
    try:
        with replacing(written) as partial, partial.open("w", encoding="utf-8") as out:
            for line in tqdm(lines, desc=f"Each {unit}", unit=unit, file=sys.stderr):
                if line.strip():
                    out.write(json.dumps(_made(line, make), ensure_ascii=False) + "\n")
    except OSError as error:
        raise QuestionError(
            f"{written} cannot be written ({error.strerror}). Check the folder and its space."
        ) from error


def _made(line: bytes, make: Answered) -> dict[str, Any]:
    name: Any = None
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict):
            raise QuestionError("The line is not a JSON object with an «id».")
        name = entry.get("id")
        return {"id": name, **make(entry)}
    except PliktkompassError as error:
        return {"id": name, "error": str(error)}
    except ValueError as error:
        return {"id": name, "error": f"The line is not valid JSON in UTF-8 ({error})."}
    except Exception as error:  # one line must never cost the others their answers
        return {"id": name, "error": f"The line could not be answered ({type(error).__name__})."}


def _history(value: Any) -> Iterator[str | dict[str, str]]:
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, (str, dict)):
            yield entry
