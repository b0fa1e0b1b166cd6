"""Questions: ``/ask``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from assistant import Answer
from ui.api.shared import TheAssistant

router = APIRouter(tags=["ask"])

_EXAMPLE: dict[str, Any] = {
    "question": "Jeg er lærer og tror at en elev blir slått hjemme. Må jeg si fra?",
    "role": "teacher",
}


class Turn(BaseModel):
    """A line of the conversation before the question."""

    role: Annotated[str, Field(pattern="^(user|assistant)$")] = "user"
    content: Annotated[str, Field(max_length=100_000)]


class Ask(BaseModel):
    """A question. It is answered and forgotten: nothing of it is stored or logged."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    question: Annotated[str, Field(description="In bokmål, nynorsk or English.")]
    role: Annotated[str | None, Field(description="The asker's role, such as teacher or school_nurse.")] = None
    history: Annotated[list[Turn], Field(max_length=50, description="What was said before, oldest first.")] = []

    def before(self) -> list[dict[str, str]]:
        """The conversation before, as the assistant reads it."""
        return [{"role": turn.role, "content": turn.content} for turn in self.history]


@router.post("/ask", responses={422: {"description": "A question that cannot be answered as it stands"}})
def ask(body: Ask, assistant: TheAssistant) -> Answer:
    """Answer a question, every sentence with the provisions it rests on."""
    return assistant.ask(body.question, body.role, body.before())
