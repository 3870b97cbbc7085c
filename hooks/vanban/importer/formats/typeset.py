"""Typeset: lines of a printed page, with their places in points, as paragraphs: what a reader's eye does.

A paragraph begins where the line above left room for the next word, where space or an indent sets it off, or where the
type changes. Only what a page cuts is left for the importer to join.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from vanban.importer.labels import find_label
from vanban.importer.lines import LIST_MARK, join_text
from vanban.importer.marks import strong_note
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_WIDE: Final = 1.25
_NEAR: Final = 3.0
_SPACE: Final = 0.22
UNKNOWN_LOOK: Final = "?"
"""The look of letters that a program took from another font, since the right one lacks them."""
_MARKS: Final = {"b": "**", "i": "*", "bi": "***"}
_NOTE_HEAD: Final = lazy_pattern(r"[(\[]?(?:\d{1,3}|\*{1,3})[)\].:]?\s")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its text, its look (`b`, `i`, `bi` or none), left and right edge, and whether it is glued to the last."""

    text: str
    look: str
    left: float
    right: float
    glued: bool = False


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line of a page: its words, upper edge in points and usual type size."""

    words: tuple[Word, ...]
    top: float
    size: float

    @property
    def left(self) -> float:
        """Return the left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.words[-1].right

    @property
    def text(self) -> str:
        """Return its words without their looks."""
        return "".join(f"{'' if word.glued else ' '}{word.text}" for word in self.words).strip()

    @property
    def bold(self) -> bool:
        """Say whether all its words are bold."""
        return all("b" in word.look for word in self.words if re.search(r"\w", word.text))


@dataclass(frozen=True, slots=True)
class Column:
    """Where lines of running text stand: left and right edge, and the usual distance from line to line."""

    left: float
    right: float
    gap: float


def measure(lines: Sequence[PdfLine], gap: float) -> Column:
    """Return the column that the lines of a page fill: edges that lines share, the outermost ones."""
    lefts = [line.left for line in lines]
    rights = [line.right for line in lines]
    left = min((edge for edge in lefts if _shared(edge, lefts)), default=min(lefts, default=0.0))
    right = max((edge for edge in rights if _shared(edge, rights)), default=max(rights, default=0.0))
    return Column(left, right, gap)


def _shared(edge: float, edges: Sequence[float]) -> bool:
    return sum(abs(edge - other) < _NEAR for other in edges) > 1


def usual_gap(pages: Iterable[Sequence[PdfLine]], size: float) -> float:
    """Return the commonest distance between lines of a size in a file; 0 when there is none."""
    gaps = Counter(
        round(after.top - before.top, 0)
        for lines in pages
        for before, after in pairwise(lines)
        if abs(before.size - size) < 1 and abs(after.size - size) < 1 and 0 < after.top - before.top < size * 3
    )
    return gaps.most_common(1)[0][0] if gaps else 0.0


def set_paragraphs(lines: Sequence[PdfLine], column: Column) -> list[str]:
    """Return the paragraphs of a page's body, each on one line; lines of one centred title stay neighbours."""
    result: list[str] = []
    current: list[PdfLine] = []
    for line in lines:
        if current and begins(current, line, column):
            result.append(set_lines(current))
            if not _titled(current[-1], line, column):
                result.append("")
            current = []
        current.append(line)
    return [*result, set_lines(current)] if current else result


def set_notes(lines: Sequence[PdfLine], column: Column) -> list[str]:
    """Return the notes at the bottom of a page, each on one line; the rest of one from the page before is first."""
    result: list[list[PdfLine]] = []
    for line in lines:
        heads = strong_note(line.text) or (
            result and _NOTE_HEAD.match(line.text) and begins(result[-1], line, replace(column, gap=0.0))
        )
        if heads or not result:
            result.append([line])
        else:
            result[-1].append(line)
    return [set_lines(note) for note in result]


def heads_note(text: str, *, strong: bool) -> bool:
    """Say whether a text begins with the number of a note, by sure marks only where the notes have `strong` ones."""
    return strong_note(text) is not None or (not strong and _NOTE_HEAD.match(text) is not None)


