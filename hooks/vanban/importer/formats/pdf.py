"""PDF with a text layer: its lines page by page, footnotes told by their smaller type, raised numbers by their height.

Afterwards a page is its body lines, a blank line, its footnote lines, a form feed; the indent of a first line is kept.
"""

from __future__ import annotations

import importlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from vanban.importer.encodings import clean
from vanban.importer.formats.outside import recognise
from vanban.importer.marks import raised
from vanban.importer.source import Progress, SourceText, no_progress, refuse
from vanban.problems import Problem, Severity

_MAX_PAGES: Final = 3000
_MIN_CHARS: Final = 30
"""Characters a page; fewer on average is a scan."""
_NOTE_SIZE: Final = 0.92
_RAISED_SIZE: Final = 0.8
_PAGE: Final = re.compile(r"\W*\d{1,4}\W*")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line of a page: its text, left edge and height in points, and its usual type size."""

    text: str
    left: float
    top: float
    size: float


def read_pdf(name: str, content: bytes, progress: Progress = no_progress) -> SourceText:
    """Read a PDF; a scan goes through OCR when the machine has it.

    Raises:
        InputError: The file is damaged, locked or a scan that cannot be read here, or the extra `import` is missing.
    """
    pages, remarks = _pages(name, content, progress), []
    if sum(len(line.text) for page in pages for line in page) < _MIN_CHARS * max(len(pages), 1):
        pages = _pages(name, recognise(name, content), progress)
        remarks.append("PDF là ảnh quét, đã nhận dạng chữ bằng OCRmyPDF")
    text, notes = clean("".join(_page_text(page, _body_size(pages)) for page in pages).rstrip("\f"))
    found = tuple(Problem(name, 0, note, Severity.REVIEW) for note in [*remarks, *notes])
    return SourceText(name, text, text.encode(), found)


def _pages(name: str, content: bytes, progress: Progress) -> list[list[PdfLine]]:
    try:
        pdfplumber: Any = importlib.import_module("pdfplumber")
    except ImportError:
        raise refuse(name, "chưa cài phần đọc PDF; hãy chạy: pip install -e '.[import]'") from None
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            _check_length(name, len(document.pages))
            pages: list[list[PdfLine]] = []
            for page in document.pages:
                pages.append(list(_lines(page)))
                progress("đọc trang PDF", len(pages), len(document.pages))
            return pages
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise refuse(name, "không đọc được PDF (hỏng hoặc có mật khẩu); hãy lưu lại PDF khác") from error
    except Exception as error:
        if type(error).__module__.split(".")[0] in {"pdfminer", "pdfplumber"}:
            raise refuse(name, "không đọc được PDF (hỏng hoặc có mật khẩu); hãy lưu lại PDF khác") from error
        raise


def _check_length(name: str, pages: int) -> None:
    if pages > _MAX_PAGES:
        raise refuse(name, f"PDF có {pages} trang, quá lớn; hãy tách thành nhiều tệp")


def _lines(page: Any) -> Iterator[PdfLine]:  # noqa: ANN401 (pdfplumber has no types)
    words = page.extract_words(extra_attrs=["size"], x_tolerance_ratio=0.18)
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (round(word["bottom"]), word["x0"])):
        row = next((row for row in rows[-3:] if _same_row(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    for row in sorted(rows, key=lambda row: min(word["bottom"] for word in row)):
        ordered = sorted(row, key=lambda word: word["x0"])
        sizes = Counter(round(word["size"], 1) for word in ordered for _ in word["text"])
        size = sizes.most_common(1)[0][0]
        yield PdfLine(_row_text(ordered, size), ordered[0]["x0"], ordered[0]["top"], size)
    page.close()


def _same_row(row: Sequence[dict[str, Any]], word: dict[str, Any]) -> bool:
    """Say whether a word stands on the row: their heights overlap by more than half of the smaller."""
    top, bottom = min(other["top"] for other in row), max(other["bottom"] for other in row)
    overlap = min(bottom, word["bottom"]) - max(top, word["top"])
    return bool(overlap > 0.5 * min(bottom - top, word["bottom"] - word["top"]))


def _row_text(words: Sequence[dict[str, Any]], size: float) -> str:
    text = ""
    end = 0.0
    for word in words:
        part = str(word["text"])
        small = word["size"] < size * _RAISED_SIZE
        number = re.fullmatch(r"[(\[]?(\d{1,3})[)\]]?", part) if small else None
        if number and text:
            part = f"⁽{raised(number[1])}⁾"
        elif number:
            part = f"{raised(number[1])} "
        glued = (number and text) or (text and word["x0"] - end < size * 0.1)
        text += part if glued or not text else f" {part}"
        end = float(word["x1"])
    return " ".join(text.split())


def _body_size(pages: Sequence[Sequence[PdfLine]]) -> float:
    sizes = Counter[float]()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _page_text(lines: Sequence[PdfLine], body: float) -> str:
    """Return a page: body, blank line, footnotes, form feed."""
    left = min((line.left for line in lines), default=0.0)
    split = _notes_from(lines, body)
    head = [f"{_before(lines, at, left, body)}{line.text}" for at, line in enumerate(lines[:split])]
    tail = [line.text for line in lines[split:]]
    return "\n".join([*head, "", *tail] if tail else head) + "\n\n\f"


def _before(lines: Sequence[PdfLine], at: int, left: float, body: float) -> str:
    """Return what stands before a line: a blank line where the gap above is wide, spaces where it is indented."""
    gaps = sorted(following.top - line.top for line, following in pairwise(lines))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    wide = at > 0 and lines[at].top - lines[at - 1].top > usual * 1.25
    indented = lines[at].left - left > body
    return ("\n" if wide else "") + ("    " if indented else "")


def _notes_from(lines: Sequence[PdfLine], body: float) -> int:
    """Return the index of the first line of the run of small lines at the end of a page, page number left aside."""
    large = [at for at, line in enumerate(lines) if line.size >= body * _NOTE_SIZE and not _PAGE.fullmatch(line.text)]
    return large[-1] + 1 if large else 0
