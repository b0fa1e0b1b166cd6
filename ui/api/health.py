"""Whether the server is up (``/health``) and can answer (``/ready``)."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from assistant.text_state import TextState, text_state
from ui.api.shared import TheAssistant

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """That the server answers, and with which knowledge."""

    status: str
    provisions: int
    situations: int
    knowledge: str


class Ready(BaseModel):
    """That the server can answer, whether answers can quote the law's own text, and how far the search in it is."""

    ready: bool
    law_text: bool
    text: TextState


@router.get("/health")
def health(assistant: TheAssistant) -> Health:
    """Whether the server is up."""
    knowledge = assistant.knowledge
    return Health(
        status="ok",
        provisions=len(knowledge.digests),
        situations=len(knowledge.situations),
        knowledge=knowledge.fingerprint,
    )


@router.get("/ready")
def ready(assistant: TheAssistant) -> Ready:
    """Whether a question would be answered now. The server listens only once its index is open."""
    state = text_state(assistant.settings, assistant.texts)
    return Ready(ready=True, law_text=assistant.texts is not None, text=state)
