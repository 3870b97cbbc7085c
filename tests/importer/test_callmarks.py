"""Calls and notes answer each other near by, at the foot of each page, or where the text ends."""

from __future__ import annotations

import pytest

from importer.manuscripts import sentences
from vanban.importer.callmarks import note_lines
from vanban.importer.marks import bold_open
from vanban.importer.reading import read_report
from vanban.importer.source import SourceText

END_NOTES = ["Một.", "Hai (1) ba.", "1. Mục", "Bốn (2) năm.", "Sáu (3).", "1. Ghi chú một.", "2. Hai.", "3. Ba."]
FOOT = [
    "Một (1) hai.", "1. Việc thứ nhất.", "2. Việc thứ hai (2).", "1. Ghi chú a.", "2. Ghi chú b.", "",
    "Ba (1) bốn.", "1. Việc khác.", "1. Ghi chú c.", "", "Năm (1).", "1. Ghi chú d.", "",
]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "turns", "expected"),
    [
        (END_NOTES, (), {5, 6, 7}),
        (FOOT, (5, 9, 12), {3, 4, 8, 11}),
        (["Một (1) hai.", "(1) Ghi chú.", "Ba (1) bốn.", "(1) Khác."], (), {1, 3}),
        (["Gồm (1) việc này, (2) việc kia.", "Thế là hết."], (), set()),
    ],
)
def test_note_lines(texts: list[str], turns: tuple[int, ...], expected: set[int]) -> None:
    assert note_lines(texts, turns) == expected


def test_a_call_is_answered_on_the_next_page() -> None:
    texts = ["Một (1) hai (2).", "(1) A.", "", "Ba (1).", "(2) B.", "(1) C.", "", "Bốn (1).", "(1) D.", ""]
    assert note_lines(texts, (2, 6, 9)) == {1, 4, 5, 8}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["**tổng kết công tác"], True),
        (["**1. Công tác**"], False),
        (["lãnh đạo, chỉ đạo**"], False),
        (["** Ghi chú hai."], False),
        (["**1. Công tác", "chỉ đạo:** Năm nay"], False),
        (["xã kiểm(**) tra"], False),
    ],
)
def test_bold_open(lines: list[str], expected: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert bold_open(lines) is expected


def test_notes_set_in_like_paragraphs_are_found() -> None:
    said = sentences()[:12]
    pages = [f"    {said[n]} Xem (1) nữa.\n    (1) {said[n + 6]}\n\n- {n + 1} -\n" for n in range(6)]
    source = SourceText("x.txt", "BÁO CÁO\n\n" + "\n".join(pages), b"")
    assert [note.text for note in read_report(source).text.footnotes] == list(said[6:])
