from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.reading.figures import FigureKind, find_figures, parse_number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Toàn tỉnh có 68/117 xã (58,1%) và huyện", [("68/117 xã", 68), ("58,1%", Decimal("58.1"))]),
        ("giải quyết khiếu nại 291/417 đơn, đạt 69,84%", [("291/417 đơn", 291), ("69,84%", Decimal("69.84"))]),
        ("tại 15/15 huyện, thành phố;", [("15/15 huyện, thành phố", 15)]),
        ("phát triển mới 55.474 đoàn viên, hội viên, nâng", [("55.474 đoàn viên, hội viên", 55474)]),
        ("hỗ trợ hơn 75 tỷ đồng.", [("75 tỷ đồng", 75)]),
        ("xuất 1 tỷ 421 triệu đồng hỗ trợ 4.738 hộ", [("1 tỷ 421 triệu đồng", 1), ("4.738 hộ", 4738)]),
        ("sạt lở 86km bờ sông", [("86km", 86)]),
        ("xây dựng 33,4km lô", [("33,4km", Decimal("33.4"))]),
        ("tiêu hủy là 48.630 con, tương đương hơn 2.700 tấn", [("48.630 con", 48630), ("2.700 tấn", 2700)]),
        ("mở 02 lớp cho 162 cán bộ", [("02 lớp", 2), ("162 cán bộ", 162)]),
    ],
)
def test_what_the_report_states(text: str, found: list[tuple[str, Decimal | int]]) -> None:
    assert [(figure.text, figure.value) for figure in find_figures(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Pháp lệnh số 34/2007/PL-UBTVQH11",
        "Nghị định số 04/2015/NĐ-CP",
        "Quyết định số 217-QĐ/TW, ngày 12-12-2013",
        "năm 2019, nhiệm kỳ 2019-2024",
        "học sinh 6-14 tuổi",
        "tăng 1.6151 suất quà",
        "ngày 03/6/2013",
        "khóa 12 và 13/5 xã",
        "Đại hội XII",
        "trị giá 3.177.540,000,5 đồng",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert list(find_figures(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.008", "1008"), ("7,2", "7.2"), ("560.093", "560093"), ("01", "1"), ("3.177.540,5", "3177540.5")],
)
def test_numbers_are_read_the_vietnamese_way(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


def test_a_share_is_worked_out_and_a_rate_is_read() -> None:
    share, rate = find_figures("đạt 10/14 đơn (71,43%)")
    assert share.kind is FigureKind.SHARE
    assert share.percent is not None
    assert round(share.percent, 2) == Decimal("71.43")
    assert rate.percent == Decimal("71.43")


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["68/117 xã", "7,3%", "đạt", "số 25-NQ/TW", "1.008 thủ tục", "năm 2019", ",", "("]), max_size=10
    ).map(" ".join)
)
def test_a_figure_is_always_words_of_the_text_and_none_overlaps(text: str) -> None:
    end = 0
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= end
        end = figure.end
