"""Library: every report, document and mention of the site; each page, link and index is a function of it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from vanban.citations import Citation
from vanban.directives import Directive
from vanban.fulltext import pinpoint_anchor
from vanban.memory import Memory, Spread, collector_paused, digest
from vanban.mentions import Mention, scan_units
from vanban.problems import Problem, Severity
from vanban.registry import Registry, Resolution, code_slug, load_registry, read_directive
from vanban.reports import (
    Footnote,
    Page,
    Report,
    Section,
    load_report,
    load_reports,
    read_footnotes,
    report_folders,
)
from vanban.units import Unit, read_units

DOCUMENTS: Final = "van-ban"
_PIECE: Final = 64
"""Documents whose texts one process reads at a time."""


@dataclass(frozen=True, slots=True)
class Link:
    """A mention with what it stands for and the page it leads to.

    Attributes:
        mention: Where the document is named.
        page: The page it stands on; that of a document without its units, of which only those with mentions are held.
        resolution: The documents that fit.
        target: Address from the site's root; None when no page exists for it.
        document: The registry's id, a plenum's id, or None when unknown or ambiguous.
    """

    mention: Mention
    page: Page
    resolution: Resolution
    target: str | None
    document: str | None

    @property
    def url(self) -> str:
        """Return the address of the paragraph or footnote that holds the mention."""
        anchor = self.mention.unit.anchor
        return f"{self.page.url}#{anchor}" if anchor else self.page.url


@dataclass(frozen=True)
class Library:
    """Everything the site is made of."""

    registry: Registry
    reports: tuple[Report, ...]
    links: tuple[Link, ...]
    footnotes: tuple[Footnote, ...]
    problems: tuple[Problem, ...]
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)
    """What earlier builds worked out of the same texts."""

    @cached_property
    def sections(self) -> Mapping[tuple[str, str], Section]:
        """Return every page of every report by (report, section id)."""
        return {(report.id, section.id): section for report in self.reports for section in report.sections}

    @cached_property
    def links_by_path(self) -> Mapping[str, tuple[Link, ...]]:
        """Return the links of each source file in order."""
        groups: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            groups[link.mention.path].append(link)
        return {path: tuple(links) for path, links in groups.items()}

    @cached_property
    def links_by_document(self) -> Mapping[str, tuple[Link, ...]]:
        """Return the links that lead to each document or plenum, in reading order."""
        groups: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            if link.document is not None:
                groups[link.document].append(link)
        return {document: tuple(links) for document, links in groups.items()}

    @cached_property
    def homonyms(self) -> Mapping[str, tuple[str, ...]]:
        """Return code slug -> ids, for every code that has a page of its own beside its documents' pages."""
        groups = {code_slug(code): tuple(d.id for d in found) for code, found in self.registry.by_code.items()}
        return {slug: ids for slug, ids in groups.items() if ids != (slug,)}

    @cached_property
    def plenums(self) -> Mapping[str, tuple[int, str]]:
        """Return id -> (number, term) of every plenum that a text or a document names."""
        named = {
            (link.mention.citation.plenum, link.mention.citation.term)
            for link in self.links
            if link.mention.citation.plenum is not None
        }
        known = {(number, term) for number, term in named | set(self.registry.by_plenum) if number and term}
        return {plenum_id(number, term): (number, term) for number, term in sorted(known)}


def plenum_id(number: int, term: str) -> str:
    """Return the address part of a plenum of the Central Committee: `hoi-nghi-trung-uong-6-khoa-xii`."""
    return f"hoi-nghi-trung-uong-{number}-khoa-{term.lower()}"


def document_url(document: str) -> str:
    """Return the address of a document's, code's or plenum's page from the site's root."""
    return f"{DOCUMENTS}/{document}.html"


def load_library(docs: Path, directives: Path, memory: Memory | None = None, spread: Spread | None = None) -> Library:
    """Read all committed text; afterwards every mention is resolved as far as the registry allows.

    Args:
        docs: The folder of Markdown pages.
        directives: The folder of directive files.
        memory: What earlier builds worked out.
        spread: Reads pages in several processes.

    Returns:
        The library with every finding in `problems`.
    """
    memory = memory or Memory()
    with collector_paused():
        first = memory.empty
        registry, problems = load_registry(directives, directives.name, memory)
        if first and spread is not None:
            _read_apart(docs, registry, memory, spread)
        reports, found = load_reports(docs, memory)
        sections = [(report, section) for report in reports for section in report.sections]
        links = [
            link for report, section in sections for link in link_page(section, registry, report.jurisdiction, memory)
        ]
        links += _directive_links(registry.directives, registry, memory)
        footnotes = tuple(note for _, section in sections for note in read_footnotes(section))
    return Library(registry, reports, tuple(links), footnotes, (*problems, *found, *_unsettled(links)), memory)


def revise_library(library: Library, docs: Path, directives: Path, path: Path) -> Library | None:
    """Return the library with one file read anew, everything else as it was; None when that does not say enough.

    It serves to show the file's own page: mentions elsewhere are not resolved again.

    Args:
        library: What was read before.
        docs: The folder of Markdown pages.
        directives: The folder of directive files.
        path: The file.
    """
    if path.parent == directives:
        return _with_directive(library, f"{directives.name}/{path.name}", path.read_text("utf-8"))
    shown = f"{docs.name}/{path.relative_to(docs).as_posix()}"
    report = next((report for report in library.reports if any(s.path == shown for s in report.sections)), None)
    if report is None:
        return library
    fresh, _ = load_report(docs, path.parent, library.memory)
    section = next((section for section in fresh.sections if section.path == shown), None)
    if section is None:
        return None
    reports = tuple(fresh if old is report else old for old in library.reports)
    links = list(link_page(section, library.registry, report.jurisdiction, library.memory))
    return replace(library, reports=reports, links=_with_links(library, shown, links))


