"""Page text: the pages of a PDF as text: paragraphs, tables, footnotes; a paragraph that a page cut is whole again.

A cut is healed here only where the places of the lines prove it: the last line of a page is full, and the first of the
next stands at the margin in a text whose paragraphs begin with an indent; or the notes of a page end with a full line,
and those of the next begin without a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from typing import Final

from vanban.importer.formats.typeset import (
    Column,
    PdfLine,
    has_room,
    heads_note,
    indents,
    measure,
    set_notes,
    set_paragraphs,
    usual_gap,
)
from vanban.importer.labels import find_label
from vanban.importer.lines import LIST_MARK, join_text, open_end
from vanban.importer.marks import strong_note
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_NOTE_SIZE: Final = 0.92
_SAME_SIZE: Final = 0.5
"""Points that the type of two pages of notes differs by at most."""
_PAGE: Final = lazy_pattern(r"\W*\d{1,4}\W*")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: parts from top to bottom, each lines or the rows of a table, and what was met or left out."""

    parts: tuple[tuple[PdfLine, ...] | str, ...]
    rules: tuple[float, ...]
    columns: bool
    turned: str
    unknown: int
    letters: str
    strays: str = ""

    @property
    def lines(self) -> list[PdfLine]:
        """Return the lines outside tables."""
        return [line for part in self.parts if not isinstance(part, str) for line in part]


@dataclass(slots=True)
class _Set:
    """A page set as text: its blocks, notes, number; the lines of its body and of its notes, the columns they fill."""

    blocks: list[str]
    notes: list[str]
    number: str
    lines: tuple[PdfLine, ...]
    column: Column
    note_lines: tuple[PdfLine, ...]
    whole: Column


def page_texts(pages: Sequence[Page]) -> Iterator[str]:
    """Yield each page: its paragraphs and tables, a blank line, footnotes, a form feed."""
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    gap = usual_gap([page.lines for page in pages], body)
    sets = [_set(page, number, body, gap) for page, number in _take_numbers(pages)]
    if indents([(found.lines, found.column) for found in sets]):
        _heal(sets)
    _heal_notes(sets)
    for at, found in enumerate(sets):
        number = [found.number] if len(sets) > 1 else []
        last = at == len(sets) - 1
        blocks = [*(number if last else []), *found.blocks, *found.notes, *([] if last else number)]
        yield "\n\n".join(block for block in blocks if block) + "\n\n\f"


def lone_number(pages: Sequence[Page]) -> str:
    """Return the page number of a text of one page, which is left out; the importer knows others by their run."""
    return next(_take_numbers(pages))[1] if len(pages) == 1 else ""


def _set(page: Page, number: str, body: float, gap: float) -> _Set:
    column = measure([line for line in page.lines if line.size >= body * _NOTE_SIZE] or page.lines, gap)
    found = _Set([], [], number, (), column, (), measure(page.lines, 0.0))
    for at, part in enumerate(page.parts):
        if isinstance(part, str):
            found.blocks.append(part)
            found.lines = ()
            continue
        split = _notes_from(part, body, page.rules) if at == len(page.parts) - 1 else len(part)
        found.blocks += "\n".join(set_paragraphs(part[:split], column)).split("\n\n")
        found.note_lines = part[split:]
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


def _heal_notes(sets: Sequence[_Set]) -> None:
    """Move the rest of a note, on however many pages it stands, to its beginning."""
    strong = any(strong_note(note) for found in sets for note in found.notes)
    begun: list[str] = []
    for before, after in pairwise(sets):
        if before.notes and heads_note(before.notes[-1], strong=strong):
            begun = before.notes
        if begun and after.notes and not heads_note(after.notes[0], strong=strong) and _note_cut(before, after):
            begun[-1] = join_text([begun[-1], after.notes.pop(0)])
        else:
            begun = []


def _note_cut(before: _Set, after: _Set) -> bool:
    """Say whether the small lines of a page, which no number heads, go on with those of the page before.

    Recipients may be set small too, below a note that is whole: their lines are short and have no notes after them.
    """
    last, first, *more = before.note_lines[-1], *after.note_lines
    if abs(first.size - last.size) >= _SAME_SIZE or has_room(last, first, before.whole):
        return False
    mid_sentence = open_end(last.text) or first.text[:1].islower()
    return mid_sentence or len(after.notes) > 1 or bool(more and not has_room(first, more[0], after.whole))


def _take_numbers(pages: Sequence[Page]) -> Iterator[tuple[Page, str]]:
    """Yield pages without the number in their first or last line, and it, to stand beside a page break.

    One at the margin that no other page counts on with is the end of a paragraph: `2019-` | `2024.`
    """
    steps = Counter(step for at, page in enumerate(pages) for step in {_value(line) - at for line in _numbers(page)})
    for at, page in enumerate(pages):
        left = measure(page.lines, 0.0).left
        found = [(steps[_value(line) - at], line) for line in _numbers(page)]
        own = [(count, line) for count, line in found if count > 1 or line.left - left > line.size / 4]
        number = max(own, key=itemgetter(0))[1] if own else None
        yield (_without(page, number), number.text) if number else (page, "")


def _numbers(page: Page) -> list[PdfLine]:
    """Return the first and the last line of a page where they are a number."""
    ends = [(part, end) for part, end in ((page.parts[0], 0), (page.parts[-1], -1)) if isinstance(part, tuple)]
    return [part[end] for part, end in ends if len(part) > 1 and _PAGE.fullmatch(part[end].text)]


def _value(line: PdfLine) -> int:
    return int(re.sub(r"\D", "", line.text))


def _without(page: Page, number: PdfLine) -> Page:
    parts = (
        part if isinstance(part, str) else tuple(line for line in part if line is not number) for part in page.parts
    )
    return replace(page, parts=tuple(parts))


def _notes_from(lines: Sequence[PdfLine], body: float, rules: Sequence[float]) -> int:
    """Return the index of the first note: below a short rule, or where the small lines at the end of a page begin."""
    for rule in sorted(rules, reverse=True):
        below = next((at for at, line in enumerate(lines) if line.top > rule - 1), len(lines))
        if 0 < below < len(lines) and any(strong_note(line.text) for line in lines[below:]):
            return below
    large = [line.size >= body * _NOTE_SIZE for line in lines]
    last = [
        at for at, line in enumerate(lines) if large[at] and (large[max(at - 1, 0)] or not _PAGE.fullmatch(line.text))
    ]
    return last[-1] + 1 if last else 0
