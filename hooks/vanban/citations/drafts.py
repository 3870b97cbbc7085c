"""Draft: a mention while its list is still being read, before the list's shared words are given to its members."""

from __future__ import annotations

from typing import Final

from vanban.citations.citation import Citation, Kind
from vanban.citations.details import Details
from vanban.numbers import DocNumber
from vanban.records import dataclass
from vanban.vocabulary import type_names


@dataclass(slots=True)
class Draft:
    """One mention being read.

    Attributes:
        start: Offset in the plain text.
        end: Offset after its last character.
        kind: How completely it names its document.
        details: What the sentence says after it.
        type: Name of its type, its own or its list's.
        own_type: Whether the type's name is printed for this mention alone.
        number: Number of the document.
        year: Year printed in its symbol.
        suffix: Small letter after its number.
        value: Its symbol, printed or taken from its list.
        pinpoint: Article-level reference before it.
        plenum: Number of a plenum.
        name: Registry alias.
        document: Registry id of the alias.
        headed: Body that a heading names for it and for those listed beside it.
        joined: Whether only a comma or "và" stands between it and the mention before.
    """

    start: int
    end: int
    kind: Kind
    details: Details
    type: str | None = None
    own_type: bool = False
    number: int | None = None
    year: int | None = None
    suffix: str = ""
    value: DocNumber | None = None
    pinpoint: str | None = None
    plenum: int | None = None
    name: str | None = None
    document: str | None = None
    headed: str | None = None
    joined: bool = False

    def citation(self, start: int, end: int, text: str) -> Citation:
        """Return the finished mention at its place in the source."""
        said = self.details
        return Citation(
            start=start,
            end=end,
            text=text,
            kind=self.kind,
            type=self.type or symbol_type(self.value),
            number=self.number,
            year=self.year,
            code=str(self.value) if self.value else None,
            date=said.date,
            issuer=said.issuer,
            term=said.term,
            title=said.title,
            pinpoint=self.pinpoint,
            plenum=self.plenum or said.plenum,
            name=self.name,
            document=self.document,
            issuer_known=self.value.known if self.value else True,
        )


_UNDECIDED: Final = frozenset({"QĐ", "L", "TT"})
"""Codes that several types share within a system."""


def symbol_draft(  # noqa: PLR0913 - one argument a fact of the mention
    start: int,
    end: int,
    value: DocNumber,
    details: Details,
    *,
    type: str | None,  # noqa: A002 - the field's name
    kind: Kind = Kind.FULL,
    own_type: bool = False,
    joined: bool = False,
) -> Draft:
    """Return the draft of a mention that has a symbol, its own or its list's."""
    return Draft(
        start, end, kind, details, type, own_type, value.number, value.year, value.suffix, value, joined=joined
    )


def symbol_type(value: DocNumber | None) -> str | None:
    """Return the type's name when a symbol alone decides it ("16/CT-TTg"); None when it may be several."""
    if value is None:
        return None
    if value.type is None:
        return "Công văn" if "-" in value.issuer and value.year is None else None
    names = type_names(value.type, value.system)
    return names[0] if len(names) == 1 or (names and value.type not in _UNDECIDED) else None
