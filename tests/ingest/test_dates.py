"""Dates as Lovdata writes them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import WRITTEN, iso_dates, written_date

_NAMES = ("januar februar mars april mai juni juli august september oktober november desember").split()  # noqa: SIM905


@given(st.dates(min_value=dt.date(1687, 1, 1)), st.booleans(), st.booleans())
def test_every_day_is_read_back(day: dt.date, short: bool, point: bool) -> None:
    name = _NAMES[day.month - 1]
    text = f"{day.day}{'.' if point else ''} {name[:3] if short else name} {day.year:04}"
    assert written_date(f"lov {text} nr. 1") == day
    assert re.fullmatch(WRITTEN, text)


@pytest.mark.parametrize("text", ["", "31 feb 2026", "1 foo 2026", "juli 2026"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert written_date(text) is None


def test_iso_dates_leave_out_impossible_ones() -> None:
    assert iso_dates("2026-07-01, 2026-02-31 – 2028-07-01") == (dt.date(2026, 7, 1), dt.date(2028, 7, 1))
