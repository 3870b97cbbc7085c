"""Calls and notes answer each other near by, at the foot of each page, or where the text ends."""

from __future__ import annotations

import re

import pytest

from importer.manuscripts import sentences
from vanban.importer.callmarks import note_lines
from vanban.importer.drafts import draft_pages
from vanban.importer.gaps import unanswered
from vanban.importer.ledger import audit
from vanban.importer.marks import BY_NAME, Mark, bold_open, find_marks
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


def test_a_call_is_answered_two_pages_later() -> None:
    texts = [
        "Một1) hai2) ba3).",
        "1) A.",
        "",
        "Bốn1).",
        "2) B.",
        "",
        "Năm1).",
        "3) C.",
        "1) D.",
        "",
        "Sáu.",
        "1) E.",
        "",
    ]
    assert note_lines(texts, (2, 5, 9, 12)) == {1, 4, 7, 8, 11}


def test_numbers_of_a_list_within_a_sentence_are_no_calls_where_calls_are_glued_to_words() -> None:
    texts = ["Gồm: 1) lớp một; 2) lớp hai, theo kế hoạch1) và2).", "1) A.", "2) B."]
    source = SourceText("x.txt", "BÁO CÁO\n\n" + "\n\n".join(texts) + "\n", b"")
    first = read_report(source).text.paragraphs[-1].text
    assert "Gồm: 1) lớp một; 2) lớp hai" in first


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


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Một (1) hai (2) ba (3)."], {"2"}),
        (["Một (1) hai (4) ba (3)."], set()),
        (["Một (1) hai (2) ba (3) bốn (4) năm (5) sáu (3)."], set()),
    ],
)
def test_a_call_whose_note_lost_its_number_is_believed_where_the_count_has_a_gap(
    texts: list[str], expected: set[str]
) -> None:
    style = BY_NAME["paren"]
    marks = [(0, mark) for mark in find_marks(texts[0], (style,))]
    known = [marks[0], marks[-1]]
    heads = [(1, Mark(0, 4, mark.number, "paren")) for _, mark in known]
    assert {
        mark.number for _, mark in unanswered([*texts, "(1) A.", "(3) B."], list(zip(known, heads, strict=True)))
    } == expected


LOST = "BÁO CÁO\n\n" + "".join(
    f"{{}} xem (1) rồi (2) nữa.\n\n(1) {{}}\n\n{'(2) ' if page != 2 else ''}{{}}\n\n- {page} -\n\n"
    for page in range(1, 7)
)


@pytest.mark.parametrize("call", ["(1)", "(l)"])
def test_a_number_lost_or_misread_moves_no_note_of_another_page(call: str) -> None:
    said = sentences()[:18]
    text = LOST.format(*said).replace("(1) rồi", f"{call} rồi", 4)
    reading = read_report(SourceText("x.txt", text, b""))
    assert [note.text for note in reading.text.footnotes] == [said[at] for at in range(18) if at % 3]
    called = re.findall("\ufdd0([^\ufdd1]*)\ufdd1", " ".join(part.text for part in reading.text.paragraphs))
    assert called == [note.label for note in reading.text.footnotes]
    assert audit(text, draft_pages(reading.report, "x")).holds


POINTS = """BÁO CÁO

I- TÌNH HÌNH

Các cấp ủy đã triển khai nghị quyết của Trung ương (1) tới mọi chi bộ trong tỉnh.

1. Về tuyên truyền, các huyện đã mở nhiều lớp học tập cho cán bộ.

2. Về tổ chức, đã kiện toàn khối dân vận ở cơ sở.
{one}
                              2

Mặt trận và các đoàn thể phối hợp thực hiện chỉ thị của Ban Bí thư (1) trong năm qua.

1. Về vận động, đã tổ chức nhiều đợt quyên góp cho đồng bào vùng lũ.

2. Về giám sát, đã tiến hành mười hai cuộc ở xã.
{two}
                              3

Các sở đã rà soát thủ tục theo quyết định của Bộ Chính trị (1) và công khai.

1. Về đối thoại, lãnh đạo các sở đã gặp dân mỗi quý một lần.
{three}
"""


@pytest.mark.parametrize(("printed", "count"), [("\n(1) Ghi chú {}.\n", 3), ("", 0)])
def test_numbered_points_are_no_notes_where_the_notes_are_not_there(printed: str, count: int) -> None:
    notes = {name: printed.format(name) for name in ("one", "two", "three")}
    text = read_report(SourceText("x.txt", POINTS.format(**notes), b"")).text
    assert len(text.footnotes) == count
    assert not [note.text for note in text.footnotes if note.text.startswith("Về")]
