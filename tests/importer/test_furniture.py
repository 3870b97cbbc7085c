"""Running heads are told by the page numbers in them or by the sentences they break; repeated text stays."""

from __future__ import annotations

import pytest

from vanban.importer.furniture import find_furniture
from vanban.importer.lines import read_lines

PAGE = "Một đoạn văn dài để lấp trang, nói về công tác dân vận.\nThêm một đoạn nữa.\n"
CUT = "Một đoạn văn dài bị ngắt trang giữa câu, chưa\n{}\nhết câu thì sang trang khác.\nĐoạn sau.\nĐoạn nữa.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("".join(f"{PAGE}{number}    ĐẢNG BỘ HUYỆN\n" for number in (2, 3, 4)), {3, 6, 9}),
        (f"{PAGE}2  ĐẢNG BỘ\n{PAGE}ĐẢNG BỘ  3\n{PAGE}4  ĐẢNG  BỘ\n{PAGE}", {3, 6, 9}),
        (CUT.format("Huyện ủy An Minh") * 3, {2, 7, 12}),
        ("".join(f"{PAGE}Tổ dân phố {number}\nTổ dân phố {number + 1}\n" for number in (1, 3, 5)), set()),
        ("".join(f"{PAGE}Mục {number}\n" for number in (1, 2, 3)), set()),
        (f"Ưu điểm\n{PAGE}" * 4, set()),
        ("Cán bộ và nhân dân toàn huyện đã cùng nhau\nlàm nhiều việc tốt, được khen.\n" * 5, set()),
    ],
)
def test_furniture(text: str, expected: set[int]) -> None:
    assert find_furniture(read_lines(text)) == expected
