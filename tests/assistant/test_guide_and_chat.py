"""The chat and the guide agree: an outcome's question, put to the chat in the role of the path, gets its verdict."""

from __future__ import annotations

from collections import defaultdict

from assistant import Assistant
from corpus.guide_paths import GuideMap
from corpus.models import GuideOutcome, Language

_AGREE = 0.95
"""The least share of the questions that must get the guide's verdict. Asked for every role, 99 % did."""


def test_the_chat_gives_the_verdicts_of_the_guide(assistant: Assistant) -> None:
    """Every outcome, in bokmål for one role of each kind of workplace, in the other languages for one role."""
    assert assistant.knowledge.guide is not None
    asked: dict[str, dict[str, tuple[GuideOutcome, str]]] = defaultdict(dict)
    for path in GuideMap(assistant.knowledge, assistant.knowledge.guide).paths():
        if isinstance(path.at, GuideOutcome) and path.role is not None:
            asked[path.at.id].setdefault(path.answers[0], (path.at, path.role))
    told: list[tuple[str, str, Language, bool]] = []
    for outcome, by_workplace in asked.items():
        for number, (end, role) in enumerate(by_workplace.values()):
            for language in Language if number == 0 else (Language.NB,):
                answer = assistant.ask(end.question[language], role)
                told.append((outcome, role, language, answer.verdict is end.verdict))
    wrong = [each[:3] for each in told if not each[3]]
    assert len(wrong) <= (1 - _AGREE) * len(told), wrong
    for outcome in asked:
        own = [each[3] for each in told if each[0] == outcome]
        assert sum(own) * 2 >= len(own), outcome
