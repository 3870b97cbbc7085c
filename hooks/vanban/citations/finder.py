"""find_citations: one pass over the digits of a text, with bounded windows around each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vanban.citations.citation import Citation, Kind
from vanban.citations.details import find_details
from vanban.citations.leads import find_act, find_lead, find_pinpoint
from vanban.citations.plain import Plain, blocks
from vanban.numbers import SYMBOL, DocNumber, read_symbol
from vanban.vocabulary import type_names

_ANCHOR: Final = re.compile(
    r"[0-9](?<![\w.][0-9])[0-9]{0,5}[a-zA-ZđĐ]?[\s]{0,3}[-\u2010-\u2015\u2212/\u2044]?\s{0,3}(?=[A-Za-zĐđ]|(?:19|20)[0-9]{2}\s?[-/–])"
)


def find_citations(text: str, names: Mapping[str, str] | None = None) -> Iterator[Citation]:
    """Yield the citations of `text` in order.

    Args:
        text: Plain text or Markdown, in any Unicode form.
        names: Registry aliases of documents ("Luật Tiếp công dân") and their ids.

    Yields:
        Each mention, with offsets into `text`.
    """
    del names
    for offset, piece in blocks(text):
        plain = Plain(piece)
        for found in _find(plain.text):
            start, end = plain.source_span(found.start, found.end)
            yield _placed(found, offset + start, offset + end, text)


def _placed(found: Citation, start: int, end: int, source: str) -> Citation:
    """Return a citation moved to its place in the source."""
    values = {name: getattr(found, name) for name in Citation.__slots__}
    return Citation(**values | {"start": start, "end": end, "text": source[start:end]})


def _find(text: str) -> Iterator[Citation]:
    """Yield the citations of one plain block."""
    done = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done:
            continue
        match = SYMBOL.match(text, anchor.start())
        reading = read_symbol(match) if match else None
        if reading is None:
            continue
        value = reading.value
        lead = find_lead(text, anchor.start(), value.type, done)
        if not reading.strong and lead.row is None and not lead.numbered:
            continue
        end = anchor.start() + reading.length
        details = find_details(text, end)
        actor, acted = (None, None) if details.issuer else find_act(text, lead.start)
        done = end
        yield Citation(
            lead.start,
            end,
            text[lead.start : end],
            Kind.FULL,
            type=lead.row.name if lead.row else _type(value),
            number=value.number,
            year=value.year,
            code=str(value),
            date=details.date or acted,
            issuer=details.issuer or lead.issuer or actor,
            term=details.term,
            title=details.title,
            pinpoint=find_pinpoint(text, lead.start),
            plenum=details.plenum,
            issuer_known=value.known,
        )


def _type(value: DocNumber) -> str | None:
    """Return the type's name when the symbol alone decides it."""
    names = type_names(value.type, value.system) if value.type else ()
    return names[0] if len(names) == 1 else None
