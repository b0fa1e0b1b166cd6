"""The routine check («Sjekk rutinen»): is the law that a routine, plan or agreement cites still the law?"""

from assistant.routine.check import RoutineCheck
from assistant.routine.manuscript import Manuscript, from_text, read_manuscript
from assistant.routine.model import CheckedReference, CheckedStatement, Report, State
from assistant.routine.printing import report_document

__all__ = [
    "CheckedReference",
    "CheckedStatement",
    "Manuscript",
    "Report",
    "RoutineCheck",
    "State",
    "from_text",
    "read_manuscript",
    "report_document",
]
