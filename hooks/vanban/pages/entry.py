"""Entry: a document as one line of a list or one row of a register, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vanban.catalogue import UNKNOWN, Catalogue, level
from vanban.dates import printed_date
from vanban.dialect import escape
from vanban.directive_fields import UNVERIFIED
from vanban.directives import Directive
from vanban.library import document_url
from vanban.memory import digest, joined
from vanban.pages.page import link

ROWS: Final = 300
"""Most rows of one table: a page of them weighs about 150 kB."""
HEAD: Final = (
    "| Số, ký hiệu | Loại | Trích yếu | Cơ quan ban hành | Ngày | Dẫn |\n| --- | --- | --- | --- | --- | --- |"
)


def entry(catalogue: Catalogue, directive: Directive, address: str) -> str:
    """Return a document as one line: its link, then what tells it from others."""
    details = [
        f"ngày {printed_date(directive.date)}" if directive.date else "",
        f"khóa {directive.term}" if directive.term else "",
        directive.issuer or "",
        directive.title or "",
        f"được dẫn {catalogue.counts[directive.id]} lần",
    ]
    shown = "; ".join(escape(detail) for detail in details if detail)
    return f"{link(directive.name, document_url(directive.id), address)}: {shown}"


def entries(catalogue: Catalogue, directives: Iterable[Directive], address: str) -> str:
    """Return documents as a list, one a line."""
    return "\n".join(f"- {entry(catalogue, directive, address)}" for directive in directives)


def entries_key(catalogue: Catalogue, directives: Iterable[Directive]) -> bytes:
    """Return the digest of all that such a list is made from; empty when a document was not read from a file."""
    cited = [(directive.identity, catalogue.counts[directive.id]) for directive in directives]
    return joined(*(key for key, _ in cited), digest(repr(cited)))


def register(catalogue: Catalogue, directives: Iterable[Directive], address: str) -> str:
    """Return documents as a table that the registers' script can sort and filter; readable without it."""
    rows = "\n".join(_known_row(catalogue, directive, address) for directive in directives)
    return f"Bảng dưới đây xếp và lọc được khi trình duyệt bật JavaScript.\n{{ .vb-register }}\n\n{HEAD}\n{rows}"


def _known_row(catalogue: Catalogue, directive: Directive, address: str) -> str:
    key = (directive.id, address.count("/"))
    if key not in catalogue.rows:
        catalogue.rows[key] = row(catalogue, directive, address)
    return catalogue.rows[key]


def row(catalogue: Catalogue, directive: Directive, address: str) -> str:
    """Return a document as one row of a register."""
    name = directive.code or directive.title or directive.id
    cells = (
        link(name, document_url(directive.id), address),
        escape(directive.type or UNKNOWN),
        escape(directive.title or UNKNOWN) + _tag("topics", "; ".join(directive.topics)) + _status(directive),
        escape(directive.issuer or UNKNOWN) + _tag("term", _term(directive)) + _tag("level", level(directive)),
        escape(printed_date(directive.date) if directive.date else UNKNOWN),
        str(catalogue.counts[directive.id]),
    )
    return f"| {' | '.join(cells)} |"


def _term(directive: Directive) -> str:
    return f"khóa {directive.term}" if directive.term else ""


def _status(directive: Directive) -> str:
    return _tag("status", directive.validity or UNVERIFIED)


def _tag(name: str, text: str) -> str:
    """Return a small part of a cell that the script reads as a facet."""
    return f" *{escape(text)}*{{ .vb-row-{name} }}" if text else ""
