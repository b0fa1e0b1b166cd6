"""Breaks a faithful sentence in one known way, for the guard's yardstick.

Each way is a substitution that leaves the sentence readable. Where a sentence has nothing to break in that way,
nothing comes back. The words are in ``data/breaking.yaml``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from corpus.models import Entry, Language
from corpus.reading import read_one

_STEM = 6
"""Letters that two names of one party begin with."""
_Swaps = Sequence[tuple[str, str]]


class _Tables(Entry):
    to_may: dict[Language, list[tuple[str, str]]]
    to_must: dict[Language, list[tuple[str, str]]]
    deny: dict[Language, list[tuple[str, str]]]
    affirm: dict[Language, list[tuple[str, str]]]
    at_once: dict[Language, list[tuple[str, str]]]
    condition: dict[Language, str]
    limit: dict[Language, str]
    exception: dict[Language, str]
    parties: dict[Language, list[str]]
    other_parties: dict[Language, list[str]]
    to: dict[Language, str]
    numbers: dict[Language, list[str]]
    unit: dict[Language, str]


@cache
def _tables() -> _Tables:
    return read_one(Path(__file__).parent / "data" / "breaking.yaml", _Tables)


def to_may(sentence: str, language: Language, rng: random.Random) -> str | None:
    """A duty becomes a permission."""
    del rng
    return _first(sentence, _tables().to_may[language])


def to_must(sentence: str, language: Language, rng: random.Random) -> str | None:
    """A permission becomes a duty."""
    del rng
    return _first(sentence, _tables().to_must[language])


def negation(sentence: str, language: Language, rng: random.Random) -> str | None:
    """A «not» is added, or taken away where there is one."""
    ways = [_tables().affirm, _tables().deny]
    if rng.random() < 0.5:
        ways.reverse()
    return next((found for way in ways if (found := _first(sentence, way[language]))), None)


def actor(sentence: str, language: Language, rng: random.Random) -> str | None:
    """Another party does it: the first party of the sentence is exchanged."""
    return _exchange(sentence, language, rng, "")


def recipient(sentence: str, language: Language, rng: random.Random) -> str | None:
    """It is done towards another party."""
    return _exchange(sentence, language, rng, _tables().to[language])


def number(sentence: str, language: Language, rng: random.Random) -> str | None:
    """A count, a length of time or a share is changed."""
    return _change_number(sentence, language, rng, ages=False)


def age(sentence: str, language: Language, rng: random.Random) -> str | None:
    """An age is changed."""
    return _change_number(sentence, language, rng, ages=True)


def deadline(sentence: str, language: Language, rng: random.Random) -> str | None:
    """«At once» becomes weeks."""
    del rng
    return _first(sentence, _tables().at_once[language])


def condition(sentence: str, language: Language, rng: random.Random) -> str | None:
    """What must be so for the rule to hold is left out."""
    del rng
    shorter = re.sub(_tables().condition[language], "", sentence, count=1)
    if shorter == sentence:
        shorter = re.sub(_tables().limit[language], "", sentence, count=1)
    return _whole(shorter, sentence)


def exception(sentence: str, language: Language, rng: random.Random) -> str | None:
    """What the rule does not hold for is left out."""
    del rng
    return _whole(re.sub(_tables().exception[language], "", sentence, count=1), sentence)


Breaking = Callable[[str, Language, random.Random], str | None]
WAYS: dict[str, Breaking] = {
    "must_to_may": to_may,
    "may_to_must": to_must,
    "negation": negation,
    "actor": actor,
    "recipient": recipient,
    "number": number,
    "age": age,
    "deadline": deadline,
    "condition": condition,
    "exception": exception,
}


def _first(sentence: str, swaps: _Swaps) -> str | None:
    for pattern, new in swaps:
        changed = re.sub(pattern, new, sentence, count=1)
        if changed != sentence:
            return changed
    return None


def _whole(shorter: str, sentence: str) -> str | None:
    """The rest of a sentence where it still is one."""
    shorter = " ".join(shorter.split()).strip(" ,")
    if len(shorter) >= len(sentence) - 4 or len(shorter.split()) < 5:
        return None
    return shorter if shorter.endswith(".") else shorter + "."


def _exchange(sentence: str, language: Language, rng: random.Random, before: str) -> str | None:
    pool = _tables().parties[language]
    names = "|".join(re.escape(name) for name in (*pool, *_tables().other_parties[language]))
    match = re.search(rf"(?P<before>{before or '^'})(?P<name>(?:{names})\b)", sentence, re.IGNORECASE)
    if match is None:
        return None
    # «Barnevernet» for «barnevernstjenesten» breaks nothing.
    stem = match["name"].lower()[:_STEM]
    others = [name for name in pool if name.lower() not in sentence.lower() and not name.startswith(stem)]
    if not others:
        return None
    new = rng.choice(others)
    if match["name"][0].isupper() and not match["before"]:
        new = new[0].upper() + new[1:]
    return sentence[: match.start("name")] + new + sentence[match.end("name") :]


def _change_number(sentence: str, language: Language, rng: random.Random, *, ages: bool) -> str | None:
    words = _tables().numbers[language]
    unit = _tables().unit[language]
    for match in re.finditer(rf"\b(?P<n>\d+|{'|'.join(words[1:])})(?=[- ]?(?:{unit}))", sentence, re.IGNORECASE):
        is_age = bool(re.match(r"[- ]?(?:år|year)", sentence[match.end() :]))
        if is_age is ages:
            old = match["n"]
            if old.isdigit():
                new = str(max(1, int(old) + rng.choice([-3, -2, -1, 1, 2, 3])))
                new = new if new != old else str(int(old) + 1)
            else:
                new = rng.choice([w for w in words[1:] if w != old.lower()])
            return sentence[: match.start("n")] + new + sentence[match.end("n") :]
    return None
