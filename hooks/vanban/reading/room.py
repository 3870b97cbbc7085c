"""Reading: the pages for readers and classes, and what the build must know to convert them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from vanban.dialect import new_converter
from vanban.errata import NAME as ERRATA
from vanban.errata import Erratum, read_errata
from vanban.fingerprints import named_documents, named_inputs
from vanban.library import Library
from vanban.links import LibraryLinks, PageContext
from vanban.memory import Spread, digest, joined
from vanban.originals import Originals, decoded
from vanban.pages.page import Draft, GeneratedPage, finished
from vanban.problems import Problem
from vanban.reading import abbreviations, corrections
from vanban.reading.book import make_book
from vanban.reading.chapters import Chapter, render_chapters
from vanban.reading.corrections import corrections_page, errata_by_address
from vanban.reading.editions import edition_address, write_edition
from vanban.reading.extension import ReadingMarks
from vanban.reading.figure_page import NAME as FIGURES
from vanban.reading.figure_page import figure_page
from vanban.reading.glossary import glossary_page
from vanban.reading.handouts import Handout, handout_blocks, handout_markdown, load_handouts
from vanban.reading.home import HOME, home_markdown
from vanban.reading.places import section_place
from vanban.reading.whole import NAME as WHOLE
from vanban.reading.whole import whole_page
from vanban.records import dataclass
from vanban.reports import REPORTS, Report, Section

_PIECE: Final = 8
"""Sections that one process converts at a time."""
WORDS: Final = (abbreviations.PAGE, corrections.PAGE)
"""Addresses of the pages of words, in the order of the navigation."""


@dataclass(frozen=True)
class Reading:
    """What readers get beside the pages an editor wrote.

    Attributes:
        library: The library.
        sources: Markdown of each section by path.
        errata: Confirmed misprints with their section.
        handouts: Reading lists.
        formats: Editions that this build makes of each report ("pdf", "epub"); none while pages are edited.
    """

    library: Library
    sources: Mapping[str, str]
    errata: tuple[tuple[Section, Erratum], ...]
    handouts: tuple[Handout, ...]
    formats: tuple[str, ...] = ()

    @cached_property
    def pages(self) -> dict[str, GeneratedPage | Draft]:
        """Return the generated pages by address: whole reports, figures, abbreviations, misprints."""
        made: list[GeneratedPage | Draft] = [glossary_page(self.library), corrections_page(self.errata)]
        for report in self.library.reports:
            made += [
                whole_page(report, partial(self.chapters, report.sections), self.formats, self._report_key(report)),
                figure_page(report, self.library.memory),
            ]
        return {page.address: page for page in made}

    def marks(self, links: LibraryLinks) -> ReadingMarks:
        """Return the extension that enters addresses, abbreviations and misprints; it stands before `links`."""
        return ReadingMarks(links, self._sections, self._errata)

    def chapters(self, sections: Sequence[Section]) -> list[Chapter]:
        """Return the sections as HTML, ids unique among them."""
        links = LibraryLinks(self.library, named=True)
        converter = new_converter(self.marks(links), links)
        return list(render_chapters(converter, links, sections, self.sources, self._chapter_key))

    def revised(self, docs: Path, library: Library) -> Reading:
        """Return the same for a library of which a file was read anew."""
        old = {section.path: section.key for section in self.library.sections.values()}
        fresh = {
            section.path: _text(docs.parent / section.path, Originals())
            for section in library.sections.values()
            if section.key != old.get(section.path)
        }
        return replace(self, library=library, sources={**self.sources, **fresh})

    def convert_apart(self, spread: Spread) -> None:
        """Convert every section in several processes, into the library's memory: a first build's second great task."""
        sections, memory = list(self.library.sections.values()), self.library.memory
        pieces = [sections[start : start + _PIECE] for start in range(0, len(sections), _PIECE)]

        def work(piece: int) -> bytes:
            self.chapters(pieces[piece])
            return memory.hand_over()

        for records in spread(len(pieces), work):
            memory.absorb(records)

    def _chapter_key(self, section: Section) -> bytes:
        """Return the digest of all that a section's HTML is made from, but for the cards of documents."""
        address = section.path.removeprefix("docs/")
        context = PageContext(address, section.id, self.library.links_by_path.get(section.path, ()))
        return section.key and digest(section.key, named_inputs(context, self.inputs(address)))

    def _report_key(self, report: Report) -> bytes:
        """Return the digest of all that the HTML of a report's sections is made from."""
        links = [link for section in report.sections for link in self.library.links_by_path.get(section.path, ())]
        linked = {*self.named_documents(report), *(link.document for link in links)}
        known = self.library.registry.by_id
        cards = [known[name].identity for name in sorted(filter(None, linked)) if name in known]
        errata = [repr(erratum) for section, erratum in self.errata if section.report == report.id]
        return joined(report.texts, *(link.key for link in links), *cards, digest(*errata))

    def named_documents(self, report: Report) -> list[str]:
        """Return what may be a document's id among the addresses that a report's sections write themselves."""
        if report.id not in self._named:
            work = partial(self._find_named, report)
            self._named[report.id] = self.library.memory.recall("documents named", report.texts, work)
        return self._named[report.id]

    def _find_named(self, report: Report) -> list[str]:
        return sorted({name for section in report.sections for name in named_documents(self.sources[section.path])})

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        return {}

    def editions(self, publisher: str, fonts: Path, modified: dt.datetime) -> Iterator[tuple[str, bytes]]:
        """Yield (address, bytes) of every edition of every report.

        Args:
            publisher: Name of the site.
            fonts: The folder of the site's fonts.
            modified: When the texts were last changed, in UTC; part of the bytes.
        """
        for report in self.library.reports if self.formats else ():
            book = make_book(report, self.chapters(report.sections), publisher)
            for suffix in self.formats:
                yield edition_address(report.id, suffix), write_edition(book, suffix, fonts, modified)

    def inputs(self, address: str) -> str | None:
        """Return what the marks of a section's page are made from, beside the code; None for pages without marks."""
        section = self._sections.get(address)
        if section is None:
            return None
        errata = self._errata.get(address, ())
        return repr((section_place(section), self._titles[section.report], list(errata)))

    def blocks(self, address: str) -> Mapping[str, str]:
        """Return the HTML blocks of the page at `address`; none for pages that are not of this room."""
        handout = self._handouts.get(address)
        if handout is not None:
            chapters = {(c.section.report, c.section.id): c for c in self.chapters(handout.sections)}
            return handout_blocks(handout, chapters)
        page = self.pages.get(address)
        return finished(page).blocks if page is not None else {}

    def complete(self, address: str, registers: Sequence[tuple[str, str]]) -> str:
        """Return the Markdown that follows the editor's words on the page at `address`; nothing for most pages."""
        if address == HOME:
            return home_markdown(self.library, self.handouts, registers)
        handout = self._handouts.get(address)
        return handout_markdown(handout, self.library) if handout is not None else ""

    def report_entries(self, report: Report) -> list[Any]:
        """Return the navigation's entries that stand behind a report's title page."""
        folder = f"{REPORTS}/{report.id}"
        return [{"Đọc cả báo cáo": f"{folder}/{WHOLE}.md"}, {"Số liệu của báo cáo": f"{folder}/{FIGURES}.md"}]

    def entries(self) -> list[Any]:
        """Return the navigation's entries of reading lists and of the pages of words."""
        classes = [{handout.title: handout.address} for handout in self.handouts]
        words = [{"Chữ viết tắt": abbreviations.PAGE}, {"Chữ in sai trong bản gốc": corrections.PAGE}]
        return [*([{"Bài đọc": classes}] if classes else []), {"Tra cứu": words}]

    @cached_property
    def _errata(self) -> Mapping[str, list[Erratum]]:
        return errata_by_address(self.errata)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {report.id: report.title for report in self.library.reports}

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.path.removeprefix("docs/"): section for section in self.library.sections.values()}

    @cached_property
    def _handouts(self) -> dict[str, Handout]:
        return {handout.address: handout for handout in self.handouts}


