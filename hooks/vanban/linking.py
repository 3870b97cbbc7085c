"""Linking: the mentions of a page with the documents that they stand for, recalled for many pages at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from vanban.citations import Citation
from vanban.directives import Directive
from vanban.fulltext import pinpoint_anchor
from vanban.library import LinkedPage, LinkGroup, Said, document_url, plenum_id
from vanban.memory import Memory, digest, joined, packed, unpacked
from vanban.mentions import Mention, scan_text
from vanban.records import dataclass
from vanban.registry import Registry, Resolution, code_slug
from vanban.reports import Page, Report, Section
from vanban.units import Unit, read_units

_Said: TypeAlias = tuple[int, Citation, str, Resolution, str | None]
"""(index of the unit, citation, sentence, resolution, target): what a page says at a link."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The links of one page as they are remembered.

    Attributes:
        documents: Where each leads.
        keys: The digest of each.
        said: What the page says at each, with the units of a document that they stand in; packed.
    """

    documents: tuple[str | None, ...]
    keys: tuple[bytes, ...]
    said: bytes


def link_report(report: Report, registry: Registry, memory: Memory | None = None) -> LinkGroup:
    """Return the links of a report."""
    memory = memory or Memory()
    pages = report.sections
    key = _group_key(registry, report.key, *(page.key for page in pages))

    keys = [_group_key(registry, report.key, page.key) for page in pages]

    def read(page: Section) -> _Rows:
        return _rows(link_page(page, registry, report.jurisdiction, memory), page.key and report.key)

    def work() -> list[_Rows]:
        keyed = zip(pages, keys, strict=True)
        return [memory.recall("links of a section", key, partial(read, page)) for page, key in keyed]

    found = zip(pages, keys, memory.recall("links of a report", key, work), strict=True)
    return LinkGroup(tuple(_linked(page, page.units, rows, memory, key) for page, key, rows in found), key)


def link_directives(directives: Iterable[Directive], registry: Registry, memory: Memory) -> LinkGroup:
    """Return the links in the texts of documents; a page is held without its units, a link with its own."""
    filled = [directive for directive in directives if directive.body]
    key = _group_key(registry, *(directive.key for directive in filled))

    def read(directive: Directive) -> _Rows:
        page = replace(_page(directive), units=body_units(directive, memory))
        linked = link_page(page, registry, directive.jurisdiction, memory)
        units = {said.mention.index: said.mention.unit for said in linked.said}
        return _rows(linked, directive.identity, units=units)

    def recalled(directive: Directive) -> _Rows:
        return memory.recall("links of a document", _group_key(registry, directive.key), partial(read, directive))

    found = memory.recall("links of documents", key, lambda: list(map(recalled, filled)))
    linked = (_linked(_page(directive), None, rows, memory) for directive, rows in zip(filled, found, strict=True))
    return LinkGroup(tuple(linked), key)


def _page(directive: Directive) -> Page:
    return Page(directive.path, document_url(directive.id), directive.name, (), key=directive.key)


def _group_key(registry: Registry, *keys: bytes) -> bytes:
    return joined(registry.evidence, registry.names_key, *keys)


def _rows(linked: LinkedPage, beside: bytes, units: Mapping[int, Unit] | None = None) -> _Rows:
    """Return a page's links to be remembered.

    Args:
        linked: The page with its links.
        beside: Digest of what a reader of a link may be told that is not of the page; empty when it is unknown.
        units: The units that its mentions stand in, where the page is held without them.
    """
    page = repr(replace(linked.page, units=()))
    keys: list[bytes] = []
    rows: list[_Said] = []
    for said, document in zip(linked.said, linked.documents, strict=True):
        mention = said.mention
        keys.append(beside and digest(beside, page, document or "", repr(said)))
        rows.append((mention.index, mention.citation, mention.sentence, said.resolution, said.target))
    return _Rows(tuple(linked.documents), tuple(keys), packed((units, rows)) if rows else b"")


def _linked(page: Page, units: Sequence[Unit] | None, rows: _Rows, memory: Memory, key: bytes = b"") -> LinkedPage:
    """Return a page with its links; the units are its own, unless what it says was remembered with some of them."""
    return LinkedPage(page, rows.documents, rows.keys, partial(_said, page.path, units, rows.said, memory), key)


def _said(path: str, units: Sequence[Unit] | None, said: bytes, memory: Memory) -> list[Said]:
    own, rows = unpacked(said) if said else (None, ())
    beside = own or units or ()
    share = memory.share
    return [
        Said(Mention(citation, path, beside[index], index, share(sentence)), share(resolution), share(target))
        for index, citation, sentence, resolution, target in rows
    ]


def link_page(page: Page, registry: Registry, jurisdiction: str | None, memory: Memory | None = None) -> LinkedPage:
    """Return one page with its links."""
    memory = memory or Memory()
    settled: list[tuple[Said, str | None]] = []
    for citation, index, sentence in _citations(page, registry, memory):
        mention = Mention(citation, page.path, page.units[index], index, sentence)
        settled.append(_settled(mention, registry, registry.resolve(citation, jurisdiction)))
    shown = page if isinstance(page, Section) else replace(page, units=())
    documents = [document for _, document in settled]
    return LinkedPage(shown, documents, [b""] * len(settled), lambda: [said for said, _ in settled])


def _citations(page: Page, registry: Registry, memory: Memory) -> Iterator[tuple[Citation, int, str]]:
    """Yield the mentions of a page without their units, which the page holds already.

    What was found in a unit is recalled from when the page was first scanned: after an edit most of its units are as
    they were, and a unit's text alone decides what it mentions.
    """

    def scan() -> dict[bytes, list[tuple[Citation, str]]]:
        return {_mark(unit): list(scan_text(unit.text, registry.names)) for unit in page.units}

    known = memory.recall("citations of units", page.key and digest(page.path, registry.names_key), scan)
    for index, unit in enumerate(page.units):
        found = known.get(_mark(unit))
        for citation, sentence in scan_text(unit.text, registry.names) if found is None else found:
            yield citation, index, sentence


def _mark(unit: Unit) -> bytes:
    return digest(unit.text)


def _settled(mention: Mention, registry: Registry, resolution: Resolution) -> tuple[Said, str | None]:
    """Return what a page says at a link, and the document that it leads to."""
    citation = mention.citation
    if citation.plenum is not None and citation.term is not None and citation.code is None:
        document = plenum_id(citation.plenum, citation.term)
        return Said(mention, Resolution(()), document_url(document)), document
    if resolution.id is not None:
        article = document_url(resolution.id) + _pinpoint(citation, registry.by_id[resolution.id])
        return Said(mention, resolution, article), resolution.id
    fitting = resolution.ids or resolution.rivals
    code = registry.by_id[fitting[0]].code if fitting else None
    target = document_url(code_slug(code)) if code and len({registry.by_id[i].code for i in fitting}) == 1 else None
    return Said(mention, resolution, target), None


def _pinpoint(citation: Citation, directive: Directive) -> str:
    """Return the anchor of the article a mention points at, with its `#`, when the document's text is here."""
    anchor = pinpoint_anchor(directive.body, citation.pinpoint) if citation.pinpoint and directive.body else None
    return f"#{anchor}" if anchor else ""


def body_units(directive: Directive, memory: Memory) -> tuple[Unit, ...]:
    """Return the text of a document; it is not held, but read once and kept in memory's file."""
    work = partial(read_units, directive.body, None, directive.body_line)
    return tuple(memory.recall("body", directive.key, work)) if directive.body else ()
