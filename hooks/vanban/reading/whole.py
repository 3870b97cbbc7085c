"""The whole report on one page: read or print it from the first word to the last, notes at the end of each section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from vanban.dialect import escape
from vanban.memory import digest, joined
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.reading.chapters import Chapter, demote
from vanban.reports import Report

NAME: Final = "toan-van"


def whole_page(
    report: Report, chapters: Callable[[], Sequence[Chapter]], formats: Sequence[str] = (), key: bytes = b""
) -> Draft:
    """Return the page `bao-cao/<report>/toan-van.md`: headings in Markdown, so it has contents; texts as blocks.

    Args:
        report: The report.
        chapters: Makes its sections as HTML.
        formats: Editions to be had of it.
        key: Digest of all that the sections are made from.
    """
    address, title = f"bao-cao/{report.id}/{NAME}.md", f"Toàn văn: {report.title}"
    shown = joined(key, digest(repr(tuple(formats))))
    return Draft(address, title, lambda: _page(report, address, title, chapters(), formats), shown)


def _page(
    report: Report, address: str, title: str, chapters: Sequence[Chapter], formats: Sequence[str]
) -> GeneratedPage:
    downloads = f"Bản này gồm toàn văn {link(report.title, report.url, address)} để đọc liền một mạch và in."
    if formats:
        files = " · ".join(f"[{suffix.upper()}]({report.id}.{suffix})" for suffix in formats)
        downloads = f"{downloads} Tải về: {files}."
    parts = [f"# {escape(report.title)}", f"{downloads}\n{{ .vb-screen }}"]
    parts.append(_contents(chapters))
    blocks: dict[str, str] = {}
    for chapter in chapters:
        name = f"muc-{chapter.section.id}"
        parts.append(f"{'#' * min(6, chapter.level + 1)} {escape(chapter.section.heading)} {{ #{chapter.section.id} }}")
        if chapter.html.strip():
            blocks[name] = f'<div class="vb-whole">{demote(chapter.html, chapter.level)}</div>'
            parts.append(f"⟦vb:{name}⟧")
    meta = {"report": report.id, "search": {"exclude": True}}
    return GeneratedPage(address, title, "\n\n".join(parts), blocks, meta)


def _contents(chapters: Sequence[Chapter]) -> str:
    """Return the contents, which the sheet keeps on paper too; the theme's own list stays on the screen."""
    return "\n".join(
        f"{'    ' * (chapter.level - 1)}- [{escape(chapter.section.heading)}](#{chapter.section.id})"
        for chapter in chapters
    )
