"""Site: what the build hook asks for, all of it a function of the library."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, TypeAlias

from vanban.catalogue import Catalogue
from vanban.checks import check_library
from vanban.dialect import theme_title
from vanban.exports import export_files
from vanban.facts import Facts, Sheet
from vanban.fingerprints import page_inputs
from vanban.forwards import forward_files
from vanban.library import Library
from vanban.links import LibraryLinks, PageContext
from vanban.loading import Means, load_library, revise_library
from vanban.memory import digest, joined
from vanban.pages import Draft, GeneratedPage, Register, Shelf, finished, shared_pages
from vanban.pages.page import link
from vanban.problems import Problem
from vanban.reading import WORDS, Reading, ReadingMarks, load_reading
from vanban.records import dataclass
from vanban.reports import Report, Section

DOCS: Final = "docs"
Shared: TypeAlias = GeneratedPage | Draft | Register
"""A page that is made from more than one document."""


@dataclass(frozen=True)
class Site:
    """The library with the pages made from it."""

    library: Library
    problems: tuple[Problem, ...]
    reading: Reading

    @cached_property
    def catalogue(self) -> Catalogue:
        """Return the library with what follows from it."""
        return Catalogue(self.library)

    @cached_property
    def facts(self) -> Facts:
        """Return what tells whether the page of a document is still made from the same."""
        return Facts(self.catalogue, self._draft_key)

    def _draft_key(self, address: str) -> bytes:
        page = self.shared.get(address)
        return page.key if isinstance(page, (Draft, Register)) else b""

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Return the pages of single documents by address; each is made when it is asked for."""
        sheets = (Sheet(self.catalogue, directive.id) for directive in self.library.registry.directives)
        return {sheet.address: sheet for sheet in sheets}

    @cached_property
    def shared(self) -> dict[str, Shared]:
        """Return the other generated pages by address, the registers first."""
        pages: list[Shared] = [
            *Shelf(self.catalogue).registers(),
            *shared_pages(self.catalogue),
            *self.reading.pages.values(),
        ]
        return {page.address: page for page in pages}

    @property
    def pages(self) -> dict[str, GeneratedPage]:
        """Return every generated page by address."""
        documents = {address: sheet.page for address, sheet in self.sheets.items()}
        return documents | {address: _made(page) for address, page in self.shared.items()}

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

    def generated(self) -> Iterator[Sheet | Shared]:
        """Yield every page that no editor wrote."""
        yield from self.sheets.values()
        yield from self.shared.values()

    def data_files(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """Yield the address of every forwarding page and data file, and what makes its content."""
        yield from ((address, text.encode) for address, text in forward_files(self.library))
        yield from export_files(self.library, self.catalogue)

    def foresee(self) -> None:
        """Work out what several processes will ask for, before they part: each would do it anew."""
        _ = self.catalogue.relations.by_document, self.catalogue.neighbours, self.library.links_by_path

    def origin(self, address: str) -> Sheet | Shared:
        """Return the page at `address` that is made from the library."""
        return self.sheets[address] if address in self.sheets else self.shared[address]

    def source_address(self, path: str) -> str:
        """Return the address of the page that comes from a source file, given as an editor knows it."""
        return next((s.address for s in self.sheets.values() if s.path == path), path.removeprefix(f"{DOCS}/"))

    def is_generated(self, address: str) -> bool:
        """Return whether the page at `address` is made from the library."""
        return address in self.sheets or address in self.shared

    def is_written(self, address: str) -> bool:
        """Return whether an editor wrote the page at `address` and it belongs to no report."""
        elsewhere = self.is_generated(address) or address in self.sections
        return not elsewhere and address not in self.title_pages

    def context(self, address: str) -> PageContext:
        """Return what the links extension must know of the page at `address`."""
        section = self.sections.get(address)
        if section is not None:
            return PageContext(address, section.id, self.library.links_by_path.get(section.path, ()))
        if address in self.sheets:
            return self.sheets[address].context()
        page = self.shared.get(address)
        blocks = _made(page).blocks if page is not None else self.reading.blocks(address)
        return PageContext(address, None, (), blocks, lasting=page is not None and page.slow)

    def inputs(self, address: str, markdown: str) -> str:
        """Return what the page at `address` is made from beside its Markdown; see `fingerprints`."""
        if address in self.sheets:
            return self.sheets[address].inputs(markdown)
        return page_inputs(self.context(address), self.library.registry, markdown, self.reading.inputs(address))

    def basis(self, address: str) -> bytes:
        """Return the digest of all that the page of a section is made from; empty for other pages.

        Where its mentions lead follows from their keys, what the cards beside its links say from the documents' fields.
        """
        section = self.sections.get(address)
        if section is None or not section.leaf:
            return b""
        report, known = self.catalogue.reports[section.report], self.library.registry.by_id
        links = self.library.links_by_path.get(section.path, ())
        named = {*self.reading.named_documents(report), *(link.document for link in links)}
        cards = (known[name].identity for name in sorted(filter(None, named)) if name in known)
        place = digest(self.reading.inputs(address) or "", str(len(links)))
        return joined(section.key, report.key, place, *(link.key for link in links), *cards)

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
        below = self.reading.complete(address, self.registers)
        return f"\n\n{below}\n" if below else ""

    @cached_property
    def registers(self) -> list[tuple[str, str]]:
        """Return (title, address) of the pages that list documents, in order."""
        return [(page.title, page.address) for page in self.shared.values() if _is_register(page)]

    def navigation(self, written: list[Any] | None) -> list[Any]:
        """Return the navigation: the editor's entries with reports and registers behind the first."""
        first, *rest = written or [{"Trang chủ": "index.md"}]
        registers = [address for _, address in self.registers]
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


def build_site(docs: Path, directives: Path, formats: tuple[str, ...] = (), means: Means | None = None) -> Site:
    """Read everything and return the site with every finding that may stop a publication.

    Args:
        docs: The folder of Markdown pages.
        directives: The folder of directive files.
        formats: Editions that this build makes of each report.
        means: What the files are read by.
    """
    means = means or Means()
    first, originals = means.memory.empty, means.originals
    library = load_library(docs, directives, means)
    originals.let_go(directives)
    reading, problems = load_reading(docs, library, formats, originals)
    if first and means.spread is not None:
        reading.convert_apart(means.spread)
    return Site(library, (*check_library(library, docs, originals), *problems), reading)


def revise_site(site: Site, docs: Path, directives: Path, path: Path) -> Site | None:
    """Return the site with one file read anew, for the page of that file; None when that does not say enough.

    Pages that are made from many files stay as they were.
    """
    library = revise_library(site.library, docs, directives, path)
    if library is None:
        return None
    revised = Site(library, site.problems, site.reading.revised(docs, library))
    vars(revised)["shared"] = site.shared
    return revised


def _made(page: Shared) -> GeneratedPage:
    return page.page if isinstance(page, Register) else finished(page)


def _is_register(page: Shared) -> bool:
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
