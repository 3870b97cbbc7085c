"""Exports: what other programs read, as UTF-8 JSON (and the fixed field names of each list)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from vanban.directives import Directive
from vanban.library import Library, Link, document_url
from vanban.numbers import DocNumber
from vanban.reports import Section


def export_files(library: Library) -> Iterator[tuple[str, str]]:
    """Yield (address from the site's root, JSON text) of every export."""
    lists: Mapping[str, list[dict[str, object]]] = {
        "directives": [_directive(library, directive) for directive in library.registry.directives],
        "citations": [_citation(link) for link in library.links],
        "footnotes": [
            {
                "number": int(note.number) if note.number.isdecimal() else note.number,
                "report": note.section.report,
                "section": note.section.id,
                "url": note.url,
                "text": note.text,
            }
            for note in library.footnotes
        ],
        "sections": [_section(section) for report in library.reports for section in report.sections if section.leaf],
    }
    for name, records in lists.items():
        yield f"data/{name}.json", json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _directive(library: Library, directive: Directive) -> dict[str, object]:
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
            {"verb": relation.verb, "to": relation.to, "origin": relation.origin} for relation in directive.relations
        ],
        "citations": len(library.links_by_document.get(directive.id, ())),
    }


def _citation(link: Link) -> dict[str, object]:
    section = link.page if isinstance(link.page, Section) else None
    footnote = link.mention.unit.footnote
    return {
        "document": link.document,
        "url": link.url,
        "anchor": link.mention.unit.anchor,
        "report": section.report if section else None,
        "section": section.id if section else None,
        "footnote": int(footnote) if footnote and footnote.isdecimal() else footnote,
        "text": link.mention.citation.text,
        "sentence": link.mention.sentence,
        "kind": link.mention.citation.kind.value,
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "report": section.report,
        "url": section.url,
        "number": section.number,
        "title": section.title,
    }
