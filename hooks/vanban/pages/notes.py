"""The index of footnotes: every printed note with the sentence it hangs on, by report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.library import Library
from vanban.memory import Memory, digest, joined
from vanban.pages.facets import FOLDER
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.reports import Footnote, Report, Section, read_footnotes

_ADDRESS: Final = f"{FOLDER}/chu-thich.md"
_TITLE: Final = "Chú thích của các báo cáo"
LISTED: Final = 300
"""Footnotes up to which the index holds those of every report on one page."""


def note_pages(catalogue: Catalogue) -> Iterator[Draft]:
    """Yield the index of footnotes in printed order; above `LISTED` notes each report has a page of its own."""
    library = catalogue.library
    together = sum(library.footnote_counts.values()) <= LISTED
    if not together:
        yield from map(partial(_report_page, library.memory), library.reports)
    key = joined(*(report.texts for report in library.reports))
    yield Draft(_ADDRESS, _TITLE, partial(_index, library, together=together), key)


def _index(library: Library, *, together: bool) -> GeneratedPage:
    parts = [f"# {_TITLE}"]
    for report in library.reports:
        parts.append(f"## {escape(report.title)} ({library.footnote_counts[report.id]})")
        if together:
            parts += _notes(report, _ADDRESS, library.memory)
        else:
            page = _report_page(library.memory, report)
            parts.append(link("Các chú thích của báo cáo này", page.address.replace(".md", ".html"), _ADDRESS))
    return GeneratedPage(_ADDRESS, _TITLE, "\n\n".join(parts))


def _report_page(memory: Memory, report: Report) -> Draft:
    address, title = f"{FOLDER}/chu-thich/{report.id}.md", f"Chú thích của {report.title}"
    return Draft(address, title, partial(_list, address, title, report, memory), report.texts)


def _list(address: str, title: str, report: Report, memory: Memory) -> GeneratedPage:
    parts = [f"# {escape(title)}", *_notes(report, address, memory)]
    return GeneratedPage(address, title, "\n\n".join(parts))


def _notes(report: Report, address: str, memory: Memory) -> Iterator[str]:
    for section in report.sections:
        key = section.key and digest(section.key, address)
        yield from memory.recall("notes of a section", key, partial(_section_notes, section, address))


def _section_notes(section: Section, address: str) -> list[str]:
    return [_note(note, address) for note in read_footnotes(section)]


def _note(note: Footnote, address: str) -> str:
    section = link(note.section.heading, note.section.url, address)
    hangs = f"“{escape(note.sentence)}”" if note.sentence else "không tìm thấy chỗ dẫn"
    heading = f"### {link(f'Chú thích {note.printed}', note.url, address)}"
    return f"{heading}\n\nTại câu: {hangs} ({section})\n\n{escape(note.text)}"
