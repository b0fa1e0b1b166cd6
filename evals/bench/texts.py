"""The texts that are measured on: the knowledge's own, and the law's where it is at hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from corpus.knowledge import Knowledge
from corpus.models import Language
from evals.baselines import Paragraph, paragraphs_of
from evals.questions import FOLDER, EvalQuestion, read_questions
from ingest.norwegian import Analyzer
from ingest.reader import Reading, read
from ingest.records import records_of
from ingest.texts import TextStore, store_texts

_SEED = 20261122


def law_store(knowledge: Knowledge, folder: Path, law: Path | None, loaded: Path) -> TextStore | None:
    """The law's text: read from ``law`` into ``folder``, or what is ``loaded`` already, or nothing."""
    if law is None:
        return TextStore.open(loaded)
    keep = {source.id for source in knowledge.sources.values() if source.is_law}
    passages = read(law, keep, reading=Reading(sources=knowledge.sources))
    return store_texts(folder, passages, Analyzer(variants=knowledge.variants))


def law_questions(knowledge: Knowledge) -> list[EvalQuestion]:
    """The development questions whose gold is law and nothing but law, so that a search of the law could do it."""
    return [
        question
        for question in read_questions(FOLDER / "dev.jsonl", knowledge)
        if question.must_cite and all(knowledge.sources[ref.source].is_law for ref in question.gold)
    ]


def law_sample(store: TextStore | None, questions: Sequence[EvalQuestion], count: int) -> list[Paragraph]:
    """Up to ``count`` sections: all that the questions need, filled up with others at random."""
    paragraphs = paragraphs_of(store)
    needed = {ref.provision for question in questions for group in question.must_cite for ref in group}
    first = [paragraph for paragraph in paragraphs if paragraph.ref in needed]
    others = [paragraph for paragraph in paragraphs if paragraph.ref not in needed]
    random.Random(_SEED).shuffle(others)
    return [*first, *others[: max(0, count - len(first))]]


def examples(knowledge: Knowledge, count: int) -> list[str]:
    """Example questions in the mix of lengths and languages that the index has."""
    texts = [record.text for record in records_of(knowledge) if record.example]
    random.Random(_SEED).shuffle(texts)
    return texts[:count]


def mixed(knowledge: Knowledge, count: int) -> tuple[list[str], list[str]]:
    """``count`` texts, a third in each language: example questions, and digests as passages."""
    records = list(records_of(knowledge))
    random.Random(_SEED).shuffle(records)
    share = {language: count // 3 + (place < count % 3) for place, language in enumerate(Language)}
    questions: list[str] = []
    passages: list[str] = []
    for language, wanted in share.items():
        own = [record for record in records if record.language is language]
        digests = [record.text for record in own if not record.example][: wanted // 3]
        passages += digests
        questions += [record.text for record in own if record.example][: wanted - len(digests)]
    return questions, passages
