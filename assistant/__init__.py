"""Question to answer. The public names of this floor; a test compares the list with what is used."""

from assistant.answer import Answer, AnswerStatement, Citation, Emergency, Notice, NoticeKind
from assistant.assistant import Assistant
from assistant.settings import Settings, load_settings

__all__ = [
    "Answer",
    "AnswerStatement",
    "Assistant",
    "Citation",
    "Emergency",
    "Notice",
    "NoticeKind",
    "Settings",
    "load_settings",
]
