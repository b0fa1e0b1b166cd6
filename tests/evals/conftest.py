"""Made-up questions and answers to measure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant import Answer, AnswerStatement, Citation
from corpus.models import Language, Status, Verdict
from evals.questions import EvalQuestion, QuestionKind
from evals.running import Result

MakeResult = Callable[..., Result]


@pytest.fixture
def make_result() -> MakeResult:
    """A result whose answer cites the given places; keywords change the question and the answer."""

    def make(*cited: str, question: dict[str, object] | None = None, **answer: object) -> Result:
        asked = EvalQuestion.model_validate(
            {
                "id": "x",
                "audience": "school",
                "language": Language.NB,
                "kind": QuestionKind.ANSWERABLE,
                "question": "?",
                "must_cite": [["lov/1967-02-10#13", "lov/1967-02-10#13 a"], ["lov/2021-06-18-97#13-2"]],
                "may_cite": ["lov/1967-02-10#13 b"],
                "verdicts": (Verdict.MUST_REPORT,),
                **(question or {}),
            }
        )
        citations = []
        for n, place in enumerate(cited, start=1):
            source, _, section = place.partition("#")
            citations.append(Citation(n=n, source=source, section=section, label="", title="", status=Status.IN_FORCE))
        told: dict[str, object] = {
            "language": Language.NB,
            "verdict": Verdict.MUST_REPORT,
            "summary": "",
            "statements": (AnswerStatement(text="", citations=tuple(c.n for c in citations)),),
            "citations": tuple(citations),
        }
        return Result(asked, Answer.model_validate({**told, **answer}))

    return make
