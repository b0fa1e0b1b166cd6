"""The routine check («Sjekk rutinen»): is the law that a routine, plan or agreement cites still the law?"""

from assistant.routine.check import RoutineCheck
from assistant.routine.manuscript import Manuscript, from_text, read_manuscript
from assistant.routine.model import CheckedReference, CheckedStatement, Report, State

__all__ = [
    "CheckedReference",
    "CheckedStatement",
    "Manuscript",
    "Report",
    "RoutineCheck",
    "State",
    "from_text",
    "read_manuscript",
]
