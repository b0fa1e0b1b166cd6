"""What can go wrong with a language model, as one of a few kinds that a reader can be told of."""

from __future__ import annotations

from enum import StrEnum

import httpx

from corpus.errors import ModelError


class Failure(StrEnum):
    """Why a model's words are not used."""

    UNREACHABLE = "unreachable"
    TOO_SLOW = "too_slow"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    UNPROVEN = "unproven"
    CONTRADICTED = "contradicted"


class WeaverError(ModelError):
    """The model cannot do its work; ``failure`` says why. Holds nothing of the question or a key."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"The language model cannot be used: {failure.value}.")
        self.failure = failure


_TRANSIENT = frozenset({Failure.UNREACHABLE})


def failure_of(error: BaseException) -> Failure:
    """The kind of an error from a provider's client, told by its causes and its HTTP status."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, WeaverError):
            return seen.failure
        if isinstance(seen, ValueError) and "No generation" in str(seen):  # LangChain's words for an empty stream
            return Failure.EMPTY
        status = getattr(seen, "status_code", None)
        if isinstance(status, int):
            return _of_status(status)
        name = type(seen).__name__
        if isinstance(seen, (httpx.TimeoutException, TimeoutError)) or "Timeout" in name:
            return Failure.TOO_SLOW
        if isinstance(seen, (UnicodeError, ValueError, KeyError, TypeError, httpx.DecodingError)):
            return Failure.UNREADABLE
        if isinstance(seen, (httpx.TransportError, ConnectionError, OSError)):
            return Failure.UNREACHABLE
        seen = seen.__cause__ or seen.__context__
    return Failure.UNREADABLE


def worth_repeating(error: BaseException) -> bool:
    """Whether the same request may go well a moment later."""
    return failure_of(error) in _TRANSIENT


def _of_status(status: int) -> Failure:
    if 300 <= status < 400:
        return Failure.REDIRECTED
    if status in (401, 403):
        return Failure.REFUSED
    if status in (408, 504):
        return Failure.TOO_SLOW
    return Failure.UNREACHABLE
