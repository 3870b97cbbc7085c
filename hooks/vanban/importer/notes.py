"""Paragraph and Footnote: the text as written before pages cut it, footnotes lifted out of the paragraphs.

A mark that calls a footnote becomes `CALL + label + CALLED` inside the text, two code points no source may contain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vanban.importer import labels
from vanban.importer.callmarks import Calls, read_calls
from vanban.importer.frame import Frame, find_frame
from vanban.importer.layout import DOUBTFUL, Clue, End, Role, Start, Step, begins, ends, is_seam, read_layout
from vanban.importer.lines import Block, Kind, join_text
from vanban.importer.marks import Mark
from vanban.importer.owning import own_notes

CALL: Final = "\ufdd0"
CALLED: Final = "\ufdd1"
_SHORT_LABELLED: Final = 250
_LONG_LABELLED: Final = 60
_SEAMS: Final = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the body.

    Attributes:
        blocks: The blocks it was printed in; more than one when a page cut it.
        text: Its text on one line, calls of footnotes marked.
        index: Position of its first block, by which `Frame` knows it.
        rows: Its printed lines, calls of footnotes marked; for tables, recipients and signatures.
    """

    blocks: tuple[Block, ...]
    text: str
    index: int
    rows: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """Return the source line it begins at."""
        return self.blocks[0].number

    @property
    def table(self) -> bool:
        """Say whether it is a table."""
        return self.blocks[0].kind is Kind.TABLE


