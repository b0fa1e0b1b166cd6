"""A file is the old one or the new one, never half of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ExportError
from corpus.files import export, replacing


def test_what_was_there_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    with replacing(target) as partial:
        partial.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [OSError, ValueError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    with pytest.raises(error):
        _fail(target, error)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def _fail(target: Path, error: type[BaseException]) -> None:
    with replacing(target) as partial:
        partial.write_text("ne")
        raise error


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"no-such.*file cannot be written .*folder exists"):
        export(b"", tmp_path / "no-such" / "file")
