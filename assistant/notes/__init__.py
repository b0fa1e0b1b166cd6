"""The assessment note («vurderingsnotat»): what a professional must be able to document afterwards."""

from assistant.notes.making import from_answer, from_guide
from assistant.notes.note import Fact, Note, Rule
from assistant.notes.sheet import sheet

__all__ = ["Fact", "Note", "Rule", "from_answer", "from_guide", "sheet"]
