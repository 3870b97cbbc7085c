"""Dates as Party documents print them."""

from __future__ import annotations

import datetime as dt
from typing import Final

_PADDED_MONTHS: Final = 2


def printed_date(date: dt.date) -> str:
    """Return a date with two digits for days below 10 and for months 1 and 2: 03-6-2013, 10-01-2018.

    The rule is that of the Party's text standard, and holds for every date of the first report.
    """
    month = f"{date.month:02d}" if date.month <= _PADDED_MONTHS else f"{date.month}"
    return f"{date.day:02d}-{month}-{date.year}"
