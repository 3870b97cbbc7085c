"""Site: what the build hook asks for, all of it a function of the library."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from vanban.checks import check_library
from vanban.dialect import theme_title
from vanban.exports import export_files
from vanban.fingerprints import page_inputs
from vanban.forwards import forward_files
from vanban.library import DOCUMENTS, Library, load_library
from vanban.links import LibraryLinks, PageContext
from vanban.pages import GeneratedPage, render_pages
from vanban.pages.page import link
from vanban.problems import Problem
from vanban.reading import WORDS, Reading, ReadingMarks, load_reading
from vanban.reports import Report, Section
from vanban.search import index_files, search_groups
from vanban.units import first_heading

DOCS: Final = "docs"


@dataclass(frozen=True)
class Site:
    """The library with the pages made from it."""

    library: Library
    problems: tuple[Problem, ...]
    reading: Reading

    @cached_property
    def pages(self) -> dict[str, GeneratedPage]:
        """Return the generated pages by address."""
        return {page.address: page for page in render_pages(self.library)} | self.reading.pages

    @cached_property
    def sections(self) -> dict[str, Section]:
        """Return the pages of reports by address."""
        return {
            section.path.removeprefix(f"{DOCS}/"): section
            for report in self.library.reports
            for section in report.sections
        }

    @cached_property
    def title_pages(self) -> dict[str, Report]:
        """Return the reports by the address of their title page."""
        return {report.path.removeprefix(f"{DOCS}/"): report for report in self.library.reports}

    def generated(self) -> Iterator[tuple[str, str]]:
        """Yield (address, content) of every page and data file that no editor wrote."""
        for page in self.pages.values():
            yield page.address, page.source()
        yield from forward_files(self.library)
        yield from export_files(self.library)

    def is_written(self, address: str) -> bool:
        """Return whether an editor wrote the page at `address` and it belongs to no report."""
        return address not in self.pages and address not in self.sections and address not in self.title_pages

    def search_files(self, written: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
        """Yield (address, content) of the search index.

        Args:
            written: (address, Markdown without front matter) of the pages that editors wrote.
        """
        made = [(page.address, page.title, page.markdown) for page in self.pages.values() if _is_register(page)]
        pages = [*made, *((address, first_heading(text) or address, text) for address, text in written)]
        found = ((address.removesuffix(".md") + ".html", title, text) for address, title, text in pages)
        for file in index_files(search_groups(self.library, found)):
            yield file.path, file.content

    def context(self, address: str) -> PageContext:
        """Return what the links extension must know of the page at `address`."""
        section = self.sections.get(address)
        if section is not None:
            return PageContext(address, section.id, self.library.links_by_path.get(section.path, ()))
        page = self.pages.get(address)
        document = address.removeprefix(f"{DOCUMENTS}/").removesuffix(".md")
        directive = self.library.registry.by_id.get(document) if page is not None else None
        links = self.library.links_by_path.get(directive.path, ()) if directive is not None else ()
        return PageContext(address, None, links, page.blocks if page is not None else self.reading.blocks(address))

    def inputs(self, address: str, markdown: str) -> str:
        """Return what the page at `address` is made from beside its Markdown; see `fingerprints`."""
        return page_inputs(self.context(address), self.library.registry, markdown, self.reading.inputs(address))

    def marks(self, links: LibraryLinks) -> ReadingMarks:
        """Return the extension that enters addresses, abbreviations and misprints; it stands before `links`."""
        return self.reading.marks(links)

    def complete(self, address: str, markdown: str) -> str:
        """Return the page's Markdown with what the library adds to it: a title page gets its contents."""
        report = self.title_pages.get(address)
        if report is None:
            section = self.sections.get(address)
            below = _children(self.library, section, address) if section is not None else self._reading_below(address)
            return f"{markdown}{below}"
        return f"{markdown.rstrip()}\n\n{_contents(report.sections, address)}\n"

    def _reading_below(self, address: str) -> str:
        below = self.reading.complete(address, self._registers)
        return f"\n\n{below}\n" if below else ""

    @cached_property
    def _registers(self) -> list[tuple[str, str]]:
        return [(page.title, page.address) for page in self.pages.values() if _is_register(page)]

    def navigation(self, written: list[Any] | None) -> list[Any]:
        """Return the navigation: the editor's entries with reports and registers behind the first."""
        first, *rest = written or [{"Trang chủ": "index.md"}]
        registers = [page.address for page in self.pages.values() if _is_register(page)]
        return [
            first,
            {"Báo cáo": [self._report_entry(report) for report in self.library.reports]},
            {"Văn bản": registers},
            *self.reading.entries(),
            *rest,
        ]

    def _report_entry(self, report: Report) -> dict[str, list[Any]]:
        below = _entries(report.sections, depth=0)
        return {theme_title(report.title): [_address(report.path), *below, *self.reading.report_entries(report)]}


def build_site(docs: Path, directives: Path, formats: tuple[str, ...] = ()) -> Site:
    """Read everything and return the site with every finding."""
    library = load_library(docs, directives)
    reading, problems = load_reading(docs, library, formats)
    return Site(library, (*check_library(library, docs), *problems), reading)


def _is_register(page: GeneratedPage) -> bool:
    """Return whether a generated page lists documents: those of the reading room list words."""
    return posixpath.dirname(page.address) == "danh-muc" and page.address not in WORDS


def _entries(sections: Sequence[Section], depth: int) -> list[Any]:
    """Return the navigation of sections that lie `depth` levels deep: a section with others below it is their index."""
    entries: list[Any] = []
    for position, section in enumerate(sections):
        if section.id.count("-") != depth:
            continue
        below = list(takewhile(lambda other: other.id.count("-") > depth, sections[position + 1 :]))
        address = _address(section.path)
        title = theme_title(section.heading)
        entries.append({title: [address, *_entries(below, depth + 1)]} if below else {title: address})
    return entries


def _address(path: str) -> str:
    return path.removeprefix(f"{DOCS}/")


def _contents(sections: Iterable[Section], address: str, depth: int = 0) -> str:
    return "\n".join(
        f"{'    ' * (section.id.count('-') - depth)}- {link(section.heading, section.url, address)}"
        for section in sections
    )


def _children(library: Library, section: Section, address: str) -> str:
    """Return the contents of a heading that has no text of its own."""
    if section.leaf:
        return ""
    report = next(report for report in library.reports if report.id == section.report)
    below = [child for child in report.sections if child.id.startswith(f"{section.id}-")]
    return f"\n\n{_contents(below, address, section.id.count('-') + 1)}\n" if below else ""
