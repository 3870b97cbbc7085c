"""Rows: the words of a page as lines from top to bottom; columns side by side, the left one first; tables as rows.

A word here is what pdfplumber gives: its text, edges, size, and the look and space before it that `pdf` adds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from vanban.importer.formats.typeset import PdfLine, Word, draw_table, settle_looks
from vanban.importer.marks import raised
from vanban.patterns import lazy_pattern

_RAISED_SIZE: Final = 0.8
_SMALL: Final = 0.92
_GUTTER: Final = 2.8
"""Type sizes of white between two words of a row that stand in different columns."""
_RAISED: Final = lazy_pattern(r"[(\[]?(\d{1,3})[)\]]?")
_NOTE_NUMBER: Final = lazy_pattern("[¹²³⁰⁴-⁹]+")


def set_rows(
    words: Sequence[dict[str, Any]], tables: Sequence[tuple[tuple[float, float, float, float], str]]
) -> tuple[list[tuple[PdfLine, ...] | str], bool]:
    """Return lines and tables from top to bottom, and whether some stood in columns."""
    parts: list[tuple[PdfLine, ...] | str] = []
    rows = _group(words)
    columns = False
    ends: list[tuple[float, str]] = [*sorted((box[1], text) for box, text in tables), (float("inf"), "")]
    for end, text in ends:
        above = [row for row in rows if min(word["top"] for word in row) < end]
        rows = rows[len(above) :]
        for part, beside in _columns(above):
            columns |= beside
            joins = parts and not beside and isinstance(part, list) and isinstance(parts[-1], tuple)
            parts.append(part if isinstance(part, str) else tuple(part)) if not joins else _extend(parts, part)
        parts += [text] if text else []
    return parts or [()], columns


def _extend(parts: list[tuple[PdfLine, ...] | str], lines: Sequence[PdfLine] | str) -> None:
    last = parts[-1]
    if isinstance(last, tuple) and not isinstance(lines, str):
        parts[-1] = (*last, *lines)


def _group(words: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (round(word["bottom"]), word["x0"])):
        row = next((row for row in rows[-3:] if same_row(row, word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return sorted(rows, key=lambda row: min(word["bottom"] for word in row))


def same_row(row: Sequence[dict[str, Any]], word: dict[str, Any]) -> bool:
    """Say whether a word stands on the row: their heights overlap by more than half of the smaller."""
    top, bottom = min(other["top"] for other in row), max(other["bottom"] for other in row)
    overlap = min(bottom, word["bottom"]) - max(top, word["top"])
    return bool(overlap > 0.5 * min(bottom - top, word["bottom"] - word["top"]))


def _columns(rows: Sequence[list[dict[str, Any]]]) -> Iterator[tuple[list[PdfLine] | str, bool]]:
    """Yield lines, or the rows of a table without rules, and whether they stood side by side."""
    for count, group in groupby(_celled(rows), len):
        cells = list(group)
        if count == 1:
            yield [_line(row[0]) for row in cells], False
        elif count == 2 or len(cells) == 1:
            yield from _side_by_side(cells)
        else:
            texts = [[_line(cell).text.replace("|", "/") for cell in row] for row in cells]
            yield draw_table(texts), True


def _celled(rows: Sequence[list[dict[str, Any]]]) -> Iterator[list[list[dict[str, Any]]]]:
    return (_cells(sorted(row, key=lambda word: word["x0"])) for row in rows)


def _side_by_side(rows: Sequence[list[list[dict[str, Any]]]]) -> Iterator[tuple[list[PdfLine] | str, bool]]:
    """Yield rows that part at one gutter as two columns, the left one first; a lone row stays one line."""
    held: list[list[list[dict[str, Any]]]] = []
    for row in rows:
        if held and not _one_gutter(held[-1], row):
            yield from _column_pair(held)
            held = []
        held.append(row)
    yield from _column_pair(held)


def _column_pair(rows: Sequence[list[list[dict[str, Any]]]]) -> Iterator[tuple[list[PdfLine] | str, bool]]:
    if len(rows) == 1:
        yield [_line([word for cell in rows[0] for word in cell])], False
    else:
        yield [_line(row[0]) for row in rows], True
        yield [_line(row[1]) for row in rows], True


def _cells(row: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    cells: list[list[dict[str, Any]]] = []
    for word in row:
        if cells and word["x0"] - cells[-1][-1]["x1"] < _GUTTER * word["size"]:
            cells[-1].append(word)
        else:
            cells.append([word])
    return cells


def _one_gutter(before: Sequence[Sequence[dict[str, Any]]], row: Sequence[Sequence[dict[str, Any]]]) -> bool:
    return bool(max(before[0][-1]["x1"], row[0][-1]["x1"]) < min(before[1][0]["x0"], row[1][0]["x0"]))


def _line(row: Sequence[dict[str, Any]]) -> PdfLine:
    sizes = Counter(round(word["size"], 1) for word in row for _ in word["text"])
    size = sizes.most_common(1)[0][0]
    foot = max(word["bottom"] for word in row if round(word["size"], 1) == size)
    words: list[Word] = []
    for word in row:
        part = str(word["text"])
        number = _RAISED.fullmatch(part) if _is_raised(word, size, foot) else None
        if number:
            part = f"⁽{raised(number[1])}⁾" if words else raised(number[1])
        close = bool(words) and word["x0"] - words[-1].right < size * 0.1 and not word.get("spaced")
        near = bool(words) and (number is not None or close)
        headed = len(words) == 1 and _NOTE_NUMBER.fullmatch(words[0].text) is not None
        look = "" if number else word["look"]
        words.append(Word(part, look, float(word["x0"]), float(word["x1"]), near and not headed))
    return PdfLine(tuple(settle_looks(words)), float(min(word["top"] for word in row)), size)


def _is_raised(word: dict[str, Any], size: float, foot: float) -> bool:
    """Say whether a word is small, or somewhat small and clearly above the foot of its line."""
    return bool(
        word["size"] < size * _RAISED_SIZE or (word["size"] < size * _SMALL and foot - word["bottom"] > size * 0.12)
    )
