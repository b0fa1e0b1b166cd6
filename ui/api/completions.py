"""The form that many chat programs speak: ``/v1/chat/completions`` and ``/v1/models`` as OpenAI defined them.

The answer's Markdown is the message; the answer itself, with its citations, lies beside it. Messages of the role
``system`` are not obeyed: what the assistant does is not for the caller's prompt to change.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant import Answer
from corpus.errors import PliktkompassError
from ui.api.shared import TheAssistant

router = APIRouter(prefix="/v1", tags=["openai"])

MODEL = "pliktkompass"


class TextPart(BaseModel):
    """A piece of a message. Only text is read."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant"]
    content: Annotated[str | list[TextPart], Field(max_length=100_000)]

    def words(self) -> str:
        return self.content if isinstance(self.content, str) else "\n".join(part.text for part in self.content)


class Completion(BaseModel):
    """What is asked for. Settings for sampling are taken and have no effect: the answer is not sampled.

    ``metadata`` may name the asker's ``role``, such as ``teacher``.
    """

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "Hva er individuell plan?"}]}]
        },
    )

    model: str = MODEL
    messages: Annotated[list[Message], Field(min_length=1, max_length=100)]
    stream: bool = False
    metadata: dict[str, str] | None = None


class ModelEntry(BaseModel):
    """A model that can be asked for."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class ModelList(BaseModel):
    """The models: one."""

    object: Literal["list"] = "list"
    data: tuple[ModelEntry, ...]


class Refusal(BaseModel):
    """What was wrong with what was asked for, in OpenAI's form."""

    class Reason(BaseModel):
        message: str
        type: Literal["invalid_request_error"] = "invalid_request_error"
        param: None = None
        code: None = None

    error: Reason


@router.get("/models")
def models() -> ModelList:
    """The one model there is."""
    return ModelList(data=(ModelEntry(id=MODEL),))


@router.post(
    "/chat/completions",
    response_model=None,
    responses={200: {"content": {"application/json": {}, "text/event-stream": {}}}, 400: {"model": Refusal}},
)
def complete(body: Completion, assistant: TheAssistant) -> Response:
    """Answer the last message, with the messages before it as the conversation."""
    before = [{"role": m.role, "content": m.words()} for m in body.messages[:-1] if m.role in ("user", "assistant")]
    try:
        answer = assistant.ask(body.messages[-1].words(), (body.metadata or {}).get("role"), before)
    except PliktkompassError as error:
        return JSONResponse(Refusal(error=Refusal.Reason(message=str(error))).model_dump(), HTTPStatus.BAD_REQUEST)
    common = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": MODEL}
    if body.stream:
        return StreamingResponse(_chunks(common, answer), media_type="text/event-stream")
    message = {"role": "assistant", "content": answer.text, "refusal": None, "citations": _citations(answer)}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    whole = {"object": "chat.completion", "choices": [choice], "usage": usage, "answer": answer.model_dump(mode="json")}
    return JSONResponse(common | whole)


def _chunks(common: dict[str, Any], answer: Answer) -> Iterator[str]:
    """The answer paragraph by paragraph, its citations with the last chunk."""

    def event(delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return f"data: {json.dumps(common | {'object': 'chat.completion.chunk', 'choices': [choice]})}\n\n"

    yield event({"role": "assistant", "content": ""})
    for paragraph in answer.text.splitlines(keepends=True):
        yield event({"content": paragraph})
    yield event({"citations": _citations(answer)}, "stop")
    yield "data: [DONE]\n\n"


def _citations(answer: Answer) -> list[dict[str, Any]]:
    return [citation.model_dump(mode="json") for citation in answer.citations]
