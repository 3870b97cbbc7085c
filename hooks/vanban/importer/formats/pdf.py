"""PDF with a text layer: paragraphs by their place on the page, footnotes told by their smaller type, ruled tables.

Afterwards a page is its paragraphs, each on one line, a blank line, its footnotes, a form feed. Every letter of the
page is in its text; columns side by side are read one after the other.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

from vanban.importer.encodings import clean
from vanban.importer.formats.outside import recognise
from vanban.importer.formats.pagetext import Page, lone_number, page_texts
from vanban.importer.formats.rows import same_row, set_rows
from vanban.importer.formats.strays import stray_letters
from vanban.importer.formats.tally import signs
from vanban.importer.formats.typeset import UNKNOWN_LOOK, draw_table
from vanban.importer.source import Progress, SourceText, no_progress, refuse
from vanban.patterns import lazy_pattern
from vanban.problems import Problem, Severity

_MAX_PAGES: Final = 3000
_MIN_CHARS: Final = 30
"""Characters a page; fewer on average is a scan."""
_TOUCH: Final = 0.8
_BAND: Final = 6.0
_UNKNOWN: Final = lazy_pattern(r"\(cid:\d+\)")
_MOST_UNKNOWN: Final = 0.02
_BROKEN: Final = "không đọc được PDF (hỏng hoặc có mật khẩu); hãy lưu lại PDF khác"
_DAMAGED: Final = "PDF hỏng một phần, có thể thiếu chữ; hãy đối chiếu với bản in hoặc xin lại tệp"
_BOLD: Final = lazy_pattern(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_ITALIC: Final = lazy_pattern(r"italic|oblique", re.IGNORECASE)


def read_pdf(name: str, content: bytes, progress: Progress = no_progress) -> SourceText:
    """Read a PDF; a scan goes through OCR when the machine has it.

    Raises:
        InputError: The file is damaged, locked or a scan that cannot be read here, or the extra `import` is missing.
    """
    with _listening() as heard:
        pages = _pages(name, content, progress)
    remarks: list[str] = [_DAMAGED] if any("loss" in line.casefold() for line in heard) else []
    letters, unknown = sum(len(page.letters) for page in pages), sum(page.unknown for page in pages)
    if letters < _MIN_CHARS * max(len(pages), 1) or unknown > letters * _MOST_UNKNOWN:
        why = "PDF là ảnh quét" if letters < _MIN_CHARS * max(len(pages), 1) else "phông chữ của PDF không có bảng mã"
        with _listening():
            pages = _pages(name, recognise(name, content, len(pages), progress, again=unknown > 0), progress)
        remarks.append(f"{why}, đã nhận dạng chữ; số chú thích nhỏ hay sai, hãy đọc lại từng trang với bản in")
    drawn = "".join(page_texts(pages))
    lost = Counter(signs("".join(page.letters for page in pages))) - Counter(signs(drawn + lone_number(pages)))
    if lost:
        raise refuse(name, f"đọc PDF bị mất {lost.total()} chữ cái; hãy lưu lại PDF khác, hoặc nhập từ tệp Word")
    text, notes = clean(drawn.rstrip("\f"))
    found = [Problem(name, 0, note, Severity.REVIEW) for note in [*remarks, *_doubts(pages), *notes]]
    return SourceText(name, text, text.encode(), tuple(found))


@contextlib.contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what the PDF library says of a file, in English, instead of letting it print that."""
    heard: list[str] = []
    logger, handler = logging.getLogger("pdfminer"), logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]  # keeps what it says
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _doubts(pages: Sequence[Page]) -> Iterator[str]:
    columns = [str(number) for number, page in enumerate(pages, 1) if page.columns]
    if columns:
        yield f"trang {', '.join(columns[:9])} có chữ xếp thành cột; đã đọc cột trái trước, cột phải sau, hãy xem lại"
    turned = [page.turned for page in pages if page.turned]
    if turned:
        yield f"chữ in xoay không đưa vào: «{turned[0][:60]}»"
    strays = [f"{number} («{page.strays}»)" for number, page in enumerate(pages, 1) if page.strays]
    if strays:
        yield f"chân trang {', '.join(strays[:9])} có chữ vẽ thừa của dòng đầu trang sau; chỉ đưa vào một lần"
    number = lone_number(pages)
    if number:
        yield f"số trang «{number}» không đưa vào"
    unknown = sum(page.unknown for page in pages)
    if unknown:
        yield f"{unknown} ký tự trong PDF không có bảng mã, hiện thành «(cid:…)»; hãy sửa theo bản in"


