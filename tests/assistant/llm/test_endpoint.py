"""Where text may go: to this machine, and elsewhere only where a setting of its own allows it."""

from __future__ import annotations

import pytest

from assistant.llm.endpoint import endpoint
from corpus.errors import ConfigError


@pytest.mark.parametrize(
    ("model", "url"),
    [
        ("ollama:gemma3", None),
        ("openai:m", "http://127.0.0.1:8080/v1"),
        ("openai:m", "http://[::1]:8080/v1"),
        ("openai:m", "http://localhost:8080/v1"),
    ],
)
def test_a_model_on_this_machine_needs_no_leave(model: str, url: str | None) -> None:
    assert endpoint(model, url, remote_allowed=False).is_local


@pytest.mark.parametrize(
    ("model", "url"),
    [
        ("openai:gpt", None),
        ("anthropic:claude", None),
        ("azure_openai:d", "https://own.openai.azure.com"),
        ("openai:m", "https://127.0.0.1.example.com/v1"),
        ("openai:m", "https://10.0.0.7/v1"),
    ],
)
def test_a_model_elsewhere_needs_leave(model: str, url: str | None) -> None:
    with pytest.raises(ConfigError, match="PLIKTKOMPASS_LLM_REMOTE"):
        endpoint(model, url, remote_allowed=False)
    assert not endpoint(model, url, remote_allowed=True).is_local


@pytest.mark.parametrize(
    ("model", "url"),
    [
        ("gpt-4", None),
        ("openai:", None),
        ("somebody:m", None),
        ("azure_openai:d", None),
        ("openai:m", "ftp://127.0.0.1"),
        ("openai:m", "http://name:word@127.0.0.1/v1"),
        ("openai:m", "http://models.example.com/v1"),
        ("openai:m", "nonsense"),
    ],
)
def test_what_is_no_endpoint_is_refused(model: str, url: str | None) -> None:
    with pytest.raises(ConfigError, match="PLIKTKOMPASS_LLM"):
        endpoint(model, url, remote_allowed=True)
