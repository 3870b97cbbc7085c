"""Paragraph and Footnote: the text as written before pages cut it, footnotes lifted out of the paragraphs.

A mark that calls a footnote becomes `CALL + label + CALLED` inside the text, two code points no source may contain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from vanban.importer.callmarks import Calls, read_calls
from vanban.importer.clues import read_clues
from vanban.importer.frame import Frame, find_frame
from vanban.importer.gathered import carry_notes
from vanban.importer.layout import DOUBTFUL, Role, Step, read_layout
from vanban.importer.lines import Block, Kind, join_text
from vanban.importer.marks import Mark
from vanban.importer.owning import own_notes
from vanban.records import dataclass

CALL: Final = "\ufdd0"
CALLED: Final = "\ufdd1"


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
    clues = read_clues(blocks, frame, calls, cut=cut)
    owning = own_notes(read_layout(carry_notes(clues) if cut else clues), calls)
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
