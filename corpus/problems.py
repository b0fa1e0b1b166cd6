"""What ``pliktkompass corpus check`` finds, and the looks that every kind of entry is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.knowledge import Knowledge
from corpus.models import Cite, Language, Phrases, Status, Text

SLOTS = frozenset(
    {
        *("confidentiality", "consent", "exceptions", "cooperating_staff", "anonymised"),
        *("report_child_welfare", "ordered_information", "inform_health_social", "avert"),
        *("cooperate", "individual_plan", "coordinator", "data_processing"),
        *("parents_information", "child_participation", "penalty"),
    }
)
"""The general rules that a role may have a provision for; ``docs/writing.md`` says what each is."""


class Severity(StrEnum):
    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: in which entry, what, and how."""

    entry: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.severity.value}: {self.entry}: {self.message}"


def unknown(entry: str, what: str, names: tuple[str, ...], known: Container[str]) -> Iterator[Problem]:
    """Names that the vocabulary does not have."""
    for name in names:
        if name not in known:
            yield Problem(entry, f"«{name}» is not a {what} of the vocabulary")


def languages(entry: str, what: str, text: Text) -> Iterator[Problem]:
    """Nynorsk and English that are not written yet."""
    for language in (Language.NN, Language.EN):
        if not text.has(language):
            yield Problem(entry, f"the {what} is not written in {language.value}", Severity.NOTE)


def fragments(entry: str, phrases: Phrases) -> Iterator[Problem]:
    """A fragment is nearly always a comma that split a line in an unquoted YAML list."""
    for _, line in phrases.all():
        if len(line.split()) < 2 or (line[0].islower() and len(line.split()) < 4):
            yield Problem(
                entry, f"the example «{line}» is a fragment; put quotes around a line with a comma", Severity.NOTE
            )


def rests_on(knowledge: Knowledge, entry: str, cite: Cite, day: dt.date) -> Iterator[Problem]:
    """A citation that names no known rule, or a provision without a digest or not in force."""
    if isinstance(cite, str):
        if cite.removeprefix("$") not in SLOTS:
            yield Problem(entry, f"«{cite}» is not a rule; the rules are in docs/writing.md")
        return
    digest = knowledge.digest(cite)
    if digest is None and cite.provision not in knowledge.findings:
        yield Problem(entry, f"cites {cite}, which has no digest; write it or cite another")
    elif digest and cite.subsection and digest.subsections and cite.subsection not in digest.subsections:
        yield Problem(entry, f"cites {cite}, and the digest has no such ledd", Severity.NOTE)
    status = knowledge.status(cite, day)
    if status is not Status.IN_FORCE:
        yield Problem(entry, f"rests on {cite}, which is {status.value}; cite what applies today")
