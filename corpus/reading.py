"""Reads YAML into the models, and turns every mistake into file, line, entry and remedy.

The fast C loader reads; only when something is wrong is the file composed again with positions, so
that a start with sound data does not pay for good error messages.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from corpus.errors import CorpusError
from corpus.files import replacing

M = TypeVar("M", bound=BaseModel)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The file's content as plain values. Raises :class:`CorpusError` with file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror}); check the path and the rights") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or "not YAML"
        raise CorpusError(f"{path}:{line}: {problem}; a line with ': ' or a leading quote needs quotes") from error


def read_entries(path: Path, model: type[M]) -> tuple[M, ...]:
    """A file that is a list of entries of one model. An empty file is an empty list."""
    return entries_of(path, read_yaml(path), model)


def entries_of(path: Path, raw: Any, model: type[M]) -> tuple[M, ...]:
    """The entries in what was read from a file; ``path`` is named in errors."""
    if raw is None:
        return ()
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise CorpusError(f"{path}:1: expected a list of {model.__name__.lower()} entries, each starting with «- »")
    entries: list[M] = []
    for index, item in enumerate(raw):
        entries.append(_validate(path, model, item, (index,)))
    return tuple(entries)


def entry_of(path: Path, raw: Any, model: type[M]) -> M:
    """The entry in what was read from a file that is one entry; ``path`` is named in errors."""
    return _validate(path, model, raw, ())


def read_all(files: Sequence[Path], cache: Path | None) -> dict[Path, Any]:
    """The content of each file as plain values, from ``cache`` where it is there, else kept in it."""
    if cache is not None:
        try:
            kept = json.loads(cache.read_bytes())
            return {path: kept[path.as_posix()] for path in files}
        except (OSError, ValueError, KeyError, TypeError):
            pass  # no cache, or one that cannot be used: the files themselves are there
    raw = {path: _plain(read_yaml(path)) for path in files}
    if cache is not None:
        _keep(cache, json.dumps({path.as_posix(): content for path, content in raw.items()}, ensure_ascii=False))
    return raw


def _plain(value: Any) -> Any:
    """The value as JSON can hold it: YAML reads ``yes`` and ``1`` as other types than text, and dates as dates."""
    if isinstance(value, Mapping):
        return {_KEYS.get(key, str(key)) if isinstance(key, bool) else str(key): _plain(v) for key, v in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


_KEYS = {True: "yes", False: "no"}


def _keep(cache: Path, content: str) -> None:
    """Keep it if the disk lets us, in place of older ones; without it a start is slower and nothing else."""
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with replacing(cache) as partial:
            partial.write_text(content, encoding="utf-8")
            for old in cache.parent.glob("corpus-*.json"):
                old.unlink(missing_ok=True)
    except OSError:
        pass


def read_one(path: Path, model: type[M]) -> M:
    """A file that is one entry."""
    return entry_of(path, read_yaml(path), model)


def _validate(path: Path, model: type[M], item: Any, at: tuple[int, ...]) -> M:
    try:
        return model.model_validate(item)
    except ValidationError as error:
        raise CorpusError("\n".join(_describe(path, item, at, detail) for detail in error.errors())) from error


def _describe(path: Path, item: Any, at: tuple[int, ...], detail: Mapping[str, Any]) -> str:
    where = [part for part in detail["loc"] if isinstance(part, (str, int)) and part not in _NOISE]
    field = ".".join(str(part) for part in where) or "entry"
    name = _name(item)
    kind = detail["type"]
    if kind == "extra_forbidden":
        said = f"the field «{field}» does not exist; remove or rename it"
    elif kind == "missing":
        said = f"the field «{field}» is missing; add it"
    else:
        said = f"«{field}»: {detail['msg'].removeprefix('Value error, ')} (got {_short(detail.get('input'))})"
    return f"{path}:{line_of(path, (*at, *where))}: {name}{said}"


_NOISE = frozenset({"function-before", "is-instance[ProvisionRef]"})


def _name(item: Any) -> str:
    if isinstance(item, Mapping):
        for key in ("ref", "id", "old"):
            if key in item:
                return f"{item[key]}: "
    return ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def line_of(path: Path, where: Sequence[str | int]) -> int:
    """The line (from 1) of the place ``where`` leads to, or of the nearest place that exists."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, OSError):
        return 1
    line = 1
    for step in where:
        if node is None:
            break
        line = node.start_mark.line + 1
        following = None
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            following = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    following, line = value, key.start_mark.line + 1
                    break
        if following is None:
            return line
        node = following
    return (
        node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode)
        else max(line, node.start_mark.line + 1 if node else 1)
    )
