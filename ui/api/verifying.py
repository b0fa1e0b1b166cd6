"""The guard: ``/verify``."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.grounding import Verification
from ui.api.shared import TheAssistant
from ui.batch import Verify

router = APIRouter(tags=["verify"])


@router.post("/verify")
def verify(body: Verify, assistant: TheAssistant) -> Verification:
    """Whether the cited text carries a sentence, and why not. Nothing of it is stored or logged."""
    return assistant.guard.verify(body.sentence, body.sources, body.language)
