"""``python -m evals.guard``: how many broken sentences the guard catches, and how many faithful ones it drops.

The sentences of ``data/guard.jsonl`` are faithful paraphrases, or broken in one known way; some written by hand, some
made from our digests (``made``; broken by ``evals.breaking``). No sentence is compared with itself: those that stand in
the knowledge are taken out of it first. Without the law's text the source is our own words for the provision.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field
from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from assistant import load_settings
from assistant.grounding import Guard, Outcome, SourceText
from assistant.outline import sentences
from corpus.errors import CorpusError
from corpus.knowledge import Knowledge
from corpus.loading import load
from corpus.models import Digest, Entry, Language, SubsectionDigest, Text
from evals.figures import Figure, figure
from ingest.embedding import Embedder, make_embedder
from ingest.texts import TextStore

FILE = Path(__file__).parent / "data" / "guard.jsonl"
FAITHFUL = "faithful"


class Labelled(Entry):
    """A sentence with the provisions it is said to rest on. ``kind`` is ``faithful`` or the way it is broken."""

    id: str
    kind: str
    language: Language
    half: Annotated[str, Field(pattern="^(dev|test)$")]
    by: Annotated[str, Field(pattern="^(hand|made)$")]
    refs: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Row:
    """A sentence and what the guard said of it."""

    labelled: Labelled
    outcome: Outcome
    reasons: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether a broken sentence was caught, or a faithful one let through."""
        return (self.outcome is Outcome.SUPPORTED) is (self.labelled.kind == FAITHFUL)


def read_labelled(path: Path = FILE) -> tuple[Labelled, ...]:
    """The labelled sentences. Raises :class:`CorpusError` with the line that is wrong."""
    found: list[Labelled] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(Labelled.model_validate_json(line))
        except ValueError as error:
            raise CorpusError(f"{path}:{number}: {error}") from error
    return tuple(found)


def rows(
    labelled: Sequence[Labelled], knowledge: Knowledge, embedder: Embedder, texts: TextStore | None
) -> Iterable[Row]:
    """What the guard says of each sentence, with the law's text or without."""
    guard = Guard(without(knowledge, {entry.sentence for entry in labelled}), embedder, texts)
    for entry in labelled:
        found = guard.verify(entry.sentence, [SourceText(ref=ref) for ref in entry.refs], entry.language)
        yield Row(entry, found.outcome, tuple(reason.kind.value for reason in found.reasons))


def figures(found: Sequence[Row]) -> list[Figure]:
    """Faithful sentences dropped, then broken ones caught: each kind, each language, all."""
    kept = [row for row in found if row.labelled.kind == FAITHFUL]
    broken = [row for row in found if row.labelled.kind != FAITHFUL]
    made = [figure("faithful dropped", [float(not row.right) for row in kept])]
    for language in Language:
        of_it = [float(not row.right) for row in kept if row.labelled.language is language]
        made.append(figure(f"faithful dropped, {language.value}", of_it))
    for kind in sorted({row.labelled.kind for row in broken}):
        made.append(figure(f"caught: {kind}", [float(row.right) for row in broken if row.labelled.kind == kind]))
    for language in Language:
        of_it = [float(row.right) for row in broken if row.labelled.language is language]
        made.append(figure(f"caught, {language.value}", of_it))
    return [*made, figure("caught, all", [float(row.right) for row in broken])]


def without(knowledge: Knowledge, told: set[str]) -> Knowledge:
    """The knowledge without some sentences: those of digests are left out, situations that hold one go whole."""
    digests = {ref: _without(digest, told) for ref, digest in knowledge.digests.items()}
    situations = {
        id_: situation
        for id_, situation in knowledge.situations.items()
        if not any(
            line in told
            for statement in situation.statements
            for language in Language
            for line in sentences(statement.text[language])
        )
    }
    return replace(knowledge, digests=digests, situations=situations)


def _without(digest: Digest, told: set[str]) -> Digest:
    left = {number: _shortened(sub.text, told) for number, sub in digest.subsections.items()}
    parts: Mapping[int, SubsectionDigest] = {
        number: digest.subsections[number].model_copy(update=text.model_dump())
        for number, text in left.items()
        if text.nb and text.nn and text.en
    }
    return digest.model_copy(update={"digest": _shortened(digest.digest, told), "subsections": parts})


def _shortened(text: Text, told: set[str]) -> Text:
    def rest(language: Language) -> str:
        return " ".join(line for line in sentences(text[language]) if line not in told)

    return Text.model_construct(nb=rest(Language.NB), nn=rest(Language.NN), en=rest(Language.EN))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.guard", description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), help="only this half; nothing is tuned on test")
    parser.add_argument("--wrong", type=int, default=0, help="show this many that it gets wrong")
    arguments = parser.parse_args()
    settings = load_settings()
    knowledge = load(settings.corpus_dir)
    embedder = make_embedder(settings.embedder, settings.threads)
    texts = TextStore.open(settings.data_dir / "texts")
    labelled = [entry for entry in read_labelled() if arguments.half in (None, entry.half)]
    if texts is None:
        print("The law's text is not loaded («pliktkompass ingest»): the source is our own words.", file=sys.stderr)
    # A sentence made from a digest is taken out of it, so what is left of our words need not carry it: law only.
    by_hand = [entry for entry in labelled if entry.by == "hand"]
    ways: list[tuple[str, TextStore | None, list[Labelled]]] = [("our words, by hand only", None, by_hand)]
    if texts is not None:
        ways.append(("the law's text", texts, labelled))
    for name, store, chosen in ways:
        found = list(tqdm(rows(chosen, knowledge, embedder, store), total=len(chosen), desc=name, file=sys.stderr))
        for half in ("dev", "test"):
            of_half = [row for row in found if row.labelled.half == half]
            if of_half:
                Console().print(_table(f"{half} half, source: {name}", figures(of_half)))
        wrong = [row for row in found if not row.right and row.labelled.half == "dev"]
        for row in wrong[: arguments.wrong]:
            print(f"{row.labelled.kind}: {row.labelled.sentence} {row.labelled.refs} {row.reasons}")


def _table(title: str, found: Sequence[Figure]) -> Table:
    table = Table("", "share", "95 %", "n", title=title)
    for one in found:
        if one.count:
            table.add_row(one.name, f"{one.value:.3f}", f"{one.low:.3f}-{one.high:.3f}", str(one.count))
    return table


if __name__ == "__main__":
    main()
