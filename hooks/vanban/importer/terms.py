"""Terms of the Party's Central Committee: from the day after one congress to the closing day of the next.

Source: the congresses' closing dates (domain reference §3.5); a date outside them is not judged.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

_ENDS: Final = {
    "VI": dt.date(1991, 6, 27),
    "VII": dt.date(1996, 7, 1),
    "VIII": dt.date(2001, 4, 22),
    "IX": dt.date(2006, 4, 25),
    "X": dt.date(2011, 1, 19),
    "XI": dt.date(2016, 1, 28),
    "XII": dt.date(2021, 2, 1),
    "XIII": dt.date(2026, 1, 22),
}
_FIRST: Final = dt.date(1986, 12, 19)


def term_contains(term: str, date: dt.date) -> bool | None:
    """Say whether a date falls in a term of the Central Committee; None when the term's dates are not known."""
    names = list(_ENDS)
    if term not in names:
        return None
    place = names.index(term)
    start = _ENDS[names[place - 1]] if place else _FIRST
    return start < date <= _ENDS[term]
