"""A file of questions in, a file of answers out, line by line and in order."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant import Assistant
from corpus.errors import PliktkompassError, QuestionError


def answer_file(assistant: Assistant, questions: Path, answers: Path) -> None:
    """Answer every line of ``questions`` (``{"id", "question", "role"?, "history"?}``) into ``answers``.

    A line that cannot be answered gets ``{"id", "error"}`` in its place. The file of answers is put in
    place whole at the end. Raises :class:`QuestionError` where a file cannot be read or written.
    """
    try:
        lines = questions.read_bytes().splitlines()
    except OSError as error:
        raise QuestionError(f"{questions} cannot be read ({error.strerror}). Check the path.") from error
    partial = answers.with_name(f".{answers.name}.partial")
    try:
        with partial.open("w", encoding="utf-8") as out:
            for line in tqdm(lines, desc="Answering", unit="question", file=sys.stderr):
                if line.strip():
                    out.write(json.dumps(_answer(assistant, line), ensure_ascii=False) + "\n")
        os.replace(partial, answers)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise QuestionError(
            f"{answers} cannot be written ({error.strerror}). Check the folder and its space."
        ) from error


def _answer(assistant: Assistant, line: bytes) -> dict[str, Any]:
    name: Any = None
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict):
            raise QuestionError("The line is not a JSON object with «id» and «question».")
        name = entry.get("id")
        question = entry.get("question")
        if not isinstance(question, str):
            raise QuestionError("The line has no «question» that is text.")
        answer = assistant.ask(question, entry.get("role") or None, tuple(_history(entry.get("history"))))
        return {"id": name, "answer": answer.model_dump(mode="json")}
    except PliktkompassError as error:
        return {"id": name, "error": str(error)}
    except ValueError as error:
        return {"id": name, "error": f"The line is not valid JSON in UTF-8 ({error})."}
    except Exception as error:  # one question must never cost the others their answers
        return {"id": name, "error": f"The question could not be answered ({type(error).__name__})."}


def _history(value: Any) -> Iterator[str | dict[str, str]]:
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, (str, dict)):
            yield entry
