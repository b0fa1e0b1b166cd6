"""Where a model lives, and whether text may be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from corpus.errors import ConfigError

_USUAL = {
    "ollama": "http://127.0.0.1:11434",
    "openai": "https://api.openai.com",
    "anthropic": "https://api.anthropic.com",
    "azure_openai": None,
}
"""The providers that are supported, with the address that each has where none is set."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at an address. ``name`` is the model's as the provider knows it."""

    provider: str
    name: str
    url: str

    @property
    def host(self) -> str:
        """The host that text is sent to."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_local(self) -> bool:
        """Whether the text stays on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def endpoint(model: str, url: str | None, *, remote_allowed: bool) -> Endpoint:
    """The endpoint that ``provider:model`` and an address name.

    Raises :class:`ConfigError` for an unknown provider, an address that is none, and one that is not on
    this machine unless that is allowed.
    """
    provider, colon, name = model.partition(":")
    if not colon or not name or provider not in _USUAL:
        raise ConfigError(
            f"PLIKTKOMPASS_LLM is «{model}»; write it as provider:model with one of {', '.join(sorted(_USUAL))}."
        )
    address = url or _USUAL[provider]
    if address is None:
        raise ConfigError(f"PLIKTKOMPASS_LLM_URL is not set; the provider {provider} has no usual address.")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ConfigError("PLIKTKOMPASS_LLM_URL must be an http or https address without a name and password in it.")
    found = Endpoint(provider, name, address)
    if not found.is_local and not remote_allowed:
        raise ConfigError(
            f"PLIKTKOMPASS_LLM would send questions (with names hidden) to {found.host}. "
            "Set PLIKTKOMPASS_LLM_REMOTE=true if that is allowed where you work."
        )
    if not found.is_local and parts.scheme != "https":
        raise ConfigError("PLIKTKOMPASS_LLM_URL must be https for a model that is not on this machine.")
    return found
