"""The index of footnotes: every printed note with the sentence it hangs on, by report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Final

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.pages.facets import FOLDER
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.reports import Footnote

LISTED: Final = 300
"""Footnotes up to which the index holds those of every report on one page."""


def note_pages(catalogue: Catalogue) -> Iterator[GeneratedPage | Draft]:
    """Yield the index of footnotes in printed order; above `LISTED` notes each report has a page of its own."""
    address, title = f"{FOLDER}/chu-thich.md", "Chú thích của các báo cáo"
    groups: defaultdict[str, list[Footnote]] = defaultdict(list)
    for note in catalogue.library.footnotes:
        groups[note.section.report].append(note)
    together = len(catalogue.library.footnotes) <= LISTED
    parts = [f"# {title}"]
    for report in catalogue.library.reports:
        notes = groups[report.id]
        parts.append(f"## {escape(report.title)} ({len(notes)})")
        if together:
            parts += [_note(note, address) for note in notes]
            continue
        page = _report_page(report.id, report.title, notes)
        parts.append(link("Các chú thích của báo cáo này", page.address.replace(".md", ".html"), address))
        yield page
    yield GeneratedPage(address, title, "\n\n".join(parts))


def _report_page(report: str, title: str, notes: list[Footnote]) -> Draft:
    address, shown = f"{FOLDER}/chu-thich/{report}.md", f"Chú thích của {title}"
    return Draft(address, shown, partial(_list, address, shown, notes))


def _list(address: str, title: str, notes: list[Footnote]) -> GeneratedPage:
    parts = [f"# {escape(title)}", *(_note(note, address) for note in notes)]
    return GeneratedPage(address, title, "\n\n".join(parts))


def _note(note: Footnote, address: str) -> str:
    section = link(note.section.heading, note.section.url, address)
    hangs = f"“{escape(note.sentence)}”" if note.sentence else "không tìm thấy chỗ dẫn"
    heading = f"### {link(f'Chú thích {note.printed}', note.url, address)}"
    return f"{heading}\n\nTại câu: {hangs} ({section})\n\n{escape(note.text)}"
