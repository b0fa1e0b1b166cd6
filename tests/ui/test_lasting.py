from __future__ import annotations

import gc

import pytest

from ui.lasting import lasting


def _stopped() -> None:
    with lasting():
        assert not gc.isenabled()
        raise ValueError("stopped")


def test_the_collector_rests_meanwhile_and_works_again_after_an_error_too() -> None:
    with pytest.raises(ValueError, match="stopped"):
        _stopped()
    assert gc.isenabled()
    gc.unfreeze()
