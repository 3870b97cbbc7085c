"""Drafts: the section pages of a report as Markdown files, one a section, in the words of the source.

Afterwards the words of `index.md` and the pages, read in the order of `sections`, are the words of the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import yaml

from vanban.importer import escape
from vanban.importer.labels import find_label
from vanban.importer.notes import CALL, CALLED, Footnote, Paragraph
from vanban.importer.outline import PREAMBLE, Report, Section
from vanban.patterns import lazy_pattern
from vanban.reports import SOURCE_NAME

_CALL: Final = lazy_pattern(f"{CALL}[^{CALLED}]*{CALLED}")
_CELLS: Final = lazy_pattern(r"(?<!\\)\|")
_RULE_CELL: Final = lazy_pattern(r"\s*:?-{3,}:?\s*")


def draft_pages(report: Report, report_id: str, jurisdiction: str = "") -> dict[str, str]:
    """Return file name -> content: `index.md` and one page a section, in reading order."""
    pages = {"index.md": _index(report, report_id, jurisdiction)}
    for section in report.sections:
        pages[f"{section.id}.md"] = _page(section, report_id)
    return pages


def plain_title(text: str) -> str:
    """Return a title as a reader says it: no emphasis, no footnote calls, no spare spaces."""
    return " ".join(_CALL.sub("", text).replace("*", "").split())


def _index(report: Report, report_id: str, jurisdiction: str) -> str:
    front = {
        "title": plain_title(report.title) or report_id,
        "report": report_id,
        "jurisdiction": jurisdiction,
        "source": SOURCE_NAME,
        "sections": [section.id for section in report.sections],
    }
    title = [f"# {escape.heading(report.title)}"] if report.title else []
    return _file(front, [*map(escape.line, report.letterhead), *title, *_definitions(report.notes)])


def _page(section: Section, report_id: str) -> str:
    front = {
        "title": plain_title(_split_label(section)[1]) or ("Mở đầu" if section.id == PREAMBLE else "Nội dung"),
        "section": section.id,
        "report": report_id,
        "number": section.label,
        "kind": section.kind,
        "leaf": section.leaf,
    }
    heading = [f"# {escape.heading(f'{section.label} {section.title}')}"] if section.label or section.title else []
    blocks = [_paragraph(paragraph) for paragraph in section.paragraphs]
    return _file(front, [*heading, *blocks, *_definitions(section.notes)])


def _split_label(section: Section) -> tuple[str, str]:
    if section.label and not section.title:
        return "", section.label
    label = find_label(section.title) if not section.label else None
    return (label.printed, label.title) if label else (section.label, section.title)


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.table:
        return "\n".join(_table(paragraph.rows))
    text = paragraph.text.strip()
    return f"- {escape.line(text[2:])}" if text.startswith("- ") else escape.line(text)


def _table(lines: Sequence[str]) -> Iterator[str]:
    rows = [_CELLS.split(line.strip())[1:-1] for line in lines]
    rows = [row for row in rows if not all(_RULE_CELL.fullmatch(cell) for cell in row)]
    width = max((len(row) for row in rows), default=0)
    for index, row in enumerate(rows):
        cells = [escape.inline(cell.strip()) for cell in row] + [""] * (width - len(row))
        yield f"| {' | '.join(cells)} |"
        if index == 0:
            yield "|" + " --- |" * width


def _definitions(notes: Sequence[Footnote]) -> list[str]:
    return [f"[^{note.label}]: {escape.line(note.text)}" for note in notes]


def _file(front: Mapping[str, object], blocks: Sequence[str]) -> str:
    block = yaml.safe_dump(dict(front), allow_unicode=True, sort_keys=False, width=10_000)
    body = "\n\n".join(block for block in blocks if block)
    return f"---\n{block}---\n\n{body}\n"
