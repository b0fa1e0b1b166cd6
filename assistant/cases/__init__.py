"""Case exercises: what there is, one of them, an answer compared with its key, sheets to hand out, a key proposed."""

from assistant.cases.drafting import Draft, DraftTask
from assistant.cases.facade import Cases, sheet, summaries
from assistant.cases.feedback import Feedback
from assistant.cases.library import shelf
from assistant.cases.views import CaseSummary, CaseView, view

__all__ = [
    "CaseSummary",
    "CaseView",
    "Cases",
    "Draft",
    "DraftTask",
    "Feedback",
    "sheet",
    "shelf",
    "summaries",
    "view",
]
