"""The index of footnotes: every printed note with the sentence it hangs on."""

from __future__ import annotations

from vanban.dialect import escape
from vanban.library import Library
from vanban.pages.page import GeneratedPage, link


def footnote_index(library: Library) -> GeneratedPage:
    """Return the page of all footnotes, by report, in printed order."""
    address = "danh-muc/chu-thich.md"
    parts = ["# Chú thích của các báo cáo"]
    for report in library.reports:
        notes = [note for note in library.footnotes if note.section.report == report.id]
        parts.append(f"## {escape(report.title)}")
        for note in notes:
            section = link(note.section.heading, note.section.url, address)
            hangs = f"“{escape(note.sentence)}”" if note.sentence else "không tìm thấy chỗ dẫn"
            parts.append(f"### {link(f'Chú thích {note.number}', note.url, address)}")
            parts.append(f"Tại câu: {hangs} ({section})\n\n{escape(note.text)}")
    return GeneratedPage(address, "Chú thích của các báo cáo", "\n\n".join(parts))
