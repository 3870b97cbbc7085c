"""Outlines in their variety: which labels are headings and which begin list items or paragraphs."""

from __future__ import annotations

import pytest

from vanban.importer.reading import read_report
from vanban.importer.source import SourceText

A = "Năm qua các cấp ủy đã làm nhiều việc tốt."
B = "Nhân dân đồng tình, hưởng ứng."


def labels(*paragraphs: str) -> list[str]:
    text = "\n\n".join(["BÁO CÁO", "kết quả công tác năm 2021", *paragraphs])
    return [section.label for section in read_report(SourceText("x.txt", text, b"")).report.sections if section.label]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["A. KẾT QUẢ", "I. Ưu điểm", A, "II. Hạn chế", B, "B. NHIỆM VỤ", A, "C. TỔ CHỨC", B], "A. I. II. B. C."),
        (["I. Một", A, "C. Mác viết như vậy", B, "II. Hai", A], "I. II."),
        (["1. Một", "a) Kinh tế", A, "b) Văn hóa", B, "2. Hai", A], "1. a) b) 2."),
        (["1. Việc này gồm có", "a) Làm đường;", "b) Làm cầu;", "c) Xây trường.", "2. Hai", A], "1. 2."),
        (["1. Một", "a) Kinh tế", "b) Văn hóa", A, "2. Hai", A], "1. 2."),
        (["1. Một", "**a) Kinh tế:** Có tiến bộ.", "**b) Văn hóa.** Chuyển biến.", "2. Hai", A], "1. a) b) 2."),
        (["1. Một", "1.1. Hai", A, "1.2. Ba", "1.2.1. Bốn", A, "1.2.2. Năm", B, "2. Sáu", A], None),
        (["PHẦN I", "ƯU ĐIỂM", A, "PHẦN II", "HẠN CHẾ", B], "PHẦN I PHẦN II"),
        (["I. Một", "1. Kết nạp 150 đảng viên.", "2. Thu ngân sách 195 tỷ đồng.", "II. Hai", A], "I. II."),
    ],
)
def test_headings(paragraphs: list[str], expected: str | None) -> None:
    wanted = expected or "1. 1.1. 1.2. 1.2.1. 1.2.2. 2."
    assert " ".join(labels(*paragraphs)) == wanted


def test_a_table_keeps_the_text_below_it() -> None:
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |"
    text = f"BÁO CÁO\n\nI. Một\n\n{table}\n\nsố liệu trên đây là của năm\n\n{A}\n\nII. Hai\n\n{B}"
    paragraphs = read_report(SourceText("x.txt", text, b"")).report.sections[0].paragraphs
    assert [paragraph.text for paragraph in paragraphs if not paragraph.table] == ["số liệu trên đây là của năm", A]
