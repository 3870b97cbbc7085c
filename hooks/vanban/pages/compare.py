"""Comparison of reports: what one cites that the one before did not, no longer cites, or cites more or less often.

Each report is compared with the one before it, so the work grows with the reports and not with their pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.library import document_url
from vanban.memory import digest, joined
from vanban.pages.facets import FOLDER
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.reports import Report


def compare_pages(catalogue: Catalogue) -> Iterator[GeneratedPage | Draft]:
    """Yield the page that leads to the comparisons, and one page for each two reports in a row; nothing for one."""
    reports = catalogue.library.reports
    if len(reports) < 2:
        return
    address, title = f"{FOLDER}/so-sanh.md", "So sánh các báo cáo"
    counts = _counts(catalogue)
    pages = [_draft(catalogue, before, after, counts) for before, after in pairwise(reports)]
    rows = "\n".join(f"- {link(page.title, page.address.replace('.md', '.html'), address)}" for page in pages)
    yield GeneratedPage(address, title, f"# {title}\n\n{rows}")
    yield from pages


def _counts(catalogue: Catalogue) -> dict[str, Counter[str]]:
    """Return how many times each report cites each document."""
    counts: dict[str, Counter[str]] = {report.id: Counter() for report in catalogue.library.reports}
    known = catalogue.library.registry.by_id
    for section in catalogue.library.sections.values():
        cited = (link.document for link in catalogue.library.links_by_path.get(section.path, ()))
        counts[section.report].update(document for document in cited if document is not None and document in known)
    return counts


def _draft(catalogue: Catalogue, before: Report, after: Report, counts: dict[str, Counter[str]]) -> Draft:
    address = f"{FOLDER}/so-sanh/{before.id}--{after.id}.md"
    title = f"{before.title} và {after.title}"
    old, new = counts[before.id], counts[after.id]
    cited = digest(*(repr(sorted(each.items())) for each in (old, new)))
    documents = (catalogue.library.registry.by_id[document].identity for document in sorted({*old, *new}))
    key = joined(before.key, after.key, cited, *documents)
    return Draft(address, f"So sánh: {title}", partial(_comparison, catalogue, before, after, counts), key)


def _comparison(catalogue: Catalogue, before: Report, after: Report, counts: dict[str, Counter[str]]) -> GeneratedPage:
    old, new = counts[before.id], counts[after.id]
    address = f"{FOLDER}/so-sanh/{before.id}--{after.id}.md"
    title = f"{before.title} và {after.title}"
    chapters = {
        "Mới được dẫn": [found for found in new if found not in old],
        "Không còn được dẫn": [found for found in old if found not in new],
        "Được dẫn nhiều hơn": [found for found in new if 0 < old[found] < new[found]],
        "Được dẫn ít hơn": [found for found in new if old[found] > new[found]],
        "Được dẫn bằng nhau": [found for found in new if old[found] == new[found]],
    }
    parts = [f"# So sánh: {escape(title)}", _reports(before, after, address)]
    for name, found in chapters.items():
        parts.append(f"## {name} ({len(found)})")
        rows = [_row(catalogue, document, old[document], new[document], address) for document in sorted(found)]
        parts.append("\n".join(rows) or "Không có.")
    return GeneratedPage(address, f"So sánh: {title}", "\n\n".join(parts))


def _reports(before: Report, after: Report, address: str) -> str:
    earlier, later = link(before.title, before.url, address), link(after.title, after.url, address)
    return f"Báo cáo trước: {earlier}. Báo cáo sau: {later}."


def _row(catalogue: Catalogue, document: str, old: int, new: int, address: str) -> str:
    directive = catalogue.library.registry.by_id[document]
    title = f" {escape(directive.title)}" if directive.title else ""
    return f"- {link(directive.name, document_url(document), address)}{title}: {old} lần, rồi {new} lần"
