"""Page text: the pages of a PDF as text: paragraphs, tables, footnotes; a paragraph that a page cut is whole again.

A cut is healed here only where the places of the lines prove it: the last line of a page is full, and the first of the
next stands at the margin in a text whose paragraphs begin with an indent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from vanban.importer.formats.typeset import (
    Column,
    PdfLine,
    has_room,
    indents,
    measure,
    set_notes,
    set_paragraphs,
    usual_gap,
)
from vanban.importer.labels import find_label
from vanban.importer.lines import LIST_MARK, join_text
from vanban.importer.marks import strong_note

_NOTE_SIZE: Final = 0.92
_PAGE: Final = re.compile(r"\W*\d{1,4}\W*")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: parts from top to bottom, each lines or the rows of a table, and what was met."""

    parts: tuple[tuple[PdfLine, ...] | str, ...]
    rules: tuple[float, ...]
    columns: bool
    turned: str
    unknown: int
    letters: str

    @property
    def lines(self) -> list[PdfLine]:
        """Return the lines outside tables."""
        return [line for part in self.parts if not isinstance(part, str) for line in part]


@dataclass(slots=True)
class _Set:
    """A page set as text: its blocks, notes, number; the first and last line of its body, and the column they fill."""

    blocks: list[str]
    notes: list[str]
    number: str
    lines: tuple[PdfLine, ...]
    column: Column


def page_texts(pages: Sequence[Page]) -> Iterator[str]:
    """Yield each page: its paragraphs and tables, a blank line, footnotes, a form feed."""
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    gap = usual_gap([page.lines for page in pages], body)
    sets = [_set(page, body, gap) for page in pages]
    if indents([(found.lines, found.column) for found in sets]):
        _heal(sets)
    for at, found in enumerate(sets):
        number = [found.number] if len(sets) > 1 else []
        last = at == len(sets) - 1
        blocks = [*(number if last else []), *found.blocks, *found.notes, *([] if last else number)]
        yield "\n\n".join(block for block in blocks if block) + "\n\n\f"


def lone_number(pages: Sequence[Page]) -> str:
    """Return the page number of a text of one page, which is left out; the importer knows others by their run."""
    return _take_number(pages[0])[1] if len(pages) == 1 else ""


def _set(page: Page, body: float, gap: float) -> _Set:
    page, number = _take_number(page)
    column = measure([line for line in page.lines if line.size >= body * _NOTE_SIZE] or page.lines, gap)
    found = _Set([], [], number, (), column)
    for at, part in enumerate(page.parts):
        if isinstance(part, str):
            found.blocks.append(part)
            found.lines = ()
            continue
        split = _notes_from(part, body, page.rules) if at == len(page.parts) - 1 else len(part)
        found.blocks += "\n".join(set_paragraphs(part[:split], column)).split("\n\n")
        found.notes += set_notes(part[split:], measure(part[split:], 0.0))
        found.lines = part[:split] if len(page.parts) == 1 else ()
    return found


def _heal(sets: Sequence[_Set]) -> None:
    """Move the rest of a paragraph that a page cut to its beginning."""
    for at in range(len(sets) - 1, 0, -1):
        before, after = sets[at - 1], sets[at]
        if _cut(before, after):
            before.blocks[-1] = join_text([before.blocks[-1], after.blocks.pop(0)])


def _cut(before: _Set, after: _Set) -> bool:
    if not (before.lines and after.lines and before.blocks and after.blocks):
        return False
    last, first = before.lines[-1], after.lines[0]
    flush = first.left - after.column.left < first.size / 4
    marked = LIST_MARK.match(first.text) or find_label(first.text) or strong_note(first.text)
    return flush and not marked and abs(first.size - last.size) < 1 and not has_room(last, first, before.column)


def _take_number(page: Page) -> tuple[Page, str]:
    """Take the page's number from its first or last line, to stand beside a page break, where the importer knows it."""
    for at, end in ((0, 0), (-1, -1)):
        part = page.parts[at]
        if isinstance(part, tuple) and len(part) > 1 and _PAGE.fullmatch(part[end].text):
            left = part[1:] if end == 0 else part[:-1]
            parts = (left, *page.parts[1:]) if at == 0 else (*page.parts[:-1], left)
            return replace(page, parts=parts), part[end].text
    return page, ""


def _notes_from(lines: Sequence[PdfLine], body: float, rules: Sequence[float]) -> int:
    """Return the index of the first note: below a short rule, or where the small lines at the end of a page begin."""
    for rule in sorted(rules, reverse=True):
        below = next((at for at, line in enumerate(lines) if line.top > rule - 1), len(lines))
        if 0 < below < len(lines) and any(strong_note(line.text) for line in lines[below:]):
            return below
    large = [at for at, line in enumerate(lines) if line.size >= body * _NOTE_SIZE and not _PAGE.fullmatch(line.text)]
    return large[-1] + 1 if large else 0