def load_reading(
    docs: Path, library: Library, formats: tuple[str, ...] = (), originals: Originals | None = None
) -> tuple[Reading, list[Problem]]:
    """Read the sections' texts, the errata and the reading lists; every fault is in the list.

    Args:
        docs: The folder of Markdown pages.
        library: What is read already.
        formats: Editions that this build makes; see `editions.available_formats`.
        originals: The files as this build reads them.
    """
    originals = originals or Originals()
    sources = {section.path: _text(docs.parent / section.path, originals) for section in library.sections.values()}
    errata: list[tuple[Section, Erratum]] = []
    handouts, problems = load_handouts(docs, library)
    for report in library.reports:
        found, wrong = _report_errata(docs, library, report)
        errata += found
        problems += wrong
    return Reading(library, sources, tuple(errata), tuple(handouts), formats), problems


def _text(file: Path, originals: Originals) -> str:
    """Return the text of a file; nothing of one that is not UTF-8, which is a finding already."""
    try:
        return decoded(originals.content(str(file)))
    except UnicodeDecodeError:
        return ""


def _report_errata(docs: Path, library: Library, report: Report) -> tuple[list[tuple[Section, Erratum]], list[Problem]]:
    file = docs / REPORTS / report.id / ERRATA
    if not file.is_file():
        return [], []
    path = f"{docs.name}/{REPORTS}/{report.id}/{ERRATA}"
    errata, problems = read_errata(path, file.read_text("utf-8"))
    known = [(library.sections.get((report.id, erratum.section)), erratum) for erratum in errata]
    problems += [
        Problem(path, erratum.line, f"báo cáo không có mục «{erratum.section}»; hãy sửa «section»")
        for section, erratum in known
        if section is None
    ]
    return [(section, erratum) for section, erratum in known if section is not None], problems
