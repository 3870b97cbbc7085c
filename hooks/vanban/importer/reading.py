"""Reading: a source understood: its lines, running text and outline, made by the rooms of this package in order."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.importer.callmarks import note_lines
from vanban.importer.frame import Frame, is_title_word
from vanban.importer.furniture import find_furniture
from vanban.importer.lines import Block, Kind, Line, read_blocks, read_lines
from vanban.importer.notes import Doubt, Paragraph, Text, lift_notes
from vanban.importer.outline import Report, build_report
from vanban.importer.source import SourceText, refuse
from vanban.records import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a source; `furniture` are the lines left out as page numbers and running heads."""

    text: Text
    report: Report
    furniture: tuple[Line, ...]


def read_report(source: SourceText) -> Reading:
    """Read a source with its structure.

    Raises:
        InputError: It has neither a title nor headings nor footnotes, so it is no report.
    """
    lines = read_lines(source.text)
    furniture = find_furniture(lines)
    turns = [index for index, line in enumerate(lines) if line.number in furniture or line.text.startswith("\f")]
    heads = note_lines([line.text.strip() if line.number not in furniture else "" for line in lines], turns)
    blocks = read_blocks(lines, furniture, {lines[index].number for index in heads})
    text = lift_notes(blocks, cut=source.cut)
    report = build_report(text)
    if not _is_report(blocks, report, text):
        raise refuse(
            source.name,
            "không giống báo cáo: không có tên loại («BÁO CÁO»…), không có mục, không có chú thích; hãy chọn đúng tệp",
        )
    return Reading(text, report, tuple(line for line in lines if line.number in furniture))


def read_unstructured(source: SourceText) -> Reading:
    """Read a source whose structure was misread: every block a paragraph, in order, nothing left out but furniture."""
    lines = read_lines(source.text)
    furniture = find_furniture(lines)
    blocks: Sequence[Block] = read_blocks(lines, furniture)
    paragraphs = tuple(
        Paragraph((block,), block.text, index, tuple(line.text for line in block.lines))
        for index, block in enumerate(blocks)
        if block.text and block.kind is not Kind.SEAM
    )
    frame = Frame(0, 0, len(blocks), len(blocks))
    doubt = Doubt(0, "không hiểu được bố cục; toàn văn xếp theo thứ tự trên một trang, chú thích để nguyên chỗ in")
    text = Text(paragraphs, (), frame, (doubt,))
    return Reading(text, build_report(text), tuple(line for line in lines if line.number in furniture))


def _is_report(blocks: Sequence[Block], report: Report, text: Text) -> bool:
    titled = any(is_title_word(block) for block in blocks[: text.frame.body])
    return titled or bool(text.footnotes) or any(section.label for section in report.sections)
