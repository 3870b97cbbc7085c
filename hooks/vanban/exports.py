"""Exports for other programs: JSON (the fixed field names of each list), CSV, calendars, a feed and a schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from json.encoder import encode_basestring as _quoted
from typing import Final, TypeAlias

from vanban.calendars import calendar_files
from vanban.catalogue import Catalogue
from vanban.directives import Directive
from vanban.feeds import FEED, format_feed
from vanban.json_schema import directive_schema
from vanban.library import Library, Link, document_url
from vanban.memory import digest
from vanban.numbers import DocNumber
from vanban.reports import Footnote, Section
from vanban.spreadsheets import format_csv, format_rows

SCHEMA: Final = "data/directive.schema.json"


Make: TypeAlias = Callable[[], bytes]
"""Makes the content of a file: some are large, so one is made after the other."""


def export_files(library: Library, catalogue: Catalogue | None = None) -> Iterator[tuple[str, Make]]:
    """Yield the address from the site's root of every export, and what makes it.

    Args:
        library: What is exported.
        catalogue: What follows from it, where that is known already.
    """
    catalogue = catalogue or Catalogue(library)
    yield from _directive_files(catalogue)
    sections = [section for report in library.reports for section in report.sections if section.leaf]
    yield "data/footnotes.json", lambda: format_records(map(_footnote, library.footnotes)).encode()
    yield "data/sections.json", lambda: format_records(map(_section, sections)).encode()
    yield from _citation_files(library)
    yield from _calendar_files(catalogue)
    yield FEED, lambda: format_feed(library.registry.directives).encode()
    yield SCHEMA, f"{json.dumps(directive_schema(), ensure_ascii=False, indent=1)}\n".encode


def _directive_files(catalogue: Catalogue) -> Iterator[tuple[str, Make]]:
    @cache
    def records() -> list[dict[str, object]]:
        return [_directive(catalogue, directive) for directive in catalogue.library.registry.directives]

    yield "data/directives.json", lambda: format_records(records()).encode()
    if catalogue.library.registry.directives:
        yield "data/directives.csv", lambda: format_csv(tuple(records()[0]), records()).encode()


def _citation_files(library: Library) -> Iterator[tuple[str, Make]]:
    """Yield both lists of mentions, each page's part as it was written while neither text nor targets changed."""

    @cache
    def keyed() -> list[tuple[bytes, Sequence[Link]]]:
        return [(_page_key(links), links) for links in library.links_by_path.values()]

    def parts(room: str, work: Callable[[Sequence[Link]], bytes]) -> Iterator[bytes]:
        return (library.memory.recall(room, key, partial(work, links)) for key, links in keyed())

    yield "data/citations.json", lambda: _listed(parts("citations as JSON", _citation_records))
    if library.links:
        head = format_csv(tuple(_citation(library.links[0])), []).encode()
        yield "data/citations.csv", lambda: b"".join([head, *parts("citations as CSV", _citation_rows)])


def _listed(parts: Iterable[bytes]) -> bytes:
    records = [piece for part in parts for piece in (b",\n", part)]
    return b"".join([b"[\n", *records[1:], b"\n]\n"]) if records else b"[]\n"


def _calendar_files(catalogue: Catalogue) -> Iterator[tuple[str, Make]]:
    """Yield the calendars as they were written while no document's own data changed."""
    key, recall = catalogue.library.registry.identity, catalogue.library.memory.recall
    for address, work in calendar_files(catalogue.milestone_counts, lambda year: catalogue.milestones[year]):
        yield address, partial(recall, "calendars", key and digest(key, address), work)


def _page_key(links: Sequence[Link]) -> bytes:
    places = ((link.mention.index, link.mention.citation.start, link.mention.citation.end) for link in links)
    parts = [f"{place} {link.document}" for place, link in zip(places, links, strict=True)]
    return links[0].page.key and digest(links[0].page.key, *parts)


def _citation_records(links: Sequence[Link]) -> bytes:
    return ",\n".join(_record(_citation(link)) for link in links).encode()


def _citation_rows(links: Sequence[Link]) -> bytes:
    records = [_citation(link) for link in links]
    return format_rows(tuple(records[0]), records).encode()


def format_records(records: Iterable[Mapping[str, object]]) -> str:
    """Return a list of records as JSON, a field a line, as `json.dumps(…, ensure_ascii=False, indent=1)` writes it.

    The standard encoder indents in Python, many times slower than it writes plain values.
    """
    text = ",\n".join(map(_record, records))
    return f"[\n{text}\n]\n" if text else "[]\n"


def _record(record: Mapping[str, object]) -> str:
    return f" {_value(record, ' ')}"


def _value(value: object, margin: str) -> str:
    """Return a value as JSON; its further lines begin with the margin."""
    if isinstance(value, str):
        return _quoted(value)
    inner = f"{margin} "
    if isinstance(value, list):
        return _bracketed("[", [_value(each, inner) for each in value], "]", margin)
    if isinstance(value, Mapping):
        return _bracketed("{", [f"{_quoted(name)}: {_value(each, inner)}" for name, each in value.items()], "}", margin)
    return json.dumps(value)


def _bracketed(left: str, parts: list[str], right: str, margin: str) -> str:
    return f"{left}\n{margin} " + f",\n{margin} ".join(parts) + f"\n{margin}{right}" if parts else left + right


def _directive(catalogue: Catalogue, directive: Directive) -> dict[str, object]:
    number = DocNumber.parse(directive.code) if directive.code else None
    return {
        "id": directive.id,
        "url": document_url(directive.id),
        "code": directive.code,
        "type": directive.type,
        "number": number.number if number else None,
        "year": number.year if number else None,
        "issuer_code": number.issuer if number else None,
        "issuer": directive.issuer,
        "date": directive.date.isoformat() if directive.date else None,
        "term": directive.term,
        "title": directive.title,
        "jurisdiction": directive.jurisdiction,
        "validity": directive.validity,
        "aliases": list(directive.aliases),
        "relations": [
            {"verb": view.verb, "to": view.other, "origin": view.edge.origin}
            for view in catalogue.relations.of(directive.id)
        ],
        "citations": catalogue.counts[directive.id],
    }


def _citation(link: Link) -> dict[str, object]:
    section = link.page if isinstance(link.page, Section) else None
    return {
        "document": link.document,
        "url": link.url,
        "anchor": link.mention.unit.anchor,
        "report": section.report if section else None,
        "section": section.id if section else None,
        "footnote": _number(link.mention.unit.printed_footnote),
        "text": link.mention.citation.text,
        "sentence": link.mention.sentence,
        "kind": link.mention.citation.kind.value,
    }


def _number(footnote: str) -> int | str | None:
    """Return the printed number of a footnote as a number when it is one ("*" stays text); None outside footnotes."""
    return int(footnote) if footnote.isdecimal() else footnote or None


def _footnote(note: Footnote) -> dict[str, object]:
    return {
        "number": _number(note.printed),
        "report": note.section.report,
        "section": note.section.id,
        "url": note.url,
        "text": note.text,
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "report": section.report,
        "url": section.url,
        "number": section.number,
        "title": section.title,
    }