def _with_directive(library: Library, path: str, text: str) -> Library | None:
    directive, _ = read_directive(path, text, library.memory)
    if directive.id not in library.registry.by_id:
        return None
    known = (directive if old.id == directive.id else old for old in library.registry.directives)
    registry = Registry(tuple(known))
    links = list(_directive_links([directive], registry, library.memory))
    return replace(library, registry=registry, links=_with_links(library, path, links))


def _with_links(library: Library, path: str, links: list[Link]) -> tuple[Link, ...]:
    """Return the links of the library with those of one file replaced, in its place."""
    place = next((n for n, link in enumerate(library.links) if link.mention.path == path), len(library.links))
    others = [link for link in library.links if link.mention.path != path]
    return (*others[:place], *links, *others[place:])


def _read_apart(docs: Path, registry: Registry, memory: Memory, spread: Spread) -> None:
    """Read every page and find its mentions in several processes, into memory: most of a first build's reading."""
    folders = report_folders(docs)
    bodies = [registry.directives[start : start + _PIECE] for start in range(0, len(registry.directives), _PIECE)]

    def work(piece: int) -> bytes:
        if piece < len(folders):
            report, _ = load_report(docs, folders[piece], memory)
            for section in report.sections:
                deque(link_page(section, registry, report.jurisdiction, memory), 0)
        else:
            deque(_directive_links(bodies[piece - len(folders)], registry, memory), 0)
        return memory.hand_over()

    for records in spread(len(folders) + len(bodies), work):
        memory.absorb(records)


def link_page(page: Page, registry: Registry, jurisdiction: str | None, memory: Memory | None = None) -> Iterator[Link]:
    """Yield the links of one page in order."""
    memory = memory or Memory()
    citations = memory.recall(
        "citations", page.key and digest(page.key, registry.names_key), partial(_citations, page, registry)
    )
    units = page.units
    mentions = [
        Mention(citation, page.path, units[index], index, memory.share(sentence))
        for citation, index, sentence in citations
    ]
    resolutions = memory.recall(
        "resolutions",
        page.key and registry.evidence and digest(page.key, registry.evidence, jurisdiction or ""),
        lambda: [registry.resolve(mention.citation, jurisdiction) for mention in mentions],
    )
    shown = page if isinstance(page, Section) else replace(page, units=())
    for mention, resolution in zip(mentions, resolutions, strict=True):
        yield _link(mention, shown, registry, memory.share(resolution), memory.share)


def _citations(page: Page, registry: Registry) -> list[tuple[Citation, int, str]]:
    """Return the mentions of a page without their units, which the page holds already."""
    found = scan_units(page.path, list(page.units), registry.names)
    return [(mention.citation, mention.index, mention.sentence) for mention in found]


def _link(
    mention: Mention, page: Page, registry: Registry, resolution: Resolution, share: Callable[[str], str]
) -> Link:
    citation = mention.citation
    if citation.plenum is not None and citation.term is not None and citation.code is None:
        document = plenum_id(citation.plenum, citation.term)
        return Link(mention, page, Resolution(()), document_url(document), document)
    if resolution.id is not None:
        article = document_url(resolution.id) + _pinpoint(citation, registry.by_id[resolution.id])
        return Link(mention, page, resolution, share(article), resolution.id)
    fitting = resolution.ids or resolution.rivals
    code = registry.by_id[fitting[0]].code if fitting else None
    target = document_url(code_slug(code)) if code and len({registry.by_id[i].code for i in fitting}) == 1 else None
    return Link(mention, page, resolution, target, None)


def _pinpoint(citation: Citation, directive: Directive) -> str:
    """Return the anchor of the article a mention points at, with its `#`, when the document's text is here."""
    anchor = pinpoint_anchor(directive.body, citation.pinpoint) if citation.pinpoint and directive.body else None
    return f"#{anchor}" if anchor else ""


def _directive_links(directives: Iterable[Directive], registry: Registry, memory: Memory) -> Iterator[Link]:
    for directive in directives:
        if directive.body:
            units = body_units(directive, memory)
            page = Page(directive.path, document_url(directive.id), directive.name, units, key=directive.key)
            yield from link_page(page, registry, directive.jurisdiction, memory)


def body_units(directive: Directive, memory: Memory) -> tuple[Unit, ...]:
    """Return the text of a document; it is not held, but read once and kept in memory's file."""
    work = partial(read_units, directive.body, None, directive.body_line)
    return tuple(memory.recall("body", directive.key, work)) if directive.body else ()


def _unsettled(links: list[Link]) -> Iterator[Problem]:
    """Yield a finding for review for every mention that leads to no single document."""
    for link in links:
        citation = link.mention.citation
        if link.document is not None:
            continue
        if len(link.resolution.ids) > 1:
            said = f"«{citation.text}» hợp với {len(link.resolution.ids)} văn bản ({', '.join(link.resolution.ids)})"
            hint = "liên kết tới trang phân biệt; ghi thêm ngày hoặc khóa nếu bản gốc có"
        elif link.resolution.rivals:
            said = f"«{citation.text}» có ngày hoặc khóa khác với {', '.join(link.resolution.rivals)}"
            hint = "nếu là văn bản khác, hãy thêm tệp mới trong directives/"
        else:
            said, hint = f"«{citation.text}» chưa có tệp trong directives/", "hãy tạo bằng «vanban new»"
        yield Problem(link.mention.path, link.mention.line, f"{said}; {hint}", Severity.REVIEW)
