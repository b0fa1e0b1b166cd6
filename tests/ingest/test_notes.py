"""Which changes a note says are not worked in."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.act import ChangeKind
from ingest.notes import read_note


@pytest.mark.parametrize(
    ("text", "kind", "act", "day"),
    [
        ("Endres ved lov 3 feb 2026 nr. 4 (i kraft 1 juli 2026).", "changed", "lov/2026-02-03-4", dt.date(2026, 7, 1)),
        ("Vert endra ved lov 3 feb 2026 nr. 4 (i kraft 1 aug 2026).", "changed", "lov/2026-02-03-4",
         dt.date(2026, 8, 1)),
        ("Oppheves ved forskrift 3 feb 2026 nr. 4 (i kraft 1 sep 2026).", "repealed", "forskrift/2026-02-03-4",
         dt.date(2026, 9, 1)),
        ("Tilføyes ved lov 3 feb 2026 nr. 4 (ikr. fra den tid Kongen bestemmer).", "added", "lov/2026-02-03-4", None),
        ("Endres ved lov 3 feb 2026 nr. 4 som endret ved lov 5 mars 2026 nr. 6 (i kraft 1 okt 2026).", "changed",
         "lov/2026-02-03-4", dt.date(2026, 10, 1)),
        ("Endres ved lov 3 feb 2026 nr. 4 (i kraft 1 okt 2026 med virkning fra 1 jan 2026).", "changed",
         "lov/2026-02-03-4", dt.date(2026, 10, 1)),
    ],
)  # fmt: skip
def test_a_change_in_the_present_tense_is_pending(text: str, kind: str, act: str, day: dt.date | None) -> None:
    (change,) = read_note(text, {}).changes
    assert (change.kind, change.act, change.in_force_from) == (ChangeKind(kind), act, day)
    assert change.text == text


def test_a_change_in_the_past_tense_is_worked_in() -> None:
    note = read_note("Endret ved lover 3 feb 2020 nr. 4 (ikr. 1 juli 2020), 5 mars 2021 nr. 6 (ikr. 1 mai 2021).", {})
    assert note.changes == ()


def test_every_act_of_a_list_is_named() -> None:
    note = read_note("Oppheves ved forskrifter 3 feb 2026 nr. 4 (i kraft 1 juli 2026) og 5 mars 2026 nr. 6.", {})
    assert [(c.act, c.in_force_from) for c in note.changes] == [
        ("forskrift/2026-02-03-4", dt.date(2026, 7, 1)),
        ("forskrift/2026-03-05-6", None),
    ]


def test_the_link_decides_which_act_it_is() -> None:
    note = read_note("Endres ved lov 3 feb 1915 (i kraft 1 juli 2026).", {"lov 3 feb 1915": "lov/1915-02-03-0"})
    assert note.changes[0].act == "lov/1915-02-03-0"
