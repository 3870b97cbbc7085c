"""Running heads are told by the page numbers in them or by the sentences they break; repeated text stays."""

from __future__ import annotations

import pytest

from vanban.importer.furniture import find_furniture
from vanban.importer.lines import read_lines

PAGE = "Một đoạn văn dài để lấp trang, nói về công tác dân vận.\nThêm một đoạn nữa.\n"
CUT = "Một đoạn văn dài bị ngắt trang giữa câu, chưa\n{}\nhết câu thì sang trang khác.\nĐoạn sau.\nĐoạn nữa.\n"

ENDED = "Một đoạn văn dài đã hết câu ở cuối trang.\n{}\nhết câu thì sang trang khác.\nĐoạn sau.\nĐoạn nữa.\n"
BESIDE = "".join(
    f"{'Cán bộ đã làm nhiều việc' if number in {2, 7} else f'Kết quả thứ {chr(96 + number)}'}\n{number}\n"
    for number in range(1, 10)
)
TABLES = "".join(
    f"Đoạn {chr(96 + number)}.\nDòng {chr(106 + number)}.\n- {number} -\n| Nội dung | Số |\n| --- | --- |\n"
    for number in range(1, 5)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("".join(f"{PAGE}{number}    ĐẢNG BỘ HUYỆN\n" for number in (2, 3, 4)), {3, 6, 9}),
        (f"{PAGE}2  ĐẢNG BỘ\n{PAGE}ĐẢNG BỘ  3\n{PAGE}4  ĐẢNG  BỘ\n{PAGE}", {3, 6, 9}),
        (CUT.format("Huyện ủy An Minh") * 3, {2, 7, 12}),
        ("".join(f"{PAGE}Tổ dân phố {number}\nTổ dân phố {number + 1}\n" for number in (1, 3, 5)), set()),
        ("".join(f"{PAGE}Mục {number}\n" for number in (1, 2, 3)), set()),
        (f"Ưu điểm\n{PAGE}" * 4, set()),
        (ENDED.format("Huyện ủy An Minh") * 3, {2, 7, 12}),
        (ENDED.format("Huyện ủy An Minh cùng với các xã, thị trấn và các đoàn thể") * 3, set()),
        (TABLES, {3 + 5 * number for number in range(4)}),
        (BESIDE, {2 * number for number in range(1, 10)}),
    ],
)
def test_furniture(text: str, expected: set[int]) -> None:
    assert find_furniture(read_lines(text)) == expected