def begins(current: Sequence[PdfLine], line: PdfLine, column: Column) -> bool:
    """Say whether a line begins a new paragraph after the lines of `current`."""
    before = current[-1]
    if column.gap and line.top - before.top > column.gap * _WIDE:
        return True
    if has_room(before, line, column) or (all(part.bold for part in current) and _leaves_bold(line)):
        return True
    marked = LIST_MARK.match(line.text) or find_label(line.text)
    ended = before.text[-1:] in ".;:!?…"
    shift = line.left - before.left
    if shift > line.size / 2:
        hanging = len(current) == 1 and (LIST_MARK.match(before.text) or find_label(before.text)) and not marked
        return line.left - column.left > line.size / 2 and not hanging
    if abs(shift) <= line.size / 2 and len(current) == 1 and line.left - column.left > line.size / 2:
        return bool(ended and (marked or line.text[:1].isupper()))
    return bool(marked and ended)


def _leaves_bold(line: PdfLine) -> bool:
    return not line.bold and not any("b" in word.look for word in line.words[:1]) and line.text[:1].isupper()


def has_room(before: PdfLine, line: PdfLine, column: Column) -> bool:
    """Say whether the first word of a line would have stood on the line before."""
    glued = [line.words[0], *_glued(line.words[1:])]
    first = glued[-1].right - glued[0].left
    space = before.size * _SPACE
    wide = column.right - column.left
    if _centred(before, column):
        return before.right - before.left + space + first < wide - before.size / 2
    return before.right + space + first < column.right - before.size / 4


def indents(pages: Iterable[tuple[Sequence[PdfLine], Column]]) -> bool:
    """Say whether the paragraphs of a text begin with an indent: the line after a full one stands to the left of it."""
    shifts = Counter(
        after.left - before.left < -before.size / 2
        for lines, column in pages
        for before, after in pairwise(lines)
        if before.left - column.left > before.size / 2 and not has_room(before, after, column)
    )
    return shifts[True] > 2 and shifts[True] > 3 * shifts[False]


def _glued(words: Sequence[Word]) -> Iterator[Word]:
    for word in words:
        if not word.glued:
            return
        yield word


def _centred(line: PdfLine, column: Column) -> bool:
    before, after = line.left - column.left, column.right - line.right
    return before > line.size and abs(before - after) < line.size


def _titled(before: PdfLine, line: PdfLine, column: Column) -> bool:
    near = not column.gap or line.top - before.top <= column.gap * _WIDE * 1.1
    return near and _centred(before, column) and _centred(line, column)


def set_lines(lines: Sequence[PdfLine]) -> str:
    """Return the words of lines as one text, bold and italic marked; a hyphen at a line's end stays glued."""
    words: list[Word] = []
    for line in lines:
        first = line.words[0]
        cut = words and re.search(r"\w[-/]$", words[-1].text) and re.match(r"\w", first.text)
        words += [replace(first, glued=bool(cut)), *line.words[1:]]
    parts = []
    for look, group in groupby(words, lambda word: word.look):
        run = list(group)
        text = "".join(f"{'' if word.glued else ' '}{word.text}" for word in run)
        parts.append(_marked(text, _MARKS.get(look, "")))
    return join_text(["".join(parts)])


def _marked(text: str, mark: str) -> str:
    inner = text.strip()
    if not mark or "*" in inner or not re.search(r"\w", inner):
        return text
    start = text.index(inner)
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def settle_looks(words: Sequence[Word]) -> Iterator[Word]:
    """Give the pieces of one word the look of most of its letters, and borrowed letters that of their neighbours."""
    last = ""
    for group in _wholes(words):
        looks = Counter({word.look: 0 for word in group if word.look != UNKNOWN_LOOK})
        for word in group:
            if word.look != UNKNOWN_LOOK:
                looks[word.look] += len(word.text)
        last = looks.most_common(1)[0][0] if looks else last
        yield from (replace(word, look=last) for word in group)


def _wholes(words: Sequence[Word]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in words:
        if group and not (word.glued and re.search(r"\w$", group[-1].text) and re.match(r"\w", word.text)):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def draw_table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table as rows between bars, the first as its head."""
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * max(map(len, rows)), *lines[1:]])
