from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.units import UnitKind, plain_text, read_units

PAGE = """# 1. Sự lãnh đạo

Mở đầu
hai dòng.

- Mục một[^3].
- Mục hai

    thêm

1. Đoạn đánh số

| a | b |
| - | - |
| 05-CT/TW | d |

```
không phải 25-NQ/TW
```

[^3]: Chú thích ba.

    Đoạn hai của chú thích.
"""


def test_every_stretch_of_text_in_order() -> None:
    units = read_units(PAGE, "p1-i-1", first_line=6)
    assert [
        (unit.kind, unit.anchor, unit.text.split("\n")[0].rstrip("\x02qzx0123456789\x03"), unit.line) for unit in units
    ] == [
        (UnitKind.HEADING, None, "1. Sự lãnh đạo", 6),
        (UnitKind.PARAGRAPH, "p1-i-1-d1", "Mở đầu", 8),
        (UnitKind.ITEM, "p1-i-1-d2", "Mục một[^3].", 11),
        (UnitKind.ITEM, "p1-i-1-d3", "Mục hai", 12),
        (UnitKind.PARAGRAPH, "p1-i-1-d4", "thêm", 14),
        (UnitKind.ITEM, "p1-i-1-d5", "Đoạn đánh số", 16),
        (UnitKind.CELL, None, "a", 18),
        (UnitKind.CELL, None, "b", 18),
        (UnitKind.CELL, None, "05-CT/TW", 20),
        (UnitKind.CELL, None, "d", 20),
        (UnitKind.FOOTNOTE, "fn:3", "Chú thích ba.", 26),
        (UnitKind.FOOTNOTE, "fn:3", "Đoạn hai của chú thích.", 28),
    ]


def test_without_a_section_paragraphs_have_no_address() -> None:
    assert {unit.anchor for unit in read_units(PAGE, None)} == {None, "fn:3"}


def test_paragraph_numbers_do_not_count_notes_headings_or_cells() -> None:
    assert [unit.number for unit in read_units(PAGE, "x") if unit.number] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        (r"a \~\~b\~\~ **c** *d* [^12] e", "a ~~b~~ c d  e"),
        ("[Nghị quyết](../x.md) mới", "Nghị quyết mới"),
        (r"&lt;b&gt; &amp; \<", "<b> & <"),
        ("cuối\x02qq12zz\x03", "cuối"),
        ("&#126;&#126;thực&#126;&#126;", "~~thực~~"),
    ],
)
def test_plain_text(markdown: str, shown: str) -> None:
    assert plain_text(markdown) == shown


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30), max_size=12))
def test_any_text_is_walked_with_lines_in_range(lines: list[str]) -> None:
    body = "\n\n".join(lines)
    units = read_units(body, "x")
    assert all(1 <= unit.line <= body.count("\n") + 1 for unit in units)
    assert [unit.number for unit in units if unit.number] == list(range(1, sum(1 for u in units if u.number) + 1))
