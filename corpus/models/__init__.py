"""What the assistant knows, as typed values. One class for each kind of entry in the YAML files."""

from corpus.models.cases import Case, Key, Point, Stage, Task, WrongClaim
from corpus.models.entry import Cite, Entry, Id, Language, Line, Phrases, Ref, Slot, Status, Text, Verdict
from corpus.models.law import (
    Digest,
    Does,
    Finding,
    Kind,
    Provenance,
    Replacement,
    Review,
    Source,
    SubsectionDigest,
    WrittenFrom,
)
from corpus.models.situations import Branch, Condition, Situation, Statement, TurnsOn
from corpus.models.vocabulary import Concept, Contact, FactWords, Role, Talk, Term

__all__ = [
    "Branch",
    "Case",
    "Cite",
    "Concept",
    "Condition",
    "Contact",
    "Digest",
    "Does",
    "Entry",
    "FactWords",
    "Finding",
    "Id",
    "Key",
    "Kind",
    "Language",
    "Line",
    "Phrases",
    "Point",
    "Provenance",
    "Ref",
    "Replacement",
    "Review",
    "Role",
    "Situation",
    "Slot",
    "Source",
    "Stage",
    "Statement",
    "Status",
    "SubsectionDigest",
    "Talk",
    "Task",
    "Term",
    "Text",
    "TurnsOn",
    "Verdict",
    "WrittenFrom",
    "WrongClaim",
]
