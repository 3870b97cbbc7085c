from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.reading.abbreviations import SOURCES, abbreviations, find_abbreviations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("UBND tỉnh và HĐND tỉnh", ["UBND", "HĐND"]),
        ("(MTTQ)", ["MTTQ"]),
        ("các chỉ số PCI, PAR-Index, PAPI", ["PCI", "PAR-Index", "PAPI"]),
        ("T/M BAN THƯỜNG VỤ", ["T/M"]),
        ("Công văn số 731/UBND-VHXH", []),
        ("Quyết định số 1018/QĐ-UBND, ngày", []),
        ("Kế hoạch số 400-KH/BDV-BCSDUBND", []),
        ("Nghị quyết số 25-NQ/TW", []),
        ("Nghị quyết số 77/2017/NQ-HĐND", []),
        ("UBNDX", []),
        ("đ/c Bí thư", ["đ/c"]),
    ],
)
def test_abbreviations_stand_alone(text: str, found: list[str]) -> None:
    assert [row.short for _, _, row in find_abbreviations(text)] == found


def test_every_row_is_found_alone_and_says_where_it_is_from() -> None:
    for short, row in abbreviations().items():
        assert [found.short for _, _, found in find_abbreviations(f"theo {short}, và")] == [short]
        assert row.full
        assert row.source in SOURCES
    assert len({row.anchor for row in abbreviations().values()}) == len(abbreviations())


@given(
    st.lists(st.sampled_from(["UBND", "TW", "25-NQ/TW", "731/UBND-VHXH", "và", ",", " "]), max_size=12).map(" ".join)
)
def test_spans_are_the_words_and_touch_no_symbol(text: str) -> None:
    for start, end, row in find_abbreviations(text):
        assert text[start:end] == row.short
        assert text[start - 1 : start] not in {"-", "/"}
        assert text[end : end + 1] not in {"-", "/"}
