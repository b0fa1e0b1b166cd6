"""What the routes of the API share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from assistant import Assistant


def _assistant_of(request: Request) -> Assistant:
    found: Assistant = request.app.state.assistant
    return found


TheAssistant = Annotated[Assistant, Depends(_assistant_of)]
"""The assistant that the application was made with, as a parameter of a route."""
