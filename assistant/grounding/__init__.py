"""Does the cited text carry a sentence? The guard that nothing unproven passes, whoever wrote it."""

from assistant.grounding.guard import Guard
from assistant.grounding.result import Outcome, Reason, ReasonKind, SourceText, Verification

__all__ = ["Guard", "Outcome", "Reason", "ReasonKind", "SourceText", "Verification"]
