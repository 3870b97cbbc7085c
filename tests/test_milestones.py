from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelves import doc, shelf
from vanban.milestones import STEPS, anniversary, find_reviews, milestones_by_year

ONE = doc("51-ct", "51-CT/TW", type="Chỉ thị", date=dt.date(1989, 4, 12))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Báo cáo tổng kết 30 năm thực hiện Chỉ thị số 51-CT/TW.", [("tổng kết", 30)]),
        ("báo cáo kết quả 20 năm thực hiện Chỉ thị số 51-CT/TW.", [("báo cáo", 20)]),
        ("sơ kết 5 năm thực hiện Chỉ thị số 51-CT/TW.", [("sơ kết", 5)]),
        ("báo cáo 01 năm thực hiện Chỉ thị số 51-CT/TW.", [("báo cáo", 1)]),
        ("báo cáo tổng kết thực hiện Chỉ thị số 51-CT/TW.", [("tổng kết", None)]),
        ("tiếp tục thực hiện Chỉ thị số 51-CT/TW.", []),
        ("kết quả giám sát việc thực hiện Chỉ thị số 51-CT/TW.", []),
        ("Chỉ thị số 51-CT/TW tổng kết 5 năm thực hiện.", []),
    ],
)
def test_a_review_is_read_from_the_words_before_the_mention(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert [(review.kind, review.years) for review in find_reviews(shelf([ONE], text))] == expected


def test_a_document_without_a_date_has_no_milestone() -> None:
    years = milestones_by_year([ONE, doc("36-nq", "36-NQ/TW")])

    assert list(years) == [1989 + step for step in STEPS]
    assert [item.years for item in years[2019]] == [30]


@given(st.dates(dt.date(1930, 1, 1), dt.date(2090, 12, 31)), st.sampled_from(STEPS))
def test_an_anniversary_keeps_its_month_and_loses_at_most_the_leap_day(day: dt.date, years: int) -> None:
    later = anniversary(day, years)

    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)
