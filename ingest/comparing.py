"""Our digests against the text they were written from.

For each digest: does the provision exist and apply, do the numbers the digest names stand in the text,
and is the text still the one that was read? Numbers are where a slip does most harm (an age, a
deadline, a paragraph), and a text that has changed since is how a right digest becomes wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.knowledge import Knowledge
from corpus.models import Digest, Status, Text
from corpus.problems import Problem, Severity
from corpus.refs import ProvisionRef
from ingest.passages import Passage, normal_hash
from ingest.texts import words_at

_NUMBER = re.compile(r"\d+")
_REFERENCE = re.compile(
    r"§{1,2}\s*[\d\w -]*\d[\w]*(?:\s?[a-h]\b)?"
    r"|\b(?:nr|nos?|no|kapittel|chapter|artikkel|article|art)\.?\s*\d+(?:\s*[–-]\s*\d+)?"
    r"|\d{1,2}\.\s?(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\s?(?:\d{4})?"
    r"|\b(?:19|20)\d\d\b|\d+-\d+",
    re.IGNORECASE,
)
"""Numbers that name a place or a date; they are checked as references and not as ages and deadlines."""
_WORDS = {
    "1": ("en", "ein", "ett", "eit", "én", "éin", "første", "one"),
    "2": ("to", "andre", "annet"),
    "3": ("tre", "tredje"),
    "4": ("fire", "fjerde"),
    "5": ("fem", "femte"),
    "6": ("seks", "sjette"),
    "7": ("sju", "syv", "sjuende", "uke", "veke"),
    "8": ("åtte", "åttande"),
    "9": ("ni",),
    "10": ("ti",),
    "12": ("tolv",),
    "14": ("fjorten",),
    "15": ("femten",),
    "16": ("seksten",),
    "18": ("atten", "barn", "mindreårig", "umyndig"),
    "24": ("døgn",),
}


@dataclass(frozen=True, slots=True)
class Read:
    """The text in force of a whole provision, and a hash of it that only changed words change."""

    text: str
    hash: str
    status: Status


def texts_of(passages: Iterable[Passage]) -> dict[ProvisionRef, Read]:
    """The text of each provision, from the passages of its ledd."""
    found: dict[ProvisionRef, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.ref.provision, []).append(passage)
    return {ref: _read(parts) for ref, parts in found.items()}


def _read(passages: list[Passage]) -> Read:
    text = words_at(passages) or ""
    changes = "\n".join(change.note for change in passages[0].pending)
    return Read(text, normal_hash(f"{text}\n{changes}"), passages[0].status)


def compare(knowledge: Knowledge, texts: Mapping[ProvisionRef, Read]) -> Iterator[Problem]:
    """All that does not agree between the digests and the texts that are at hand."""
    at_hand = {ref.source for ref in texts}
    for ref, digest in knowledge.digests.items():
        if ref.source not in at_hand:
            continue
        read = texts.get(ref)
        if read is None:
            # A section that an amending act has added is not in the consolidated text yet.
            severity = Severity.NOTE if digest.written_from.amended_by else Severity.ERROR
            yield Problem(
                str(ref), "does not exist in the source; correct the reference or remove the digest", severity
            )
            continue
        if read.status is Status.REPEALED and digest.in_force_to is None:
            yield Problem(str(ref), "is repealed in the source; move it to the concordance")
        locked = knowledge.provenance.get(ref)
        if locked is None:
            yield Problem(str(ref), "has no recorded text; run «pliktkompass corpus lock»", Severity.NOTE)
        elif locked.hash != read.hash:
            yield Problem(
                str(ref), "the source's text has changed since the digest was written; read it again, then lock"
            )
        for number in sorted(_unknown_numbers(digest, read.text), key=int):
            yield Problem(str(ref), f"names the number {number}, which the text does not hold; check it", Severity.NOTE)


def _unknown_numbers(digest: Digest, text: str) -> set[str]:
    """Numbers in the digest's own words that stand neither as digits nor as words in the text."""
    said = " ".join(line for part in _texts(digest) for line in (part.nb, part.nn, part.en) if line)
    plain = text.lower()
    held = set(_NUMBER.findall(plain))
    numbers = set(_NUMBER.findall(_REFERENCE.sub(" ", said)))
    return {n for n in numbers - held if not any(word in plain for word in _WORDS.get(n, ()))}


def _texts(digest: Digest) -> Iterator[Text]:
    yield digest.digest
    for sub in digest.subsections.values():
        yield sub.text
        if sub.deadline:
            yield sub.deadline
