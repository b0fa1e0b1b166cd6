"""An exercise as a YAML file that its owner edits, and what is still to be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from assistant.cases.words import case_words
from corpus.errors import CorpusError, ExportError
from corpus.files import export
from corpus.models import Case, Language
from corpus.reading import entries_of

_WIDTH = 110
_LONGEST = 100_000
_NAME = Path("case.yaml")
"""What the text is called in an error, where it has no file."""


def as_yaml(case: Case, language: Language) -> str:
    """The file's content: a list with this one exercise, as :mod:`corpus.reading` reads it."""
    content = case.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    for task in content["tasks"]:
        # Empty places show what the trainer is to write.
        task["key"].setdefault("points", [])
        task["key"].setdefault("wrong", [])
    content.setdefault("discuss", {"nb": []})
    content.setdefault("mistakes", {"nb": []})
    body = yaml.dump([content], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    head = f"# {case_words(language).proposal.comment}\n" if case.proposed else ""
    return head + body


class _Dumper(yaml.SafeDumper):
    """Lists indented under their name, as the project's own files have them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        del indentless
        return super().increase_indent(flow, False)


def from_yaml(text: str) -> Case:
    """The exercise in a file's content, as somebody has edited it.

    Raises :class:`CorpusError` that says where it is not one.
    """
    if len(text) > _LONGEST:
        raise CorpusError(f"{_NAME}: {len(text)} characters; an exercise with its key may have {_LONGEST}")
    try:
        # An alias can make a small file a huge value; no exercise needs one.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
            raise CorpusError(f"{_NAME}: «*» before a word is an alias in YAML; put quotes around the line")
        raw = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or "not YAML"
        raise CorpusError(f"{_NAME}:{line}: {problem}; a line with ': ' or a leading quote needs quotes") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CorpusError(f"{_NAME}: not YAML ({type(error).__name__}); undo the last change") from error
    entries = entries_of(_NAME, raw, Case)
    if len(entries) != 1:
        raise CorpusError(f"{_NAME}: {len(entries)} exercises; keep one")
    return entries[0]


def save_case(case: Case, language: Language, path: Path) -> None:
    """Write the exercise to a new file. Nothing that is there is overwritten, and no half-written file remains.

    Raises :class:`ExportError` where it cannot be written.
    """
    if path.exists():
        raise ExportError(f"{path} is there already, and could be your own work. Choose another name.")
    export(as_yaml(case, language).encode(), path)
