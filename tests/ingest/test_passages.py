"""Passages: place, status and the changes that the text does not show."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Status
from corpus.refs import ProvisionRef
from ingest.act import ChangeKind
from ingest.amending import amendments_of
from ingest.lovdata import read_act
from ingest.passages import Passage, normal_hash, passage_id, passages_of, url_of

_AS_OF = dt.date(2026, 7, 2)


def _passages(samples: Path, day: dt.date) -> dict[str, Passage]:
    act = read_act((samples / "nl-20200101-005.xml").read_bytes(), "act")
    amending = read_act((samples / "nl-20260110-002.xml").read_bytes(), "amending")
    found = passages_of(act, _AS_OF, day=day, amendments={amending.refid: amendments_of(amending)})
    return {str(passage.ref).partition("#")[2]: passage for passage in found}


def test_a_ledd_is_a_passage_with_its_place(samples: Path) -> None:
    passage = _passages(samples, _AS_OF)["1/2"]
    assert passage.ref == ProvisionRef("lov/2020-01-01-5", "1", 2)
    assert passage.text == "Voksne banker på før de går inn."
    assert passage.heading == "Lekestuer"
    assert passage.path == ("Lekestueloven", "Kapittel 1. Hva en lekestue er")
    assert passage.url == "https://lovdata.no/dokument/NL/lov/2020-01-01-5/%C2%A71"
    assert (passage.as_of, passage.status) == (_AS_OF, Status.IN_FORCE)


def test_a_change_in_force_is_shown_with_its_wording(samples: Path) -> None:
    passage = _passages(samples, dt.date(2026, 7, 1))["2 a/1"]
    (change,) = passage.pending
    assert (change.act, change.kind, change.in_force_from) == (
        "lov/2026-01-10-2",
        ChangeKind.CHANGED,
        dt.date(2026, 7, 1),
    )
    assert change.wording[0].part == ""
    assert "Det barna sier, blir i lekestuen." in change.wording[0].text
    assert "Det barna sier i lekestuen, kan fortelles til" in passage.text
    assert passage.coming == ()


def test_a_change_is_coming_until_its_day(samples: Path) -> None:
    passage = _passages(samples, dt.date(2026, 6, 30))["2 a/1"]
    assert passage.pending == ()
    assert [change.act for change in passage.coming] == ["lov/2026-01-10-2"]


@pytest.mark.parametrize(
    ("place", "day", "status"),
    [
        ("1/1", dt.date(2020, 12, 31), Status.COMING),
        ("1/1", dt.date(2021, 1, 1), Status.IN_FORCE),
        ("3", _AS_OF, Status.REPEALED),
        ("4", _AS_OF, Status.COMING),
        ("5-1/1", dt.date(2026, 6, 30), Status.IN_FORCE),
        ("5-1/1", dt.date(2026, 7, 1), Status.REPEALED),
    ],
)
def test_status_on_a_day(samples: Path, place: str, day: dt.date, status: Status) -> None:
    assert _passages(samples, day)[place].status is status


def test_an_act_that_has_ended_is_repealed(samples: Path) -> None:
    plan = read_act((samples / "sf-20210203-0044.xml").read_bytes(), "plan")
    assert {p.status for p in passages_of(plan, _AS_OF, day=dt.date(2027, 7, 31))} == {Status.IN_FORCE}
    assert {p.status for p in passages_of(plan, _AS_OF, day=dt.date(2027, 8, 1))} == {Status.REPEALED}


def test_a_section_without_text_is_still_found(samples: Path) -> None:
    passage = _passages(samples, _AS_OF)["3"]
    assert passage.text == "§ 3. (Opphevet)"
    assert passage.ref.subsection is None


def test_a_passage_survives_json_and_langchain(samples: Path) -> None:
    for passage in _passages(samples, _AS_OF).values():
        assert Passage.model_validate_json(passage.model_dump_json()) == passage
        document = passage.document()
        assert document.page_content == passage.text
        assert document.id == passage_id(passage)
        assert ProvisionRef.parse(document.metadata["ref"]) == passage.ref
        assert all(isinstance(value, str | int) for value in document.metadata.values())


@given(st.text(max_size=60))
def test_the_hash_does_not_see_spacing_and_punctuation(text: str) -> None:
    assert normal_hash(text) == normal_hash(f"  {text.replace(' ', '   ')}. ")


def test_the_hash_sees_words_and_numbers() -> None:
    hashes = [normal_hash(t) for t in ("skal ikke", "skal", "§ 13 b", "§ 13 c", "taushetsplikt")]
    assert len(set(hashes)) == 5
    assert normal_hash("Taushets\u00adplikt – «her»") == normal_hash("taushetsplikt, her.")


def test_addresses_at_lovdata() -> None:
    assert url_of("NL/lov/2018-06-15-38/aikkel 6") == "https://lovdata.no/dokument/NL/lov/2018-06-15-38"
    assert (
        url_of("SF/forskrift/2024-06-03-900/§2-1")
        == "https://lovdata.no/dokument/SF/forskrift/2024-06-03-900/%C2%A72-1"
    )
    assert url_of("") is None
