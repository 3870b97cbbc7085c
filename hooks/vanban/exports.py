"""Exports for other programs: JSON (the fixed field names of each list), CSV, calendars, a feed and a schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from json.encoder import encode_basestring as _quoted
from typing import Final

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


def export_files(library: Library) -> Iterator[tuple[str, str]]:
    """Yield (address from the site's root, text) of every export."""
    catalogue = Catalogue(library)
    lists: Mapping[str, list[dict[str, object]]] = {
        "directives": [_directive(catalogue, directive) for directive in library.registry.directives],
        "footnotes": [_footnote(note) for note in library.footnotes],
        "sections": [_section(section) for report in library.reports for section in report.sections if section.leaf],
    }
    for name, records in lists.items():
        yield f"data/{name}.json", format_records(records)
    if lists["directives"]:
        yield "data/directives.csv", format_csv(tuple(lists["directives"][0]), lists["directives"])
    yield from _citation_files(library)
    yield from library.memory.recall(
        "calendars", library.registry.identity, lambda: list(calendar_files(catalogue.milestones))
    )
    yield FEED, format_feed(library.registry.directives)
    yield SCHEMA, json.dumps(directive_schema(), ensure_ascii=False, indent=1) + "\n"


def _citation_files(library: Library) -> Iterator[tuple[str, str]]:
    """Yield both lists of mentions, each page's part as it was written while neither text nor targets changed."""
    pages = [
        library.memory.recall("exported citations", _page_key(links), partial(_citation_texts, links))
        for links in library.links_by_path.values()
    ]
    yield "data/citations.json", f"[\n{records}\n]\n" if (records := ",\n".join(text for text, _ in pages)) else "[]\n"
    if pages:
        columns = tuple(_citation(library.links[0]))
        yield "data/citations.csv", format_csv(columns, []) + "".join(rows for _, rows in pages)


def _page_key(links: Sequence[Link]) -> bytes:
    places = ((link.mention.index, link.mention.citation.start, link.mention.citation.end) for link in links)
    parts = [f"{place} {link.document}" for place, link in zip(places, links, strict=True)]
    return links[0].page.key and digest(links[0].page.key, *parts)


def _citation_texts(links: Sequence[Link]) -> tuple[str, str]:
    records = [_citation(link) for link in links]
    return ",\n".join(map(_record, records)), format_rows(tuple(records[0]), records)


def format_records(records: Sequence[Mapping[str, object]]) -> str:
    """Return a list of records as JSON, a field a line, as `json.dumps(…, ensure_ascii=False, indent=1)` writes it.

    The standard encoder indents in Python, many times slower than it writes plain values.
    """
    return "[\n" + ",\n".join(map(_record, records)) + "\n]\n" if records else "[]\n"


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
