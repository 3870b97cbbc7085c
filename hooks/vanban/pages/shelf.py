"""Shelf: the registers of all documents, made only when something changed that they list.

They are many and long, and all of them follow from the same three things: what is known of the documents, how often
each is cited, and the reports' title pages. While the digest of these is the same, so are the registers; their
addresses and titles, which the navigation needs, are kept in the library's memory. When it is another, each table is
asked for the digest of the documents that it lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from typing import ClassVar, Final

from vanban.catalogue import Catalogue
from vanban.memory import digest
from vanban.pages.facets import facet_pages
from vanban.pages.names import name_pages
from vanban.pages.page import Draft, GeneratedPage, finished
from vanban.pages.registers import index_page, ordered_pages
from vanban.pages.timeline import timeline_page
from vanban.records import dataclass

REGISTERS: Final = "registers"


def register_pages(catalogue: Catalogue) -> Iterator[GeneratedPage]:
    """Yield the registers, in the order of the navigation."""
    return map(finished, _drafts(catalogue))


def _drafts(catalogue: Catalogue) -> Iterator[GeneratedPage | Draft]:
    """Yield the registers; nothing but what `registers_key` names may be read."""
    yield from index_page(catalogue)
    yield from ordered_pages(catalogue)
    yield from facet_pages(catalogue)
    yield from name_pages(catalogue)
    yield timeline_page(catalogue)


def registers_key(catalogue: Catalogue) -> bytes:
    """Return the digest of all that the registers list; empty when a document was not read from a file."""
    library = catalogue.library
    keys = [
        *(directive.identity for directive in library.registry.directives),
        *(report.key for report in library.reports),
    ]
    return digest(*keys, *map(str, catalogue.counts.values())) if all(keys) else b""


@dataclass(frozen=True)
class Shelf:
    """The registers of one catalogue."""

    catalogue: Catalogue

    @cached_property
    def pages(self) -> dict[str, GeneratedPage | Draft]:
        """Return the registers by address; the long ones are made when they are asked for."""
        return {page.address: page for page in _drafts(self.catalogue)}

    @cached_property
    def key(self) -> bytes:
        """Return what tells these registers from others."""
        return registers_key(self.catalogue)

    def page_key(self, address: str) -> bytes:
        """Return the digest of all that a register is made from; of one that is no table, that of all registers."""
        page = self.pages[address]
        return page.key if isinstance(page, Draft) and page.key else self.key

    def registers(self) -> list[Register]:
        """Return the registers in order, each to be made when it is asked for."""
        known = self.catalogue.library.memory.recall(REGISTERS, self.key, self._titles)
        return [Register(self, address, title) for address, title in known]

    def _titles(self) -> list[tuple[str, str]]:
        return [(page.address, page.title) for page in self.pages.values()]


@dataclass(frozen=True)
class Register:
    """One register, not made yet."""

    shelf: Shelf = field(repr=False)
    address: str
    title: str
    slow: ClassVar[bool] = False

    @property
    def page(self) -> GeneratedPage:
        """Return the page."""
        return finished(self.shelf.pages[self.address])

    def source(self) -> str:
        """Return the page with its front matter, as a Markdown file."""
        return self.page.source()

    def parts(self) -> tuple[str, dict[str, object]]:
        """Return the text and the front matter, as reading `source()` gives them."""
        return self.page.parts()

    def facts(self) -> list[tuple[str, str]] | None:
        """Return what tells whether the page changed; see `facts.Facts`."""
        return [(REGISTERS, self.address)] if self.shelf.key else None

    @property
    def key(self) -> bytes:
        """Return the digest of all that the page is made from; empty when that is unknown."""
        return self.shelf.page_key(self.address)

    def ready(self) -> bool:
        """Return whether the registers were made."""
        return "pages" in vars(self.shelf)

    def forget(self) -> None:
        """Let go of the text, if it is one that can be made again by itself."""
        if "pages" in vars(self.shelf):
            self.shelf.pages[self.address].forget()
