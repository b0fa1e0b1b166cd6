"""A chat model by LangChain, as a stream of text that ends in time or raises :class:`WeaverError`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langsmith import tracing_context
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_after_delay, wait_exponential_jitter

from assistant.llm.endpoint import Endpoint
from assistant.llm.failing import Failure, WeaverError, failure_of, worth_repeating
from assistant.llm.prompts import Message, Stream
from assistant.settings import Settings
from corpus.errors import ConfigError

_LONGEST = 20_000
"""Characters that are read of a reply; an answer has a few hundred."""


def open_model(endpoint: Endpoint, settings: Settings) -> BaseChatModel:
    """The provider's chat model, with time-outs and without redirects, proxies or retries of its own.

    Raises :class:`ConfigError` where the provider's package is not installed.
    """
    try:
        model: BaseChatModel = init_chat_model(
            endpoint.name,
            model_provider=endpoint.provider,
            temperature=0,
            **_options(endpoint, settings),
        )
    except ImportError as error:
        raise ConfigError(
            f"PLIKTKOMPASS_LLM: the provider {endpoint.provider} needs its package: pip install "
            f"'pliktkompass[{endpoint.provider.removesuffix('_openai')}]'."
        ) from error
    if endpoint.provider == "anthropic":
        # The package takes no HTTP client of ours, and its own one follows redirects.
        model._client._client.follow_redirects = False  # type: ignore[attr-defined]
    return model


def _options(endpoint: Endpoint, settings: Settings) -> dict[str, Any]:
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    # Proxies of the environment are not used on the way to this machine: they would see the text.
    trusting = not endpoint.is_local
    if endpoint.provider == "ollama":
        client = {"timeout": settings.llm_timeout, "follow_redirects": False, "trust_env": trusting}
        return {"base_url": endpoint.url, "num_predict": settings.llm_tokens, "client_kwargs": client}
    common: dict[str, Any] = {"max_tokens": settings.llm_tokens, "timeout": settings.llm_timeout, "max_retries": 0}
    if endpoint.provider == "anthropic":
        return {**common, "api_key": key or "none", "base_url": endpoint.url}
    client_of_ours = httpx.Client(follow_redirects=False, trust_env=trusting, timeout=settings.llm_timeout)
    common |= {"api_key": key or "none", "http_client": client_of_ours, "stream_usage": False}
    if endpoint.provider == "azure_openai":
        return {**common, "azure_endpoint": endpoint.url, "api_version": settings.llm_api_version}
    return {**common, "base_url": endpoint.url}


def stream_of(model: BaseChatModel, settings: Settings) -> Stream:
    """A stream that keeps to the budget of one answer."""

    def stream(messages: Sequence[Message]) -> Iterator[str]:
        spent = 0.0  # seconds spent waiting for the model; what is done with its words in between is not its fault
        length = 0
        pieces = _begun(model, messages, settings)
        while True:
            since = time.monotonic()
            with tracing_context(enabled=False):  # LangChain would send the text elsewhere if the environment said so
                try:
                    piece = next(pieces, None)
                except (
                    Exception
                ) as error:  # providers raise what they like; the reader is told a kind, never their words
                    raise WeaverError(failure_of(error)) from None
            spent += time.monotonic() - since
            if spent > settings.llm_budget:
                raise WeaverError(Failure.TOO_SLOW)
            if piece is None or length > _LONGEST:
                break
            length += len(piece)
            yield piece
        if not length:
            raise WeaverError(Failure.EMPTY)

    return stream


def _begun(model: BaseChatModel, messages: Sequence[Message], settings: Settings) -> Iterator[str]:
    """The reply's pieces. Repeated with back-off while nothing has come: what has begun is not begun again."""
    attempts = Retrying(
        retry=retry_if_exception(worth_repeating),
        stop=stop_after_attempt(settings.llm_retries + 1) | stop_after_delay(settings.llm_budget),
        wait=wait_exponential_jitter(multiplier=0.2, max=5),
        reraise=True,
    )
    pieces: Iterator[str] = iter(())
    first = ""
    for attempt in attempts:
        with attempt:
            pieces = _texts(model, messages)
            first = next(pieces, "")
    yield first
    yield from pieces


def _texts(model: BaseChatModel, messages: Sequence[Message]) -> Iterator[str]:
    for chunk in model.stream(list(messages)):
        text = chunk.text
        if text:
            yield str(text)
