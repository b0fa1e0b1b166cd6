"""Questions: ``/ask`` and ``/ask/stream``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field

from assistant import Answer
from assistant.streaming import Opening, Part, Said
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


@router.post("/ask")
def ask(body: Ask, assistant: TheAssistant) -> Answer:
    """Answer a question, every sentence with the provisions it rests on."""
    return assistant.ask(body.question, body.role, body.before())


def _parts(body: Ask, assistant: TheAssistant) -> Iterator[Part]:
    """The parts of the answer. Made before the stream begins, so that a refused question is still a problem."""
    return assistant.stream(body.question, body.role, body.before())


_EVENTS = {Opening: "opening", Said: "statement", Answer: "answer"}


@router.post("/ask/stream", response_class=EventSourceResponse)
def stream(body: Ask, parts: Annotated[Iterator[Part], Depends(_parts)]) -> Iterator[ServerSentEvent]:
    """Answer a question as server-sent events: ``opening``, a ``statement`` for each one, then the whole ``answer``."""
    del body
    for part in parts:
        yield ServerSentEvent(event=_EVENTS[type(part)], data=part)
