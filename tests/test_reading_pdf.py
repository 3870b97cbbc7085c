"""The PDF of a small report: contents that tell the truth, printed note numbers, pages numbered."""

from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

import pypdfium2
import pytest

from trees import ROOT
from vanban.reading.book import Book, BookChapter
from vanban.reading.pdf import write_pdf

FONTS = ROOT / "docs" / "assets" / "fonts"
LONG = "".join(
    f"<p>Đoạn {n}: tăng cường, đổi mới sự lãnh đạo của Đảng đối với công tác dân vận. </p>" for n in range(60)
)
NOTE = (
    '<p>Nghị quyết<sup id="fnref:12"><a class="footnote-ref" href="#fn:12">12</a></sup>.</p>'
    '<div class="footnote"><hr /><ol><li id="fn:12" value="12"><p>Nội dung chú thích.</p></li></ol></div>'
)


def chapter(identity: str, heading: str, level: int, html: str) -> BookChapter:
    return BookChapter(identity, heading, level, fromstring(f"<section>{html}</section>"))


BOOK = Book(
    "thu",
    "Báo cáo thử",
    "Thư viện thử",
    (
        chapter("p1", "Phần thứ nhất KẾT QUẢ", 1, LONG),
        chapter("p1-i", "I- Nhận định", 2, NOTE),
        chapter("p2", "Phần thứ hai NHIỆM VỤ", 1, LONG),
        chapter("p2-i", "I- Giải pháp", 2, "<p>Hết.</p>"),
    ),
)


@pytest.fixture(scope="module")
def pages() -> list[str]:
    document = pypdfium2.PdfDocument(write_pdf(BOOK, FONTS))
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def test_the_contents_name_the_page_of_each_heading(pages: list[str]) -> None:
    contents = re.sub(r"\s+", " ", pages[1])
    for found in BOOK.chapters:
        entry = re.search(re.escape(found.heading) + r"[ .]*(\d+)", contents)
        assert entry is not None, contents
        assert found.heading in pages[int(entry[1]) - 1].replace("\r\n", " ")


def test_every_page_but_the_first_bears_its_number(pages: list[str]) -> None:
    assert len(pages) > 4
    for number, text in enumerate(pages[1:], 2):
        assert re.search(rf"(?m)^{number}\s*$", text), text[-80:]


def test_a_note_keeps_its_printed_number(pages: list[str]) -> None:
    page = next(text for text in pages if "Nội dung chú thích" in text)
    assert page.count("(12)") == 2, "once at the marker, once at the note"
    assert "(1)" not in page


def test_the_same_book_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    short = Book(BOOK.id, BOOK.title, BOOK.publisher, BOOK.chapters[1:2])
    assert write_pdf(short, FONTS) == write_pdf(short, FONTS)
