"""Where the samples lie, and where the real law lies if it does."""

from __future__ import annotations

from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def samples() -> Path:
    """Invented acts in Lovdata's markup."""
    return _ROOT / "tests" / "ingest" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpus beside the checkout; the test is skipped where it is not there."""
    folder = _ROOT.parent / "shared" / "corpus"
    if not (folder / "lovdata" / "gjeldende-lover.tar.bz2").is_file():
        pytest.skip("needs ../shared/corpus beside the checkout, with the archives of the law")
    return folder
