from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.reading.places import roman, section_place, unit_place
from vanban.reports import Section
from vanban.units import Unit, UnitKind


def section(identity: str) -> Section:
    return Section("docs/x.md", "x.html", "Tiêu đề", (), identity, "thu", "1.", leaf=True)


@pytest.mark.parametrize(
    ("identity", "place"),
    [
        ("p1", "Phần I"),
        ("p2", "Phần II"),
        ("p1-i", "Phần I, mục I"),
        ("p1-i-1", "Phần I, mục I.1"),
        ("p2-iii", "Phần II, mục III"),
        ("p1-i-2-a", "Phần I, mục I.2.a"),
        ("i-3", "Mục I.3"),
        ("danh-sach-nguoi-nhan", "1. Tiêu đề"),
    ],
)
def test_sections_are_named_as_they_are_spoken(identity: str, place: str) -> None:
    assert section_place(section(identity)) == place


def test_paragraphs_and_notes_are_named_after_their_section() -> None:
    paragraph = Unit(UnitKind.PARAGRAPH, "p1-i-1-d3", 3, None, "…")
    note = Unit(UnitKind.FOOTNOTE, "fn:12", None, "12", "…")
    assert unit_place(section("p1-i-1"), paragraph) == "Phần I, mục I.1, đoạn 3"
    assert unit_place(section("p1-i-1"), note) == "Phần I, mục I.1, chú thích 12"


@given(st.integers(1, 39))
def test_roman_numerals_count_back(number: int) -> None:
    values = {"I": 1, "V": 5, "X": 10}
    read = [values[letter] for letter in roman(number)]
    back = sum(-v if n + 1 < len(read) and v < read[n + 1] else v for n, v in enumerate(read))
    assert back == number
