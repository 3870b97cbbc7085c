"""The search index of a site; the process that makes it is the only one that loads what it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from mkdocs.structure.files import Files

from swift import Indexer
from vanban.front_matter import read_front_matter
from vanban.memory import collector_paused
from vanban.search import HEAD, IndexState, load_state, save_state, search_groups, write_index
from vanban.site import Site
from vanban.units import first_heading


def make_indexer(site: Site, files: Files) -> Indexer:
    """Return what makes the index, given the site and the files that the engine found for it."""
    return Indexer(HEAD, partial(write_site_index, site, written_pages(site, files)), load_state, save_state)


def written_pages(site: Site, files: Files) -> list[tuple[str, str]]:
    """Return (address, Markdown without front matter) of the pages that editors wrote and that are of no report."""
    found = (file for file in files.documentation_pages() if site.is_written(file.src_uri))
    return [(file.src_uri, read_front_matter(file.src_uri, file.content_string)[0].body) for file in found]


def write_site_index(
    site: Site,
    written: Iterable[tuple[str, str]],
    kept: IndexState | None,
    put: Callable[[str, bytes | None], None],
) -> IndexState:
    """Make the search index of a site and return what to keep of it.

    Args:
        site: The site.
        written: (address, Markdown without front matter) of the pages that editors wrote.
        kept: What the last build kept of it.
        put: Takes each file as soon as it is made; None in place of the bytes that the last build wrote.
    """
    made = [(address, title, "") for title, address in site.registers]
    pages = [*made, *((address, first_heading(text) or address, text) for address, text in written)]
    found = ((address.removesuffix(".md") + ".html", title, text) for address, title, text in pages)
    keys = {directive.path: directive.key for directive in site.library.registry.directives}
    keys |= {section.path: section.key for section in site.library.sections.values()}
    with collector_paused():
        return write_index(search_groups(site.library, found, keys), kept, put)
