from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.citations import find_citations
from vanban.dates import printed_date


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        (dt.date(2013, 6, 3), "03-6-2013"),
        (dt.date(2018, 1, 10), "10-01-2018"),
        (dt.date(2010, 2, 25), "25-02-2010"),
        (dt.date(2019, 11, 5), "05-11-2019"),
    ],
)
def test_printed_as_the_party_prints(date: dt.date, printed: str) -> None:
    assert printed_date(date) == printed


@given(st.dates(min_value=dt.date(1945, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_what_we_print_the_recogniser_reads_back(date: dt.date) -> None:
    (citation,) = find_citations(f"Chỉ thị số 05-CT/TW, ngày {printed_date(date)} của Bộ Chính trị.")
    assert citation.date == date
