"""Every provider's own client against a server on loopback: what goes wrong is told by its kind."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assistant import load_settings
from assistant.llm.endpoint import endpoint
from assistant.llm.failing import Failure, WeaverError
from assistant.llm.model import open_model, stream_of
from tests.assistant.llm import scripted
from tests.assistant.llm.scripted import Reply, serving

PROVIDERS = ("openai", "ollama", "anthropic", "azure_openai")


def failure(provider: str, url: str, folder: Path) -> Failure:
    """Why a provider's model at an address cannot be used."""
    settings = load_settings(
        data_dir=folder, llm=f"{provider}:m", llm_url=url, llm_key="sk-secret", llm_api_version="2024-10-21",
        llm_timeout=1, llm_budget=3, llm_retries=0,
    )  # fmt: skip
    model = open_model(endpoint(f"{provider}:m", url, remote_allowed=False), settings)
    with pytest.raises(WeaverError) as raised:
        list(stream_of(model, settings)([("system", "Be brief."), ("human", "Hei")]))
    assert "sk-secret" not in str(raised.value)
    assert raised.value.__cause__ is None
    return raised.value.failure


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (scripted.wrong_key, {Failure.REFUSED}),
        (scripted.error_page, {Failure.UNREACHABLE}),
        (scripted.page_for_answer, {Failure.UNREADABLE, Failure.EMPTY, Failure.UNREACHABLE}),
    ],
)
def test_what_goes_wrong_is_told(provider: str, reply: Reply, expected: set[Failure], tmp_path: Path) -> None:
    with serving(reply) as server:
        assert failure(provider, server.url.removesuffix("/v1"), tmp_path) in expected


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nobody_there_is_told(provider: str, tmp_path: Path) -> None:
    assert failure(provider, "http://127.0.0.1:9", tmp_path) is Failure.UNREACHABLE


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_answer_is_waited_for_no_longer_than_set(provider: str, tmp_path: Path) -> None:
    with serving(scripted.never) as server:
        began = time.monotonic()
        assert failure(provider, server.url.removesuffix("/v1"), tmp_path) is Failure.TOO_SLOW
        assert time.monotonic() - began < 2.9


@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_redirect_is_followed(provider: str, tmp_path: Path) -> None:
    with serving(scripted.error_page) as other, serving(scripted.redirecting(other.url)) as server:
        assert failure(provider, server.url.removesuffix("/v1"), tmp_path) is Failure.REDIRECTED
        assert other.received == []
