from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from vanban.terms import ASSEMBLY, CENTRAL, find_term, place_name, places, term_of, terms


@pytest.mark.parametrize(
    ("day", "scope", "expected"),
    [
        (dt.date(1989, 4, 12), CENTRAL, "VI"),
        (dt.date(2000, 12, 15), CENTRAL, "VIII"),
        (dt.date(2001, 4, 22), CENTRAL, "VIII"),
        (dt.date(2001, 4, 23), CENTRAL, "IX"),
        (dt.date(2002, 1, 8), CENTRAL, "IX"),
        (dt.date(2016, 5, 15), CENTRAL, "XII"),
        (dt.date(2026, 11, 22), CENTRAL, "XIV"),
        (dt.date(1950, 1, 1), CENTRAL, None),
        (dt.date(2019, 8, 1), "kien-giang", "X"),
        (dt.date(2019, 8, 1), "noi-khac", None),
        (dt.date(2007, 4, 20), ASSEMBLY, "11"),
    ],
)
def test_a_day_falls_in_its_term(day: dt.date, scope: str, expected: str | None) -> None:
    assert term_of(day, scope) == expected


def test_party_terms_follow_one_another_without_gap_or_overlap() -> None:
    for earlier, later in pairwise(terms()[CENTRAL]):
        assert earlier.end is not None
        assert later.start == earlier.end + dt.timedelta(days=1)


def test_every_row_says_how_it_is_known() -> None:
    assert {term.source for rows in terms().values() for term in rows} <= {"V", "P", "K"}
    assert find_term("XIV") is not None
    assert find_term("XL") is None


def test_a_place_is_called_by_its_name_and_an_unknown_one_as_written() -> None:
    assert place_name("kien-giang") == "tỉnh Kiên Giang"
    assert place_name("noi-khac") == "noi-khac"
    assert "An Giang" in (places()["kien-giang"].note or "")
