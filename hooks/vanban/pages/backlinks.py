"""Backlinks: every place that cites a document, by report and section, with sentence and link to the paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.library import Link
from vanban.pages.page import link
from vanban.reports import Section


def backlinks(catalogue: Catalogue, document: str, address: str) -> Iterator[str]:
    """Yield the blocks of the chapter "Được dẫn trong"; its count is that of the places listed."""
    links = catalogue.library.links_by_document.get(document, ())
    yield f"## Được dẫn trong ({len(links)}) {{ #duoc-dan-trong }}"
    if not links:
        yield "Chưa có trang nào dẫn văn bản này."
    for source, group in groupby(links, key=lambda item: _source(catalogue, item)):
        found = list(group)
        yield f"### {escape(source)} ({len(found)})"
        yield from _sections(found, address)


def _source(catalogue: Catalogue, item: Link) -> str:
    page = item.page
    return catalogue.reports[page.report].title if isinstance(page, Section) else page.title


def _sections(links: list[Link], address: str) -> Iterator[str]:
    for _, group in groupby(links, key=lambda item: item.page.path):
        found = list(group)
        page = found[0].page
        heading = page.heading if isinstance(page, Section) else page.title
        places = "\n".join(f"    - {place(item, address)}" for item in found)
        yield f"- {link(heading, page.url, address)} ({len(found)})\n\n{places}"


def place(item: Link, address: str) -> str:
    """Return a citing sentence with the link to its paragraph or footnote."""
    return f"“{escape(item.mention.sentence)}” {link(place_name(item), item.url, address)}"


def place_name(item: Link) -> str:
    """Return what the paragraph or footnote of a mention is called."""
    unit = item.mention.unit
    if unit.footnote:
        return f"chú thích {unit.printed_footnote}"
    return f"đoạn {unit.number}" if unit.number else "tiêu đề"
