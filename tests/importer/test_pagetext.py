"""Pages of lines become running text: what a page cuts is whole again, wherever it cuts, and nothing else is joined."""

from __future__ import annotations

import pytest

from vanban.importer.formats.pagetext import Page, page_texts
from vanban.importer.formats.typeset import PdfLine, Word

BODY, NOTE = 14.0, 10.0
WIDTH = 60
"""Letters of the body that a line holds; a letter is half as wide as its type is high."""
LONG = (
    "⁽⁷⁾ Tỉnh hỗ trợ hộ nghèo đón Tết. Tết Chôl Chnăm Thmây, Lễ Sene Đôn Ta của đồng bào Khmer, tỉnh tổ chức "
    "12 đoàn đi thăm, tặng quà với số tiền 1,6 tỷ đồng. Hội Chữ thập đỏ tỉnh vận động 301 suất quà; năm 2019, các "
    "huyện và thành phố vận động thêm 2.450 suất, hoàn thành 98% kế hoạch. Đến nay chưa có xã nào báo cáo thiếu quà."
)
SHORT, NEXT = "⁽⁶⁾ Như trên.", "⁽⁸⁾ Báo cáo số 12-BC/TU."
TEXT = "Các cấp ủy đảng tiếp tục tăng cường chỉ đạo công tác dân vận ở vùng sâu, vùng xa của tỉnh trong năm nay. " * 6


def wrapped(text: str, size: float, width: int = WIDTH, *, justified: bool = True) -> list[PdfLine]:
    """Return a text broken at a width, its lines but the last stretched to the right edge."""
    lines: list[list[str]] = [[]]
    for word in text.split():
        if lines[-1] and len(" ".join([*lines[-1], word])) * size > width * BODY:
            lines.append([])
        lines[-1].append(word)
    full = [justified and line is not lines[-1] for line in lines]
    return [set_line(line, size, width if stretched else 0) for line, stretched in zip(lines, full, strict=True)]


def set_line(words: list[str], size: float, width: int) -> PdfLine:
    letter = size / 2
    room = width * BODY / 2 - sum(map(len, words)) * letter
    space = room / (len(words) - 1) if width and len(words) > 1 else letter
    placed: list[Word] = []
    for word in words:
        left = placed[-1].right + space if placed else 0.0
        placed.append(Word(word, "", left, left + len(word) * letter))
    return PdfLine(tuple(placed), 0.0, size)


def page(body: list[PdfLine], notes: list[PdfLine], number: str = "") -> Page:
    middle = [PdfLine((Word(number, "", WIDTH * 3, WIDTH * 3 + BODY),), 0.0, BODY)] if number else []
    lines = [PdfLine(line.words, at * BODY, line.size) for at, line in enumerate([*body, *notes, *middle])]
    return Page((tuple(lines),), (), columns=False, turned="", unknown=0, letters="")


def blocks(*pages: Page) -> list[str]:
    return [block.strip("\n\f") for block in "".join(page_texts(pages)).split("\n\n") if block.strip("\n\f")]


@pytest.mark.parametrize("width", range(44, 68, 3))
@pytest.mark.parametrize("alone", [False, True], ids=["below a body", "on a page of notes"])
@pytest.mark.parametrize("justified", [False, True], ids=["ragged", "justified"])
def test_a_note_is_whole_wherever_a_page_cuts_it(width: int, *, alone: bool, justified: bool) -> None:
    long, body = wrapped(LONG, NOTE, width, justified=justified), wrapped(TEXT, BODY, width, justified=justified)
    for cut in range(1, len(long)):
        first = page(body, [*wrapped(SHORT, NOTE, width), *long[:cut]], "1")
        second = page([] if alone else body, [*long[cut:], *wrapped(NEXT, NOTE, width)], "2")
        assert [block for block in blocks(first, second) if "⁾" in block] == [SHORT, LONG, NEXT], cut


def test_a_note_is_whole_when_two_pages_cut_it() -> None:
    long, body = wrapped(LONG, NOTE), wrapped(TEXT, BODY)
    found = blocks(page(body, long[:2], "1"), page([], long[2:4], "2"), page(body, long[4:], "3"))
    assert LONG in found
    assert not [block for block in found if block in LONG and block != LONG and len(block) > 1]


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (SHORT, "Nơi nhận: - Như trên;"),
        ("⁽⁶⁾ " + "xong " * 10 + "việc.", "Nơi nhận: - Như trên;"),
        ("⁽⁶⁾ " + "xong " * 10 + "việc.", "- Lưu Văn phòng."),
    ],
)
def test_small_type_that_no_note_lacks_stays_apart(last: str, first: str) -> None:
    body = wrapped(TEXT, BODY, 56)
    found = blocks(page(body, wrapped(last, NOTE), "1"), page(body, wrapped(first, NOTE), "2"))
    assert last in found
    assert first in found


def test_notes_with_plain_numbers_begin_as_others_do() -> None:
    long, body = wrapped("(7) " + LONG[4:], NOTE), wrapped(TEXT, BODY)
    found = blocks(page(body, long, "1"), page(body, wrapped("(8) Như trên.", NOTE), "2"))
    assert found.count("(8) Như trên.") == 1


@pytest.mark.parametrize(("at", "read"), [("top", "2019- 2024."), ("foot", "2019-2024.")])
def test_a_year_at_the_end_of_a_paragraph_is_no_page_number(at: str, read: str) -> None:
    end = wrapped("Các cấp ủy đảng tiếp tục tăng cường chỉ đạo trong 2019- 2024.", BODY, 56)
    body, note = wrapped(TEXT, BODY, 56), wrapped(NEXT, NOTE, 56)
    first = page([*body, *(end if at == "foot" else end[:-1])], [], "1" if at == "foot" else "")
    second = page([*(end[-1:] if at == "top" else []), *body], note, "2")
    assert read in " ".join(blocks(first, second, page(body, note, "3")))
