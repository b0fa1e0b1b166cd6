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

from assistant import load_settings
from assistant.grounding import Guard, Outcome, SourceText
from assistant.outline import sentences
from corpus.errors import CorpusError
from corpus.knowledge import Knowledge
from corpus.loading import load
from corpus.models import Digest, Entry, Language, SubsectionDigest, Text
from evals.figures import Figure, figure
from evals.remembering import RememberingEmbedder
from ingest.embedders import make_embedder
from ingest.embedding import Embedder
from ingest.texts import TextStore
from ingest.vectors import VectorCache

FILE = Path(__file__).parent / "data" / "guard.jsonl"
FAITHFUL = "faithful"
KINDS = (
    "invented_paragraph", "number", "age", "deadline", "must_to_may", "may_to_must", "negation", "actor", "recipient",
    "condition_dropped", "exception_dropped", "wrong_paragraph", "mixed",
)  # fmt: skip
"""The ways in which a sentence may be broken, in the order that they are shown."""


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
    for kind in KINDS:
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


@dataclass(frozen=True)
class Judged:
    """What the guard said of the labelled sentences, compared with one kind of source."""

    source: str
    rows: tuple[Row, ...]

    def half(self, name: str) -> list[Row]:
        return [row for row in self.rows if row.labelled.half == name]

    def table(self) -> list[tuple[Figure, Figure]]:
        """The figures of both halves, dev first, those without a sentence in either left out."""
        pairs = zip(figures(self.half("dev")), figures(self.half("test")), strict=True)
        return [pair for pair in pairs if any(one.count for one in pair)]


def judge(
    knowledge: Knowledge, embedder: Embedder, texts: TextStore | None, labelled: Sequence[Labelled] | None = None
) -> list[Judged]:
    """The yardstick against our own words and, where it has been read in, against the law's text.

    A sentence made from a digest is taken out of it, so what is left of our words need not carry it: those are judged
    by the law's text only.
    """
    labelled = read_labelled() if labelled is None else labelled
    by_hand = [entry for entry in labelled if entry.by == "hand"]
    found = [Judged("our words, sentences written by hand", tuple(rows(by_hand, knowledge, embedder, None)))]
    if texts is not None:
        found.append(Judged("the law's text", tuple(rows(labelled, knowledge, embedder, texts))))
        law = [row for row in found[1].rows if row.labelled.by == "hand"]
        found.append(Judged("the law's text, sentences written by hand", tuple(law)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.guard", description=__doc__)
    parser.add_argument("--wrong", type=int, default=0, help="show this many of the dev half that it gets wrong")
    arguments = parser.parse_args()
    settings = load_settings()
    knowledge = load(settings.corpus_dir)
    cache = VectorCache(settings.data_dir / "vectors.sqlite")
    embedder = RememberingEmbedder(make_embedder(settings.embedder, settings.threads), cache, lambda _: None)
    texts = TextStore.open(settings.data_dir / "texts")
    if texts is None:
        print("The law's text is not loaded («pliktkompass ingest»): the source is our own words.", file=sys.stderr)
    for judged in judge(knowledge, embedder, texts):
        Console().print(_table(judged))
        wrong = [row for row in judged.half("dev") if not row.right]
        for row in wrong[: arguments.wrong]:
            print(f"{row.labelled.kind}: {row.labelled.sentence} {row.labelled.refs} {row.reasons}")


def _table(judged: Judged) -> Table:
    table = Table("", "dev", "test", title=f"Source: {judged.source}")
    for pair in judged.table():
        table.add_row(pair[0].name, *(f"{f.value:.3f} [{f.low:.2f}, {f.high:.2f}] n={f.count}" for f in pair))
    return table


if __name__ == "__main__":
    main()
