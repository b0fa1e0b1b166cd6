"""Case exercises: what there is, one of them, an answer compared with its key, sheets to hand out, a key proposed."""

from __future__ import annotations

from assistant.cases.facade import Cases
from assistant.cases.feedback import Feedback
from assistant.cases.views import CaseSummary, CaseView

__all__ = ["CaseSummary", "CaseView", "Cases", "Feedback"]
