"""Library: every report, document and mention of the site; each page, link and index is a function of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property, partial
from itertools import chain
from typing import Final, TypeVar

from vanban.memory import Memory
from vanban.mentions import Mention
from vanban.problems import Problem
from vanban.records import dataclass
from vanban.registry import Registry, Resolution, code_slug
from vanban.reports import (
    Footnote,
    Page,
    Report,
    Section,
    read_footnotes,
)

Value = TypeVar("Value")
DOCUMENTS: Final = "van-ban"


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says at a link, and what follows from it.

    Attributes:
        mention: Where the document is named.
        resolution: The documents that fit.
        target: Address from the site's root; None when no page exists for it.
    """

    mention: Mention
    resolution: Resolution
    target: str | None


class Link:
    """A mention with what it stands for and the page it leads to.

    A build after an edit asks most links for nothing but where they lead, so the rest is read by page, when asked for.

    Attributes:
        document: The registry's id, a plenum's id, or None when unknown or ambiguous.
        key: Digest of all that can be read here, and of nothing else that stands on the page; empty when the page was
            not read from a file.
    """

    __slots__ = ("_linked", "_place", "document", "key")

    def __init__(self, linked: LinkedPage, place: int, document: str | None, key: bytes) -> None:
        """Take the page with all its links, and the place of this one among them."""
        self._linked, self._place = linked, place
        self.document, self.key = document, key

    @property
    def page(self) -> Page:
        """Return the page it stands on; that of a document has no units."""
        return self._linked.page

    @property
    def mention(self) -> Mention:
        """Return where the document is named."""
        return self._linked.said[self._place].mention

    @property
    def resolution(self) -> Resolution:
        """Return the documents that fit."""
        return self._linked.said[self._place].resolution

    @property
    def target(self) -> str | None:
        """Return the address from the site's root; None when no page exists for it."""
        return self._linked.said[self._place].target

    @property
    def url(self) -> str:
        """Return the address of the paragraph or footnote that holds the mention."""
        anchor = self.mention.unit.anchor
        return f"{self.page.url}#{anchor}" if anchor else self.page.url


class LinkedPage:
    """A page with its links, in order.

    Attributes:
        page: The page; that of a document without its units, of which only those with mentions are held.
        documents: Where each link leads; see `Link`.
        keys: The digest of each link.
        key: Digest of all that they follow from; empty where what is read of the page is not to be kept by itself.
    """

    def __init__(
        self,
        page: Page,
        documents: Sequence[str | None],
        keys: Sequence[bytes],
        read: Callable[[], Sequence[Said]],
        key: bytes = b"",
    ) -> None:
        """Take what is known of the links without the text, and what reads the rest."""
        self.page, self.documents, self.keys, self._read, self.key = page, documents, keys, read, key

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return the links."""
        pairs = zip(self.documents, self.keys, strict=True)
        return tuple(Link(self, place, document, key) for place, (document, key) in enumerate(pairs))

    @cached_property
    def said(self) -> Sequence[Said]:
        """Return what the page says at each link; what it was read from is let go of."""
        said = self._read()
        self._read = tuple
        return said


@dataclass(frozen=True)
class LinkGroup:
    """Pages whose links are remembered together: those of a report, or of some documents' texts.

    Attributes:
        pages: The pages with their links.
        key: Digest of all that they follow from; empty when a page was not read from a file.
    """

    pages: tuple[LinkedPage, ...]
    key: bytes = b""

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return the links of the pages in order."""
        return tuple(chain.from_iterable(linked.links for linked in self.pages))


@dataclass(frozen=True)
class Library:
    """Everything the site is made of."""

    registry: Registry
    reports: tuple[Report, ...]
    groups: tuple[LinkGroup, ...]
    """Every link, in reading order."""
    problems: tuple[Problem, ...]
    """Every finding of reading the files."""
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)
    """What earlier builds worked out of the same texts."""

    @cached_property
    def sections(self) -> Mapping[tuple[str, str], Section]:
        """Return every page of every report by (report, section id)."""
        return {(report.id, section.id): section for report in self.reports for section in report.sections}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return every link in reading order."""
        return tuple(chain.from_iterable(group.links for group in self.groups))

    def read_links(self, room: str, read: Callable[[LinkedPage], Value]) -> Iterator[tuple[LinkedPage, Value]]:
        """Yield every page with links and what `read` makes of them; that is recalled by group, of a new group by page.

        Args:
            room: Where it is remembered.
            read: A function of the links and of nothing that changes.
        """
        for group in self.groups:
            work = partial(self._read_pages, f"{room} of a page", read, group)
            yield from zip(group.pages, self.memory.recall(room, group.key, work), strict=True)

    def _read_pages(self, room: str, read: Callable[[LinkedPage], Value], group: LinkGroup) -> list[Value]:
        recall = self.memory.recall
        return [recall(room, linked.key, partial(read, linked)) for linked in group.pages]

    @cached_property
    def footnotes(self) -> tuple[Footnote, ...]:
        """Return the footnotes of every report in reading order."""
        return tuple(note for section in self.sections.values() for note in read_footnotes(section))

    @cached_property
    def footnote_counts(self) -> Mapping[str, int]:
        """Return how many footnotes each report has, by its id."""

        def count(report: Report) -> int:
            return sum(1 for section in report.sections for _ in read_footnotes(section))

        recall = self.memory.recall
        return {report.id: recall("footnotes", report.texts, partial(count, report)) for report in self.reports}

    @cached_property
    def links_by_path(self) -> Mapping[str, tuple[Link, ...]]:
        """Return the links of each source file in order."""
        pages = chain.from_iterable(group.pages for group in self.groups)
        return {linked.page.path: linked.links for linked in pages if linked.documents}

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
        named = {plenum for _, plenums in self.read_links("plenums", _plenums) for plenum in plenums}
        known = {(number, term) for number, term in named | set(self.registry.by_plenum) if number and term}
        return {plenum_id(number, term): (number, term) for number, term in sorted(known)}


def _plenums(linked: LinkedPage) -> list[tuple[int, str | None]]:
    """Return (number, term) of every plenum that a page names."""
    named = {(said.mention.citation.plenum, said.mention.citation.term) for said in linked.said}
    return [(number, term) for number, term in named if number is not None]


def plenum_id(number: int, term: str) -> str:
    """Return the address part of a plenum of the Central Committee: `hoi-nghi-trung-uong-6-khoa-xii`."""
    return f"hoi-nghi-trung-uong-{number}-khoa-{term.lower()}"


def document_url(document: str) -> str:
    """Return the address of a document's, code's or plenum's page from the site's root."""
    return f"{DOCUMENTS}/{document}.html"
