from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.search.abbreviations import ABBREVIATIONS
from vanban.search.terms import grams, words

CASES = [
    ("Dân vận", "dan van"),
    ("ĐẢNG Ðảng đảng", "dang dang dang"),
    ("25-NQ/TW", "25 nq tw"),
    ("25NQTW", "25 nqtw"),
    ("290_QĐ_TW", "290 qd tw"),
    ("290 – QĐ ‑ TW", "290 qd tw"),
    ("34/2007/PL-UBTVQH11", "34 2007 pl ubtvqh 11"),
    ("48.630 con", "48630 con"),
    ("535.558.000 đồng", "535558000 dong"),
    ("1.6151 suất", "1 6151 suat"),
    ("7,3%", "7 3"),
    ("ngày 03-6-2013", "ngay 3 6 2013"),
    ("000", "0"),
    ("25-NQ/TƯ của T.Ư", "25 nq tw cua tw"),
    ("ĐẦU TƯ, thứ tư", "dau tu thu tu"),
    ("86km", "86 km"),
    ("nghiêm trọng⁽¹⁾", "nghiem trong 1"),
    ("vâ\u0323n", "van"),
    ("<img onerror=alert(1)>", "img onerror alert 1"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_words(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_words_are_plain_and_stay_the_same_when_read_again(text: str) -> None:
    found = words(text)
    assert all(re.fullmatch(r"[a-z]+|0|[1-9][0-9]*", word) for word in found)
    assert words(" ".join(found)) == found


@pytest.mark.parametrize(
    ("text", "word", "pair"),
    [
        ("chủ tịch UBND tỉnh", "uy", "tich uy"),
        ("chủ tịch UBND tỉnh", "nhan", "dan tinh"),
        ("chủ tịch ủy ban nhân dân tỉnh", "ubnd", "ubnd tinh"),
        ("KT-XH", "kinh", "te xa"),
        ("Ủy ban Mặt trận Tổ quốc", "mttq", "ban mttq"),
        ("Bộ Chính trị", "bct", "bo chinh"),
    ],
)
def test_an_abbreviation_and_its_long_form_find_each_other(text: str, word: str, pair: str) -> None:
    found_words, found_pairs = grams(words(text))
    assert word in found_words
    assert pair in found_pairs


@given(st.lists(st.sampled_from(["ubnd", "uy", "ban", "nhan", "dan", "tinh", "mttq", "xa"]), max_size=9))
@settings(max_examples=100)
def test_the_text_itself_is_always_found(found: list[str]) -> None:
    found_words, found_pairs = grams(found)
    assert found_words[: len(found)] == found
    assert found_pairs[: max(0, len(found) - 1)] == [f"{a} {b}" for a, b in pairwise(found)]


def test_every_row_of_the_table_is_folded_and_shorter_first() -> None:
    for short, long in ABBREVIATIONS:
        assert words(short) == short.split()
        assert words(long) == long.split()
        assert len(short.split()) < len(long.split())
    assert len(set(ABBREVIATIONS)) == len(ABBREVIATIONS)
