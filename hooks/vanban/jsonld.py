"""JSON-LD of a document's page: schema.org `Legislation` for the State, `CreativeWork` with identifier for the Party.

Mapping: domain reference, §7. Nothing that rests on memory only is told to machines.
"""

from __future__ import annotations

import json
from typing import Final

from vanban.catalogue import Catalogue, is_state
from vanban.directives import Directive
from vanban.provenance import MEMORY, support
from vanban.terms import CENTRAL, place_name

CONTEXT: Final = "https://schema.org"
_FORCE: Final = {
    "còn hiệu lực": "https://schema.org/InForce",
    "hết hiệu lực": "https://schema.org/NotInForce",
    "được thay thế": "https://schema.org/NotInForce",
}


def directive_record(catalogue: Catalogue, directive: Directive) -> dict[str, object]:
    """Return the description of a document; fields without a source beyond memory are left out."""
    known = {field for field, voices in support(directive).items() if any(voice.mark != MEMORY for voice in voices)}
    date = directive.date.isoformat() if directive.date and "date" in known else None
    body = {"@type": "Organization", "name": directive.issuer} if directive.issuer and "issuer" in known else None
    shared: dict[str, object | None] = {
        "@context": CONTEXT,
        "@type": "Legislation" if is_state(directive) else "CreativeWork",
        "@id": f"{directive.id}.html",
        "url": f"{directive.id}.html",
        "name": f"{directive.name} {directive.title or ''}".strip(),
        "alternateName": list(directive.aliases) or None,
        "inLanguage": "vi",
        "keywords": list(directive.topics) or None,
    }
    own = _state(directive, date, body, known) if is_state(directive) else _party(directive, date, body)
    return {key: value for key, value in {**shared, **own, **_related(catalogue, directive)}.items() if value}


def _state(
    directive: Directive, date: str | None, body: dict[str, str] | None, known: set[str]
) -> dict[str, object | None]:
    return {
        "legislationIdentifier": directive.code,
        "legislationType": directive.type,
        "legislationDate": date,
        "legislationPassedBy": body,
        "legislationJurisdiction": _place(directive),
        "legislationLegalForce": _FORCE.get(directive.validity) if "validity" in known else None,
    }


def _party(directive: Directive, date: str | None, body: dict[str, str] | None) -> dict[str, object | None]:
    return {
        "identifier": directive.code,
        "genre": directive.type,
        "dateCreated": date,
        "author": body,
        "spatialCoverage": _place(directive),
    }


def _place(directive: Directive) -> str | None:
    if directive.jurisdiction in (None, CENTRAL):
        return "VN" if directive.jurisdiction else None
    return place_name(str(directive.jurisdiction))


def _related(catalogue: Catalogue, directive: Directive) -> dict[str, object | None]:
    """Return relations to other documents of the registry that do not rest on memory only."""
    found = [
        {"@id": f"{view.other}.html"}
        for view in catalogue.relations.of(directive.id)
        if view.edge.source == directive.id
        and view.edge.mark != MEMORY
        and view.other in catalogue.library.registry.by_id
    ]
    return {"citation": found or None}


def directive_script(catalogue: Catalogue, directive: Directive) -> str:
    """Return the description as a data block of the page; no datum can end the block early."""
    text = json.dumps(directive_record(catalogue, directive), ensure_ascii=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{safe}</script>'
