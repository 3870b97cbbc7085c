"""Every page that is made from the library and not written by an editor."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.library import Library
from vanban.pages.documents import code_pages, document_pages, plenum_pages
from vanban.pages.notes import footnote_index
from vanban.pages.page import GeneratedPage
from vanban.pages.registers import register_pages

__all__ = ["GeneratedPage", "render_pages"]


def render_pages(library: Library) -> Iterator[GeneratedPage]:
    """Yield every generated page, each address once."""
    yield from register_pages(library)
    yield footnote_index(library)
    yield from document_pages(library)
    yield from code_pages(library)
    yield from plenum_pages(library)
