"""``pliktkompass corpus sections``: which sections each law has."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from assistant import Settings
from corpus.files import replacing
from corpus.loading import load
from corpus.models import Status
from ingest.comparing import texts_of
from ui.locking import law_passages

_HEAD = (
    "# Made by «pliktkompass corpus sections»: the numbers of the sections that each law has, so that a reference to\n"
    "# one that does not exist is seen even where the law's text is not loaded.\n"
)
_IS_SECTION = re.compile(r"\d|art \d+(?: \((?P<convention>[^()]+)\))?$")


def list_sections(settings: Settings, where: Path) -> str:
    """Write the list from the law's text in ``where``. Returns what was done."""
    knowledge = load(settings.corpus_dir)
    found: dict[str, dict[bool, list[str]]] = defaultdict(lambda: {True: [], False: []})
    for ref, read in texts_of(law_passages(settings, knowledge, where)).items():
        match = _IS_SECTION.match(ref.section)
        articles = knowledge.sources[ref.source].articles
        if match and (match["convention"] is None or match["convention"] in articles):
            found[ref.source][read.status is not Status.REPEALED].append(ref.section)
    lines = [_HEAD]
    for source in sorted(found):
        lines.append(f'- source: {source}\n  in_force: "{"; ".join(found[source][True])}"\n')
        if found[source][False]:
            lines.append(f'  repealed: "{"; ".join(found[source][False])}"\n')
    target = settings.corpus_dir / "sections.yaml"
    with replacing(target) as partial:
        partial.write_text("".join(lines), encoding="utf-8")
    return f"{sum(len(part[True]) for part in found.values())} sections of {len(found)} laws are listed in {target}"
