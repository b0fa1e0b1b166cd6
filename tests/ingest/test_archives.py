"""Archives: every form is read, and nothing unsafe or broken gets through."""

from __future__ import annotations

import bz2
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ArchiveError
from ingest.archives import Limits, check_name, read_members, refid_of

Names = list[tuple[str, bytes]]


@pytest.fixture
def documents(samples: Path) -> Names:
    return [(f"nl/{file.name}", file.read_bytes()) for file in sorted(samples.glob("*.xml"))]


def _tar(path: Path, documents: Names, *extra: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:bz2") as archive:
        for name, data in documents:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_782_000_000
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return path


def test_every_form_gives_the_same_documents(tmp_path: Path, documents: Names) -> None:
    tar = _tar(tmp_path / "law.tar.bz2", documents)
    with zipfile.ZipFile(tmp_path / "law.zip", "w") as archive:
        for name, data in documents:
            archive.writestr(name, data)
    for name, data in documents:
        file = tmp_path / "folder" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    for path in (tar, tmp_path / "law.zip", tmp_path / "folder"):
        assert [(member.name, member.data) for member in read_members(path)] == documents
    single = tmp_path / "folder" / documents[0][0]
    assert [member.data for member in read_members(single)] == [documents[0][1]]


def test_only_what_is_wanted_is_given(tmp_path: Path, documents: Names) -> None:
    renamed = [("x/law.xml", documents[0][1]), *documents[1:]]
    path = _tar(tmp_path / "law.tar.bz2", renamed)
    wanted = {"lov/2020-01-01-5", "forskrift/2021-02-03-44"}
    assert [member.name for member in read_members(path, wanted)] == ["x/law.xml", "nl/sf-20210203-0044.xml"]


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path, documents: Names) -> None:
    path = _tar(tmp_path / "law.tar.bz2", documents)
    seen: list[tuple[str, int, int]] = []
    list(read_members(path, on_progress=lambda *step: seen.append(step)))
    assert seen[-1] == ("law.tar.bz2", path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize(
    ("name", "refid"),
    [
        ("nl/nl-19990702-064.xml", "lov/1999-07-02-64"),
        ("nl-18140517-000.xml", "lov/1814-05-17"),
        ("sf/sf-20240603-0900.xml", "forskrift/2024-06-03-900"),
        ("notes.xml", None),
    ],
)
def test_file_names_stand_for_refids(name: str, refid: str | None) -> None:
    assert refid_of(name) == refid


@pytest.mark.parametrize(
    "name", ["../a.xml", "nl/../../a.xml", "/etc/a.xml", "..\\a.xml", "C:\\a.xml", "\\\\host\\a.xml"]
)
def test_names_that_lead_out_are_refused(tmp_path: Path, documents: Names, name: str) -> None:
    path = _tar(tmp_path / "ond.tar.bz2", [(name, b"<html/>"), *documents])
    with pytest.raises(ArchiveError, match="leads out of the archive"):
        list(read_members(path))
    with zipfile.ZipFile(tmp_path / "ond.zip", "w") as archive:
        archive.writestr("ok.xml", b"<html/>")
        archive.filelist[0].filename = name
    with pytest.raises(ArchiveError, match="leads out of the archive"):
        list(read_members(tmp_path / "ond.zip"))


@given(st.lists(st.sampled_from(["..", "a", "b.xml", "...", "..a", "a.."]), min_size=1, max_size=5))
def test_a_name_is_refused_exactly_when_a_part_is_dots(parts: list[str]) -> None:
    name = "/".join(parts)
    if ".." in parts:
        with pytest.raises(ArchiveError):
            check_name(Path("a.tar"), name)
    else:
        check_name(Path("a.tar"), name)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, documents: Names, kind: bytes) -> None:
    info = tarfile.TarInfo("nl/lenke.xml")
    info.type, info.linkname = kind, "/etc/hostname"
    with pytest.raises(ArchiveError, match="is a link"):
        list(read_members(_tar(tmp_path / "ond.tar.bz2", documents, info)))


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "utenfor.xml").write_text("<html/>")
    (tmp_path / "mappe").mkdir()
    (tmp_path / "mappe" / "lenke.xml").symlink_to(tmp_path / "utenfor.xml")
    assert list(read_members(tmp_path / "mappe")) == []


@pytest.mark.parametrize("limits", [Limits(member=1000), Limits(total=20_000), Limits(members=2)])
def test_too_much_is_refused(tmp_path: Path, documents: Names, limits: Limits) -> None:
    path = _tar(tmp_path / "stor.tar.bz2", [*documents, ("nl/null.xml", b"\0" * 30_000)])
    with pytest.raises(ArchiveError, match="unpacks to"):
        list(read_members(path, limits=limits))


def test_a_bomb_behind_the_end_is_refused(tmp_path: Path, documents: Names) -> None:
    path = _tar(tmp_path / "bombe.tar.bz2", documents)
    path.write_bytes(path.read_bytes() + bz2.compress(b"\0" * 5_000_000))
    with pytest.raises(ArchiveError, match="unpacks to"):
        list(read_members(path, limits=Limits(total=1_000_000)))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_cut_archive_names_the_file_and_how_far_it_came(tmp_path: Path, documents: Names, share: float) -> None:
    whole = _tar(tmp_path / "hel.tar.bz2", documents * 20).read_bytes()
    path = tmp_path / "kuttet.tar.bz2"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ArchiveError, match=r"kuttet\.tar\.bz2: .* \d+ documents .*fetch it again"):
        list(read_members(path))


@pytest.mark.parametrize("data", [b"", b"tull", b"BZh9tull", b"PK\x03\x04tull"])
@pytest.mark.parametrize("name", ["a.tar.bz2", "a.zip"])
def test_what_is_no_archive_is_an_error(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="fetch it again"):
        list(read_members(path))


def test_a_damaged_archive_is_an_error(tmp_path: Path, documents: Names) -> None:
    path = _tar(tmp_path / "skadet.tar.bz2", documents)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="documents"):
        list(read_members(path))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        list(read_members(tmp_path / "ingen.tar.bz2"))
