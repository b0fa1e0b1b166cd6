"""Dates as Lovdata writes them: ``2026-07-01`` in headers, «1 juli 2026» and «1. juli 2026» in text."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")

MONTH = (
    r"(?:jan(?:uar)?|febr?(?:uar)?|mars?|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?"
    r"|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|des(?:ember)?)\.?"
)
WRITTEN = rf"\d{{1,2}}\.? ?{MONTH} \d{{4}}"
"""A pattern for a written date, without groups."""

_WRITTEN = re.compile(r"(\d{1,2})\.? ?([a-z]{3})[a-z]*\.? (\d{4})", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def written_date(text: str) -> dt.date | None:
    """The first written date in ``text``, or None where there is none or it is no day of the calendar."""
    match = _WRITTEN.search(text)
    if match is None or match[2].lower() not in _MONTHS:
        return None
    try:
        return dt.date(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1]))
    except ValueError:
        return None


def iso_dates(text: str) -> tuple[dt.date, ...]:
    """Every ISO date in ``text``, in its order; impossible ones are left out."""
    dates = []
    for match in _ISO.finditer(text):
        try:
            dates.append(dt.date.fromisoformat(match.group()))
        except ValueError:
            continue
    return tuple(dates)