@dataclass(frozen=True, slots=True)
class Footnote:
    """One footnote.

    Attributes:
        label: Its name in Markdown: the printed number, `-2`, `-3` added where numbers restart.
        number: The number as printed.
        text: Its whole text on one line.
        blocks: The blocks it was printed in.
        printed: Whether the source prints its number at its head.
    """

    label: str
    number: str
    text: str
    blocks: tuple[Block, ...]
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Doubt:
    """A choice the machine is not sure of, at a line of the source."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Text:
    """The source as one running text.

    Attributes:
        paragraphs: The body, in order.
        footnotes: The notes, in the order printed.
        frame: Letterhead, title and tail.
        doubts: Choices to show to the editor.
        joins: Number of paragraphs that a page had cut.
        split_notes: Number of footnotes that go on overleaf.
    """

    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    frame: Frame
    doubts: tuple[Doubt, ...]

    @property
    def joins(self) -> int:
        """Return the number of body paragraphs cut by a page."""
        return sum(len(paragraph.blocks) - 1 for paragraph in self.paragraphs)

    @property
    def split_notes(self) -> int:
        """Return the number of footnotes that go on overleaf."""
        return sum(len(note.blocks) > 1 for note in self.footnotes)


def lift_notes(blocks: Sequence[Block], *, cut: bool = True) -> Text:
    """Part body and footnotes: afterwards every block is in exactly one paragraph or footnote, in order.

    Args:
        blocks: The blocks of the source.
        cut: Whether pages may have cut paragraphs; when not, every block of the body is a paragraph of its own.
    """
    frame = find_frame(blocks)
    calls = read_calls(blocks, frame)
    owning = own_notes(read_layout(_clues(blocks, frame, calls, cut=cut)), calls)
    paragraphs, notes = _groups(owning.steps)
    return Text(
        tuple(_paragraph(blocks, group, calls, owning.calls) for group in paragraphs),
        tuple(_footnote(blocks, group, calls, owning.notes[group[0]]) for group in notes),
        frame,
        tuple(_doubts(blocks, owning.steps, calls)),
    )


def _groups(steps: Sequence[Step]) -> tuple[list[list[int]], list[list[int]]]:
    """Return the blocks of each paragraph and of each footnote, in the order printed."""
    paragraphs: list[list[int]] = []
    notes: list[list[int]] = []
    for index, step in enumerate(steps):
        groups = notes if step.role in {Role.NOTE, Role.NOTE_MORE} else paragraphs
        if step.role in {Role.NEW, Role.NOTE}:
            groups.append([index])
        elif step.role is not Role.NONE:
            groups[-1].append(index)
    return paragraphs, notes


def _clues(blocks: Sequence[Block], frame: Frame, calls: Calls, *, cut: bool) -> list[Clue]:
    headings = [_is_heading(block) for block in blocks]
    listed = _listed(blocks, headings, calls)
    whole = [index for index in calls.starts if index + 1 in calls.starts]
    complete = whole if len(whole) >= _SEAMS else list(calls.starts)
    closed = [ends(blocks[index].text, heading=False) is End.CLOSED for index in complete]
    seamed = sum(map(is_seam, blocks)) >= _SEAMS
    tidy = sum(closed) * 10 >= len(closed) * 6
    return [
        Clue(
            begins(block.text, heading=headings[index]),
            ends(block.text, heading=headings[index], sure=not _may_go_on(block.text)),
            tuple(mark.number for mark in calls.calls.get(index, ())),
            calls.starts[index].number if index in calls.starts else None,
            frame.fixed(index) or not cut,
            index in listed,
            block.slack,
            len(block.text.split(maxsplit=1)[0]) if block.text else 0,
            is_seam(block),
            block.kind is Kind.TABLE,
            tidy,
            seamed and _apart(blocks, index),
        )
        for index, block in enumerate(blocks)
    ]


def _is_heading(block: Block) -> bool:
    if len(block.text) > _SHORT_LABELLED or block.kind is not Kind.TEXT:
        return False
    label = labels.find_label(block.text)
    if label is None:
        return labels.is_capitals(block.text) or labels.is_bold(block.text)
    return label.title[-1:] not in {".", ";", ","} or label.kind.depth < 5


def _apart(blocks: Sequence[Block], index: int) -> bool:
    """Say whether a blank line stands above a block."""
    above = blocks[index - 1].lines[-1:] if index else ()
    return not above or blocks[index].number > above[0].number + 1


def _may_go_on(text: str) -> bool:
    """Say whether a text that reads like a heading may be a numbered paragraph cut by a page."""
    label = labels.find_label(text)
    return label is not None and label.kind.depth > 4 and len(text) > _LONG_LABELLED and "**" not in text


def _listed(blocks: Sequence[Block], headings: Sequence[bool], calls: Calls) -> set[int]:
    """Return the blocks of the sections whose paragraphs are list items."""
    result: set[int] = set()
    section: list[int] = []
    for index in range(len(blocks) + 1):
        if index < len(blocks) and not headings[index]:
            if blocks[index].lines and index not in calls.starts and not is_seam(blocks[index]):
                section.append(index)
            continue
        starts = [begins(blocks[member].text, heading=False) for member in section]
        if starts.count(Start.LIST) >= 3 and starts.count(Start.UPPER) * 3 <= starts.count(Start.LIST):
            result |= set(section)
        section = []
    return result


def _paragraph(
    blocks: Sequence[Block], group: Sequence[int], calls: Calls, owners: Mapping[tuple[int, int], str]
) -> Paragraph:
    texts = [_with_calls(blocks[index].text, index, calls.calls.get(index, ()), owners) for index in group]
    rows = [row for index in group for row in _rows(blocks[index], index, calls.calls.get(index, ()), owners)]
    return Paragraph(tuple(blocks[index] for index in group), join_text(texts), group[0], tuple(rows))


def _rows(block: Block, index: int, marks: Sequence[Mark], owners: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """Yield the printed lines of a block with its calls marked, each mark looked for after the one before."""
    text, left = block.text, list(marks)
    for line in block.lines:
        row, done = " ".join(line.text.split()), 0
        while left and (found := row.find(text[left[0].start : left[0].end], done)) >= 0:
            mark = left.pop(0)
            label = owners.get((index, mark.start))
            call = f"{CALL}{label}{CALLED}" if label else text[mark.start : mark.end]
            row = f"{row[:found]}{call}{row[found + mark.end - mark.start :]}"
            done = found + len(call)
        yield row


def _with_calls(text: str, index: int, marks: Sequence[Mark], owners: Mapping[tuple[int, int], str]) -> str:
    for mark in reversed(marks):
        label = owners.get((index, mark.start))
        if label is not None:
            text = f"{text[: mark.start]}{CALL}{label}{CALLED}{text[mark.end :]}"
    return text


def _footnote(blocks: Sequence[Block], group: Sequence[int], calls: Calls, named: tuple[str, str]) -> Footnote:
    label, number = named
    mark = calls.starts.get(group[0])
    printed = mark is not None and mark.number == number
    head = blocks[group[0]].text[mark.end if mark and printed else 0 :]
    text = join_text([head, *(blocks[index].text for index in group[1:])])
    return Footnote(label, number, text, tuple(blocks[index] for index in group), printed=printed)


def _doubts(blocks: Sequence[Block], steps: Sequence[Step], calls: Calls) -> list[Doubt]:
    found = [
        Doubt(block.number, _DOUBTS[step.role])
        for block, step in zip(blocks, steps, strict=True)
        if step.cost >= DOUBTFUL and step.role in _DOUBTS
    ]
    starts = {step.number for step in steps if step.role is Role.NOTE}
    for index, marks in calls.calls.items():
        found += [
            Doubt(blocks[index].number, f"có dấu gọi chú thích {mark.number} nhưng không thấy chú thích số đó")
            for mark in marks
            if mark.number not in starts
        ]
    found += [
        Doubt(blocks[index].number, f"chú thích {mark.number} không có dấu gọi trong bài; để nguyên như một đoạn")
        for index, mark in calls.starts.items()
        if steps[index].role in {Role.NEW, Role.MORE} and mark.style in {"raised", "markdown"}
    ]
    found += [Doubt(line, message) for line, message in calls.doubts]
    return sorted(found, key=lambda doubt: doubt.line)


_DOUBTS: Final = {
    Role.NEW: "chưa chắc là đoạn mới: đoạn trước chưa hết câu hoặc đoạn này bắt đầu bằng chữ thường",
    Role.MORE: "chưa chắc là phần tiếp của đoạn trước (bị ngắt trang)",
    Role.NOTE: "chưa chắc chú thích này: số không in rõ hoặc không có dấu gọi ở trên",
    Role.NOTE_MORE: "chưa chắc là phần tiếp của chú thích trước",
}
