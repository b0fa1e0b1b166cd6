"""Real parts, made once: the knowledge, the embedder, and an assistant with its own index in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Settings
from corpus.knowledge import Knowledge
from corpus.loading import load
from ingest.embedders import make_embedder
from ingest.embedding import Embedder

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings must not change what a test sees."""
    import os

    for name in os.environ:
        if name.startswith("PLIKTKOMPASS_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The data folder of the whole session."""
    folder = tmp_path_factory.mktemp("data")
    # While examples are being written the shipped vectors lag behind; then only the first run embeds the new ones.
    kept = request.config.cache.mkdir("vectors") / "vectors.sqlite"  # type: ignore[union-attr]
    (folder / "vectors.sqlite").symlink_to(kept)
    return folder


@pytest.fixture(scope="session")
def knowledge(data_dir: Path) -> Knowledge:
    return load(cache=data_dir)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return make_embedder("embedded")


@pytest.fixture(scope="session")
def assistant(data_dir: Path) -> Assistant:
    return Assistant.open(Settings(data_dir=data_dir, _env_file=None))  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def law() -> Path:
    """The archives of the law, which lie beside the checkout on some machines only."""
    folder = SHARED / "corpus" / "lovdata"
    if not folder.is_dir():
        pytest.skip("the archives of the law are not beside this checkout (shared/corpus/lovdata)")
    return folder