def _pages(name: str, content: bytes, progress: Progress) -> list[Page]:
    try:
        pdfplumber: Any = importlib.import_module("pdfplumber")
    except ImportError:
        raise refuse(name, "chưa cài phần đọc PDF; hãy chạy: pip install -e '.[import]'") from None
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            _check_length(name, len(document.pages))
            pages: list[Page] = []
            for page, after in zip_longest(document.pages, document.pages[1:]):
                pages.append(_page(page, _upright(after) if after else ()))
                progress("đọc trang PDF", len(pages), len(document.pages))
            return pages
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise refuse(name, _BROKEN) from error
    except Exception as error:
        if type(error).__module__.split(".")[0] in {"pdfminer", "pdfplumber"}:
            raise refuse(name, _BROKEN) from error
        raise


def _check_length(name: str, pages: int) -> None:
    if pages > _MAX_PAGES:
        raise refuse(name, f"PDF có {pages} trang, quá lớn; hãy tách thành nhiều tệp")


def _upright(page: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (pdfplumber has no types)
    return [char for char in page.chars if char["upright"]]


def _page(page: Any, after: Sequence[dict[str, Any]]) -> Page:  # noqa: ANN401 (likewise)
    """Read a page; `after` are the letters of the next, of which some may be drawn on this one too."""
    turned = "".join(char["text"] for char in page.chars if not char["upright"]).strip()
    strays = {(char["text"], char["x0"], char["bottom"]): char for char in stray_letters(_upright(page), after)}
    flat = page.filter(
        lambda thing: (
            thing.get("upright", True) and (thing.get("text"), thing.get("x0"), thing.get("bottom")) not in strays
        )
    ).dedupe_chars(tolerance=1)
    text = "".join(char["text"] for char in flat.chars)
    tables = [(table.bbox, _rows(table)) for table in (flat.find_tables() if len(flat.edges) > 3 else ())]
    kept = [(box, rows) for box, rows in tables if rows]
    words = [word for word in _words(flat) if not any(_inside(word, box) for box, _ in kept)]
    parts, columns = set_rows(words, kept)
    page.close()
    unknown = len(_UNKNOWN.findall(text))
    rules = tuple(edge["top"] for edge in flat.edges if _parts_notes(edge, page.width))
    return Page(tuple(parts), rules, columns, turned, unknown, "".join(text.split()), _by_place(strays.values()))


def _by_place(letters: Iterable[dict[str, Any]]) -> str:
    return "".join(letter["text"] for letter in sorted(letters, key=lambda letter: float(letter["x0"])))


def _parts_notes(edge: dict[str, Any], width: float) -> bool:
    """Say whether a line drawn on a page may be the short rule above its notes."""
    long = float(edge["x1"] - edge["x0"])
    return str(edge["orientation"]) == "h" and width * 0.1 < long < width * 0.45 and float(edge["x0"]) < width * 0.4


def _words(page: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (likewise)
    found: list[dict[str, Any]] = page.extract_words(extra_attrs=["size", "fontname"], x_tolerance_ratio=0.18)
    plain = {char["fontname"] for char in page.chars if char["text"].isascii() and char["text"].isalnum()}
    spaces = [char for char in page.chars if char["text"].isspace()]
    for word in found:
        word["look"] = _look(word["fontname"]) if word["fontname"] in plain else UNKNOWN_LOOK
    for at, word in _by_height(found, spaces):
        word["spaced"] = word.get("spaced", False) or (abs(at["x1"] - word["x0"]) < _TOUCH and same_row([at], word))
    return found


def _by_height(
    words: Sequence[dict[str, Any]], spaces: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each space with the words of about its height."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for space in spaces:
        rows.setdefault(int(space["bottom"] // _BAND), []).append(space)
    for word in words:
        band = int(word["bottom"] // _BAND)
        for near in (band - 1, band, band + 1):
            yield from ((space, word) for space in rows.get(near, ()))


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _rows(table: Any) -> str:  # noqa: ANN401 (likewise)
    """Return a ruled table as rows between bars; nothing for a mere frame, or when letters stand outside its cells."""
    rows = [[" ".join((cell or "").split()) for cell in row] for row in table.extract()]
    whole = table.page.within_bbox(table.bbox, relative=False, strict=False).extract_text() or ""
    held = "".join(cell for row in rows for cell in row)
    if len(rows) < 2 or max(map(len, rows)) < 2 or Counter(signs(whole)) != Counter(signs(held)):
        return ""
    return draw_table(rows)


def _look(font: str) -> str:
    name = font.rpartition("+")[2]
    return f"{'b' if _BOLD.search(name) else ''}{'i' if _ITALIC.search(name) else ''}"
