"""Strays: tall letters of a page's first line that a browser drew at the foot of the page before as well, clipped.

A reader never sees them, but a PDF names them with the others. A letter is one of them only where the whole row repeats
letters with marks above (`Ủ`) of the line that begins the next page, each at its place across, and leaves others out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

Letter = dict[str, Any]
"""What pdfplumber gives of a letter: `text`, `x0`, `bottom`, `size`."""

_NEAR_EDGE: Final = 3
"""Rows from the edge within which strays, or the first line, stand: page numbers and heads may be nearer to it."""
_SAME_PLACE: Final = 0.5
"""Points."""


def stray_letters(page: Sequence[Letter], after: Sequence[Letter]) -> Sequence[Letter]:
    """Return the letters at the foot of a page that the first line of the page after it repeats."""
    tops = _rows(after)[:_NEAR_EDGE]
    feet = _rows(page)[:0:-1][:_NEAR_EDGE]
    return next((row for row in feet if any(_repeats(row, top) for top in tops)), ())


def _rows(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Return the rows of a page from top to bottom; letters of one row stand on one foot."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: float(letter["bottom"])):
        if letter["text"].isspace():
            continue
        if rows and letter["bottom"] - rows[-1][0]["bottom"] < letter["size"] / 4:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return rows


def _repeats(row: Sequence[Letter], line: Sequence[Letter]) -> bool:
    """Say whether a row can be no line of its own: letters with marks taken from among those of another line.

    A last line of one small letter, which begins the next page again, is thinkable; one capital with a mark is not.
    """
    left = min(letter["x0"] for letter in line)
    lone = not any(letter["text"].isupper() or letter["x0"] - left > letter["size"] for letter in row)
    taken = all(_marked(letter["text"]) and any(_same(letter, other) for other in line) for letter in row)
    return taken and not lone and len(row) < len(line)


def _marked(text: str) -> bool:
    return len(text) == 1 and len(unicodedata.normalize("NFD", text)) > 1


def _same(letter: Letter, other: Letter) -> bool:
    near = abs(letter["x0"] - other["x0"]) < _SAME_PLACE and abs(letter["size"] - other["size"]) < _SAME_PLACE
    return bool(near and letter["text"] == other["text"])
