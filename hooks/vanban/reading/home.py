"""What the first page lists: the reports with their parts, the registers, the documents cited most, the handouts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from vanban.dialect import escape
from vanban.library import Library, document_url
from vanban.pages.page import link
from vanban.reading.figure_page import NAME as FIGURES
from vanban.reading.handouts import Handout
from vanban.reading.whole import NAME as WHOLE
from vanban.reports import Report

HOME: Final = "index.md"
_MOST_CITED: Final = 10


def home_markdown(library: Library, handouts: Sequence[Handout], registers: Sequence[tuple[str, str]]) -> str:
    """Return what follows the editor's own words on the first page.

    Args:
        library: What is listed.
        handouts: Reading lists for classes.
        registers: (title, address under the docs root) of each register, in order.
    """
    parts = [part for report in library.reports for part in _report(report)]
    parts += _registers(library, registers)
    parts += _most_cited(library)
    if handouts:
        parts.append("## Bài đọc cho lớp học")
        parts.append("\n".join(f"- {_page(handout.title, handout.address)}" for handout in handouts))
    return "\n\n".join(parts)


def _page(title: str, address: str) -> str:
    return link(title, f"{address.removesuffix('.md')}.html", HOME)


def _report(report: Report) -> Iterator[str]:
    yield f"## {link(report.title, report.url, HOME)}"
    folder = f"bao-cao/{report.id}"
    ways = [_page("Đọc cả báo cáo", f"{folder}/{WHOLE}.md"), _page("Số liệu của báo cáo", f"{folder}/{FIGURES}.md")]
    yield " · ".join(ways)
    yield "\n".join(
        f"{'    ' * section.id.count('-')}- {link(section.heading, section.url, HOME)}"
        for section in report.sections
        if section.id.count("-") <= 1
    )


def _registers(library: Library, registers: Sequence[tuple[str, str]]) -> Iterator[str]:
    notes = sum(library.footnote_counts.values())
    yield "## Văn bản"
    yield (
        f"{len(library.registry.directives)} văn bản, {len(library.links)} chỗ dẫn, {notes} chú thích. "
        "Tra theo danh mục:"
    )
    yield " · ".join(_page(title, address) for title, address in registers)


def _most_cited(library: Library) -> Iterator[str]:
    counted = [(len(library.links_by_document.get(d.id, ())), d) for d in library.registry.directives]
    cited = sorted((pair for pair in counted if pair[0]), key=lambda pair: (-pair[0], pair[1].id))[:_MOST_CITED]
    if cited:
        yield "## Được dẫn nhiều nhất"
        rows = [
            f"| {link(document.name, document_url(document.id), HOME)} | {escape(document.title or '')} | {count} |"
            for count, document in cited
        ]
        yield "\n".join(["| Văn bản | Trích yếu | Lần dẫn |", "| --- | --- | ---: |", *rows])
