"""Does the cited text carry a sentence? The guard that nothing unproven passes, whoever wrote it."""

from assistant.grounding.guard import Guard
from assistant.grounding.judging import Judge, make_judge
from assistant.grounding.result import Outcome, Reason, ReasonKind, SourceText, Verification

__all__ = ["Guard", "Judge", "Outcome", "Reason", "ReasonKind", "SourceText", "Verification", "make_judge"]
