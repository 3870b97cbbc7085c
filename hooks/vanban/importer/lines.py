"""Line and Block: a source text as numbered lines, then as the runs of lines that stand together on paper.

A block is the largest run that surely belongs together: a paragraph or the part of one that a page holds, a heading, a
list item, a footnote or the part of one, a table. Which blocks form one paragraph is decided in `notes`, not here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final

from vanban.importer import labels, marks
from vanban.importer.margin import Margin, find_margin
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

WRAPPED_AT_MOST: Final = 140
"""Characters; a text whose long lines stay under it was broken by a typewriter, a PDF or a text editor."""

LIST_MARK: Final = lazy_pattern(r"(?:[-–—+•●▪◦*\uf0b7]|[a-zđ]\)|\d{1,2}\))\s+\S")
_TABLE_ROW: Final = lazy_pattern(r"\s*\|.*\|\s*")
_ENOUGH: Final = 12
_TYPED_TITLE: Final = 100
_HALF: Final = 0.6
_CRISP: Final = 0.88
"""Share of the lines that must agree on the margin before an open sentence is parted where room was left."""
_SURE_LINES: Final = 3
"""Lines of one width that show where another column begins."""
_RULE: Final = lazy_pattern(r"[-–—_=*\s]*")


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
        wide: Whether its lines reach the margin of the footnotes, set smaller than the body; None when nothing says.
    """

    lines: tuple[Line, ...]
    kind: Kind = Kind.TEXT
    slack: int | None = None
    wide: bool | None = None

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
        margin: Where its lines were broken; None when each line is as its author ended it.
        spaced: Whether blank lines part its paragraphs.
        indented: Whether first lines are set in.
        notes: Numbers of the lines that begin footnotes though their mark alone does not say so.
    """

    margin: Margin | None = None
    spaced: bool = True
    indented: bool = False
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
    """Measure whether lines were broken at a margin, whether first lines are set in, blank lines part paragraphs."""
    inked = [line.text for line in lines if line.text.strip()]
    lengths = sorted(len(text.rstrip()) for text in inked)
    if len(lengths) < _ENOUGH:
        return Shape(notes=frozenset(notes))
    margin = find_margin(list(_together(lines)))
    wrapped = margin is not None and margin.agreed > 0.4 and lengths[int(len(lengths) * 0.99)] <= WRAPPED_AT_MOST
    blank = sum(not line.text.strip() for line in lines)
    indented = sum(indent(text) > 1 for text in inked) * 12 > len(inked)
    return Shape(margin if wrapped else None, blank * 12 > len(lengths), indented, frozenset(notes))


def _together(lines: Sequence[Line]) -> Iterator[list[str]]:
    """Yield lines that stand together and are no tables."""
    group: list[str] = []
    for line in lines:
        text = line.text.replace("\f", "").rstrip()
        if group and (not text.strip() or _TABLE_ROW.fullmatch(text)):
            yield group
            group = []
        if text.strip() and not _TABLE_ROW.fullmatch(text):
            group.append(text)
    if group:
        yield group


def indent(text: str) -> int:
    """Return how many columns a line is set in; a tab reaches the next fourth."""
    expanded = text.replace("\f", "").expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


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
    for at, line in enumerate(lines):
        if not line.text.strip():
            continue
        if is_rule(line.text):
            yield from _finish(current, shape)
            yield Block((line,), Kind.SEAM)
            current = []
        elif current and (_parts(current, line, shape) or _narrows(current, lines[at : at + 3], shape)):
            yield from _finish(current, shape)
            current = [line]
        else:
            current.append(line)
    yield from _finish(current, shape)


def _finish(lines: list[Line], shape: Shape) -> Iterator[Block]:
    if lines:
        table = len(lines) > 1 and all(_TABLE_ROW.fullmatch(line.text) for line in lines)
        wide = shape.margin.wide([line.text for line in lines]) if shape.margin and not table else None
        yield Block(tuple(lines), Kind.TABLE if table else Kind.TEXT, _slack(lines, shape), wide)


def is_rule(text: str) -> bool:
    """Say whether a line is a ruler of dashes, which has no words."""
    return bool(_RULE.fullmatch(text)) and len(text.strip()) > 2 and "*" not in text


def _parts(current: Sequence[Line], line: Line, shape: Shape) -> bool:
    """Say whether `line` begins a new block after the lines of `current`."""
    before, text = current[-1].text.rstrip(), line.text.strip()
    rows = bool(_TABLE_ROW.fullmatch(before)), bool(_TABLE_ROW.fullmatch(text))
    if any(rows):
        return not all(rows)
    if line.number in shape.notes or marks.strong_note(text):
        return True
    if marks.bold_open(part.text for part in current):
        return False
    if LIST_MARK.match(text) and not open_end(before):
        return True
    if shape.margin is not None:
        return _parts_wrapped(current, line.text, shape, shape.margin)
    typed = max(len(before), len(text)) <= _TYPED_TITLE and open_end(before) and text[:1].islower()
    return not typed or bool(LIST_MARK.match(text))


def _parts_wrapped(current: Sequence[Line], line: str, shape: Shape, margin: Margin) -> bool:
    before, text, texts = current[-1].text.rstrip(), line.strip(), [part.text for part in current]
    note = _begins_note(current, shape)
    if margin.wide([line]) and margin.wide(texts) is not True and not note:
        return True
    room = margin.room(before, line, margin.reach([*texts, line], note=note))
    further = indent(line) > indent(before)
    if LIST_MARK.match(text):
        return room or further
    if text[:1].islower():
        ended = _page_end(before) and (room or before[-3:] != "...")
        return not shape.spaced and (ended or (room and note and margin.agreed > _CRISP))
    if shape.indented and not shape.spaced and further and not open_end(before) and not labels.is_upper(text):
        return True
    return _parts_open(current, line, room=room, margin=margin)


def _parts_open(current: Sequence[Line], line: str, *, room: bool, margin: Margin) -> bool:
    """Say whether a line that does not begin in small letters begins a block."""
    before, text = current[-1].text.rstrip(), line.strip()
    ended, heading = not open_end(before), _is_heading(current)
    if labels.find_label(text) is not None and (room or heading or ended):
        return True
    if labels.is_upper(text) and labels.is_upper(join_text(part.text for part in current)):
        return room and ended and _is_heading([Line(0, text)])
    return room and (heading or ended or margin.agreed > _CRISP or margin.width(before) < margin.body * _HALF)


def _narrows(current: Sequence[Line], following: Sequence[Line], shape: Shape) -> bool:
    """Say whether lines below a note are set as wide as the body: the top of the next page, with nothing between."""
    margin = shape.margin
    if margin is None or not margin.apart or len(following) < _SURE_LINES or not _begins_note(current, shape):
        return False
    return all(margin.narrow(line.text, after.text) for line, after in pairwise(following))


def _begins_note(current: Sequence[Line], shape: Shape) -> bool:
    return current[0].number in shape.notes or marks.strong_note(current[0].text.strip()) is not None


def _page_end(before: str) -> bool:
    return before[-1:] in ".…!?" and not before.endswith("v.v.")


def _is_heading(lines: Sequence[Line]) -> bool:
    """Say whether the lines are set in capitals, or are one or two that begin with a label."""
    text = join_text(line.text for line in lines)
    labelled = labels.find_label(text) or labels.find_point(text)
    return labels.is_capitals(text) or (len(lines) < 3 and labelled is not None and open_end(text))


def _slack(lines: Sequence[Line], shape: Shape) -> int | None:
    """Return how many letters of room the last line has."""
    if shape.margin is None:
        return None
    texts = [line.text.rstrip() for line in lines]
    return int(shape.margin.reach(texts) * 0.99 - shape.margin.width(texts[-1]))


def open_end(text: str) -> bool:
    """Say whether a text stops in the middle of a sentence."""
    return marks.bare_end(text)[-1:] not in ".!?…:;"
