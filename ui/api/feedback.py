"""What people thought of an answer: ``/feedback``."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter

from ui.api.shared import TheAssistant
from ui.feedback import Feedback, FeedbackFile

router = APIRouter(tags=["feedback"])


@router.post("/feedback", status_code=HTTPStatus.NO_CONTENT)
def feedback(body: Feedback, assistant: TheAssistant) -> None:
    """Keep what somebody thought of an answer, on this machine. A question or comment sent along is masked first."""
    masked = {
        name: assistant.mask(text).text
        for name, text in (("question", body.question), ("comment", body.comment))
        if text
    }
    told = body.checked().model_copy(update=masked)
    FeedbackFile(assistant.settings.data_dir).add(told, assistant.settings.day(), assistant.knowledge.fingerprint)
