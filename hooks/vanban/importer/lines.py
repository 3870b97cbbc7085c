"""Line and Block: a source text as numbered lines, then as the runs of lines that stand together on paper.

A block is the largest run that surely belongs together: a paragraph or the part of one that a page holds, a heading, a
list item, a footnote or the part of one, a table. Which blocks form one paragraph is decided in `notes`, not here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

from vanban.importer import labels, marks

WRAPPED_AT_MOST: Final = 140
"""Characters; a text whose long lines stay under it was broken by a typewriter, a PDF or a text editor."""

LIST_MARK: Final = re.compile(r"(?:[-–—+•●▪◦*\uf0b7]|[a-zđ]\)|\d{1,2}\))\s+\S")
_TABLE_ROW: Final = re.compile(r"\s*\|.*\|\s*")
_RULE: Final = re.compile(r"[-–—_=*\s]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: its 1-based number and its text without the newline."""

    number: int
    text: str


class Kind(Enum):
    """What a block is made of."""

    TEXT = "text"
    TABLE = "table"
    SEAM = "seam"
    """A page break that the source itself shows (form feed or rule); it has no words."""


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines that belong together.

    Attributes:
        lines: The lines, none of them blank.
        kind: Text, table or page seam.
        slack: Characters free at the end of its last line; None when the text was not wrapped at a margin.
    """

    lines: tuple[Line, ...]
    kind: Kind = Kind.TEXT
    slack: int | None = None

    @property
    def text(self) -> str:
        """Return the block on one line, single spaces between words."""
        return join_text(line.text for line in self.lines)

    @property
    def number(self) -> int:
        """Return the number of the first line."""
        return self.lines[0].number if self.lines else 0


@dataclass(frozen=True, slots=True)
class Shape:
    """How the whole text is laid out.

    Attributes:
        width: Characters that the widest lines have; 0 when the text was not wrapped at a margin.
        spaced: Whether blank lines part its paragraphs.
        usual: Characters of the usual full line.
        notes: Numbers of the lines that begin footnotes though their mark alone does not say so.
    """

    width: int = 0
    spaced: bool = True
    usual: int = 0
    notes: frozenset[int] = frozenset()


def join_text(texts: Iterable[str]) -> str:
    """Join parts of one paragraph: single spaces, none after a hyphen that ends a part (`kinh tế-` + `xã hội`)."""
    result = ""
    for text in texts:
        part = " ".join(text.split())
        glued = re.search(r"\w[-/]$", result) and re.match(r"\w", part)
        result = f"{result}{part}" if glued or not result else f"{result} {part}"
    return result.strip()


def read_lines(text: str) -> list[Line]:
    """Split a text into numbered lines; a form feed stays at the head of the line that follows it."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def read_blocks(lines: Sequence[Line], furniture: Collection[int] = (), notes: Collection[int] = ()) -> list[Block]:
    """Group lines into blocks: afterwards every non-blank line is in exactly one block, in order.

    Args:
        lines: The whole source.
        furniture: Numbers of the lines that are page numbers or running heads; each becomes a seam.
        notes: Numbers of the lines that begin footnotes though their mark alone does not say so.
    """
    shape = find_shape(lines, notes)
    blocks: list[Block] = []
    for group in _groups(lines, furniture):
        if group[0].text.startswith("\f"):
            blocks.append(Block((), Kind.SEAM))
        if group[0].number in furniture:
            blocks.append(Block(tuple(group), Kind.SEAM))
        else:
            blocks += _split_group(group, shape)
    return blocks


