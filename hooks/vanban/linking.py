"""Linking: the mentions of a page with the documents that they stand for, recalled for many pages at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeAlias

from vanban.citations import Citation
from vanban.directives import Directive
from vanban.fulltext import pinpoint_anchor
from vanban.library import Link, LinkGroup, document_url, plenum_id
from vanban.memory import Memory, digest, joined
from vanban.mentions import Mention, scan_units
from vanban.registry import Registry, Resolution, code_slug
from vanban.reports import Page, Report, Section
from vanban.units import Unit, read_units

_Row: TypeAlias = tuple[int, Citation, str, Resolution, str | None, str | None, bytes]
"""(index of the unit, citation, sentence, resolution, target, document, key): a link without its page."""


def link_report(report: Report, registry: Registry, memory: Memory | None = None) -> LinkGroup:
    """Return the links of a report."""
    memory = memory or Memory()
    pages = report.sections
    key = _group_key(registry, report.key, *(page.key for page in pages))

    def read(page: Section) -> list[_Row]:
        return _rows(link_page(page, registry, report.jurisdiction, memory), report.key)

    def work() -> list[list[_Row]]:
        keyed = ((page, _group_key(registry, report.key, page.key)) for page in pages)
        return [memory.recall("links of a section", key, partial(read, page)) for page, key in keyed]

    found = memory.recall("links of a report", key, work)
    links = (_links(page, page.units, rows, memory) for page, rows in zip(pages, found, strict=True))
    return LinkGroup(tuple(chain.from_iterable(links)), key)


def link_directives(directives: Iterable[Directive], registry: Registry, memory: Memory) -> LinkGroup:
    """Return the links in the texts of documents; a page is held without its units, a link with its own."""
    filled = [directive for directive in directives if directive.body]
    key = _group_key(registry, *(directive.key for directive in filled))

    def work() -> list[tuple[dict[int, Unit], list[_Row]]]:
        found: list[tuple[dict[int, Unit], list[_Row]]] = []
        for directive in filled:
            page = replace(_page(directive), units=body_units(directive, memory))
            links = list(link_page(page, registry, directive.jurisdiction, memory))
            found.append(({link.mention.index: link.mention.unit for link in links}, _rows(links)))
        return found

    recalled = zip(filled, memory.recall("links of documents", key, work), strict=True)
    links = (_links(_page(directive), units, rows, memory) for directive, (units, rows) in recalled)
    return LinkGroup(tuple(chain.from_iterable(links)), key)


def _page(directive: Directive) -> Page:
    return Page(directive.path, document_url(directive.id), directive.name, (), key=directive.key)


def _group_key(registry: Registry, *keys: bytes) -> bytes:
    return joined(registry.evidence, registry.names_key, *keys)


def _rows(links: Iterable[Link], *parts: bytes) -> list[_Row]:
    """Return links without their pages; the parts are what a reader of a link is told beside it."""
    rows: list[_Row] = []
    for link in links:
        mention, citation = link.mention, link.mention.citation
        place = f"{mention.index} {citation.start} {citation.end} {link.target} {link.document}"
        key = link.page.key and digest(link.page.key, place, *parts)
        rows.append((mention.index, citation, mention.sentence, link.resolution, link.target, link.document, key))
    return rows


def _links(
    page: Page, units: Mapping[int, Unit] | Sequence[Unit], rows: Iterable[_Row], memory: Memory
) -> Iterator[Link]:
    share = memory.share
    for index, citation, sentence, resolution, target, document, key in rows:
        mention = Mention(citation, page.path, units[index], index, share(sentence))
        yield Link(mention, page, share(resolution), share(target), share(document), key=key)


def link_page(page: Page, registry: Registry, jurisdiction: str | None, memory: Memory | None = None) -> Iterator[Link]:
    """Yield the links of one page in order."""
    memory = memory or Memory()
    citations = memory.recall(
        "citations", page.key and digest(page.key, registry.names_key), partial(_citations, page, registry)
    )
    shown = page if isinstance(page, Section) else replace(page, units=())
    for citation, index, sentence in citations:
        mention = Mention(citation, page.path, page.units[index], index, sentence)
        yield _link(mention, shown, registry, registry.resolve(citation, jurisdiction))


def _citations(page: Page, registry: Registry) -> list[tuple[Citation, int, str]]:
    """Return the mentions of a page without their units, which the page holds already."""
    found = scan_units(page.path, list(page.units), registry.names)
    return [(mention.citation, mention.index, mention.sentence) for mention in found]


def _link(mention: Mention, page: Page, registry: Registry, resolution: Resolution) -> Link:
    citation = mention.citation
    if citation.plenum is not None and citation.term is not None and citation.code is None:
        document = plenum_id(citation.plenum, citation.term)
        return Link(mention, page, Resolution(()), document_url(document), document)
    if resolution.id is not None:
        article = document_url(resolution.id) + _pinpoint(citation, registry.by_id[resolution.id])
        return Link(mention, page, resolution, article, resolution.id)
    fitting = resolution.ids or resolution.rivals
    code = registry.by_id[fitting[0]].code if fitting else None
    target = document_url(code_slug(code)) if code and len({registry.by_id[i].code for i in fitting}) == 1 else None
    return Link(mention, page, resolution, target, None)


def _pinpoint(citation: Citation, directive: Directive) -> str:
    """Return the anchor of the article a mention points at, with its `#`, when the document's text is here."""
    anchor = pinpoint_anchor(directive.body, citation.pinpoint) if citation.pinpoint and directive.body else None
    return f"#{anchor}" if anchor else ""


def body_units(directive: Directive, memory: Memory) -> tuple[Unit, ...]:
    """Return the text of a document; it is not held, but read once and kept in memory's file."""
    work = partial(read_units, directive.body, None, directive.body_line)
    return tuple(memory.recall("body", directive.key, work)) if directive.body else ()
