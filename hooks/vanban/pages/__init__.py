"""Every page that is made from the library and not written by an editor."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.catalogue import Catalogue
from vanban.library import Library
from vanban.pages.codes import code_pages, plenum_pages
from vanban.pages.compare import compare_pages
from vanban.pages.documents import document_pages
from vanban.pages.milestones import milestone_pages
from vanban.pages.notes import note_pages
from vanban.pages.page import Draft, GeneratedPage, finished
from vanban.pages.review import review_page
from vanban.pages.shelf import Register, Shelf, register_pages
from vanban.pages.sources import sources_page
from vanban.pages.timeline import facts_pages

__all__ = ["Draft", "GeneratedPage", "Register", "Shelf", "finished", "render_pages", "shared_pages"]


def render_pages(library: Library) -> Iterator[GeneratedPage]:
    """Yield every generated page, each address once."""
    catalogue = Catalogue(library)
    yield from register_pages(catalogue)
    yield from map(finished, shared_pages(catalogue))
    yield from document_pages(catalogue)


def shared_pages(catalogue: Catalogue) -> Iterator[GeneratedPage | Draft]:
    """Yield every generated page but those of single documents and the registers of all."""
    yield from facts_pages(catalogue)
    yield from milestone_pages(catalogue)
    yield from compare_pages(catalogue)
    yield from note_pages(catalogue)
    yield review_page(catalogue)
    yield sources_page(catalogue)
    yield from code_pages(catalogue)
    yield from plenum_pages(catalogue)