def find_shape(lines: Sequence[Line], notes: Collection[int] = ()) -> Shape:
    """Measure whether lines were wrapped at a margin, and whether blank lines part the paragraphs."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip())
    if len(lengths) < 12:
        return Shape(notes=frozenset(notes))
    width = lengths[int(len(lengths) * 0.95)]
    inner = [len(line.text.rstrip()) for line, after in pairwise(lines) if line.text.strip() and after.text.strip()]
    near = sum(length > width * 0.75 for length in inner) / max(len(inner), 1)
    wrapped = lengths[int(len(lengths) * 0.99)] <= WRAPPED_AT_MOST and near > 0.5 and len(inner) > 5
    blank = sum(not line.text.strip() for line in lines)
    full = [length for length in lengths if length > width * 0.75]
    spaced = blank * 12 > len(lengths)
    return Shape(width if wrapped else 0, spaced, full[len(full) // 2], frozenset(notes))


def _groups(lines: Sequence[Line], furniture: Collection[int]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        apart = line.number in furniture
        if group and (apart or group[-1].number in furniture or not line.text.strip() or line.text.startswith("\f")):
            yield group
            group = []
        if line.text.strip() or line.text.startswith("\f"):
            group.append(line)
    if group:
        yield group


def _split_group(group: Sequence[Line], shape: Shape) -> Iterator[Block]:
    lines = [Line(line.number, line.text.replace("\f", "")) for line in group]
    current: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if is_rule(line.text):
            yield from _finish(current, shape)
            yield Block((line,), Kind.SEAM)
            current = []
        elif current and _parts(current, line, shape):
            yield from _finish(current, shape)
            current = [line]
        else:
            current.append(line)
    yield from _finish(current, shape)


def _finish(lines: list[Line], shape: Shape) -> Iterator[Block]:
    if lines:
        table = len(lines) > 1 and all(_TABLE_ROW.fullmatch(line.text) for line in lines)
        yield Block(tuple(lines), Kind.TABLE if table else Kind.TEXT, _slack(lines, shape))


def is_rule(text: str) -> bool:
    """Say whether a line is a ruler of dashes, which has no words."""
    return bool(_RULE.fullmatch(text)) and len(text.strip()) > 2 and "*" not in text


def _parts(current: Sequence[Line], line: Line, shape: Shape) -> bool:
    """Say whether `line` begins a new block after the lines of `current`."""
    before, text = current[-1].text.rstrip(), line.text.strip()
    if _TABLE_ROW.fullmatch(before) and _TABLE_ROW.fullmatch(text):
        return False
    if sum(part.text.count("**") for part in current) % 2:
        return False
    if line.number in shape.notes:
        return True
    if LIST_MARK.match(text) or marks.strong_note(text) or _TABLE_ROW.fullmatch(text) or _TABLE_ROW.fullmatch(before):
        return True
    if not shape.width:
        return not (open_end(before) and text[:1].islower())
    return _parts_wrapped(current, line.text, shape)


def _parts_wrapped(current: Sequence[Line], line: str, shape: Shape) -> bool:
    before = current[-1].text.rstrip()
    margin = _margin([*current, Line(0, line)], shape)
    short = len(before) < margin * 0.75
    if not shape.spaced and before[-1:] in ".…" and line.strip()[:1].islower():
        return True
    heading = _is_heading(current)
    if labels.find_label(line.strip()) is not None and (short or heading or not open_end(before)):
        return True
    room = margin * 0.97 - len(before) > len(line.split(maxsplit=1)[0])
    if heading and not labels.is_capitals(line) and room and line.strip()[:1].isupper():
        return True
    if short and (not open_end(before) or len(before) < margin * 0.6):
        return not line.strip()[:1].islower()
    if shape.spaced:
        return False
    indented = len(line) - len(line.lstrip()) > len(before) - len(before.lstrip())
    ended = before[-1:] != ";" and not open_end(before)
    return ended and (indented or (room and not line.strip()[:1].islower()))


def _is_heading(lines: Sequence[Line]) -> bool:
    """Say whether the lines are set in capitals, or are one or two that begin with a label."""
    text = join_text(line.text for line in lines)
    return labels.is_capitals(text) or (len(lines) < 3 and labels.find_label(text) is not None and open_end(text))


def _slack(lines: Sequence[Line], shape: Shape) -> int | None:
    if not shape.width:
        return None
    last = len(lines[-1].text.rstrip())
    margin = max([shape.usual, last] if len(lines) < 3 else [len(line.text.rstrip()) for line in lines])
    return int(margin * 0.99) - last


def _margin(lines: Sequence[Line], shape: Shape) -> float:
    """Return the width that lines reach here: footnotes are set smaller and reach further than the body."""
    lengths = [len(line.text.rstrip()) for line in lines[-8:]]
    return max([*lengths, shape.width * 0.8]) if len(lengths) > 1 else shape.width


def open_end(text: str) -> bool:
    """Say whether a text stops in the middle of a sentence."""
    return marks.bare_end(text)[-1:] not in ".!?…:;"
