"""Series: documents whose numbers run on from one another, and each one's neighbours in the registry.

Party numbers restart with each term, State numbers with each year (domain reference, §3.2). A number that a public
source corrects counts under the corrected symbol: 11-QĐi/TW is no neighbour of 99-QĐ/TW.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from vanban.directives import Directive
from vanban.numbers import DocNumber
from vanban.records import dataclass
from vanban.terms import CENTRAL, term_of
from vanban.vocabulary import PARTY


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The documents just before and after one in its series, as far as the registry knows them."""

    previous: Directive | None
    following: Directive | None


def seen_code(directive: Directive) -> str | None:
    """Return the symbol that a public source was seen to give, else the one of the file."""
    seen = (claim.value for claim in directive.sources if claim.field == "code" and claim.mark == "V")
    return next(seen, directive.code)


def series_key(directive: Directive, code: str | None) -> tuple[str | None, ...] | None:
    """Return what documents of one series share, or None when number, term or year is unknown."""
    number = DocNumber.parse(code) if code else None
    if number is None or number.type is None:
        return None
    span = _term(directive) if number.system == PARTY else _year(directive, number)
    if span is None:
        return None
    return number.system, directive.jurisdiction, number.type, number.issuer, span


def _term(directive: Directive) -> str | None:
    if directive.date is None:
        return directive.term
    return term_of(directive.date, directive.jurisdiction or CENTRAL) or directive.term


def _year(directive: Directive, number: DocNumber) -> str | None:
    year = number.year or (directive.date.year if directive.date else None)
    return str(year) if year is not None else None


def group_series(
    directives: Iterable[Directive], *, printed: bool = False
) -> Mapping[tuple[str | None, ...], tuple[Directive, ...]]:
    """Return the documents of each series in the order of their numbers.

    Args:
        directives: The documents.
        printed: Whether the symbol of the file counts even where a public source corrects it.
    """
    groups: defaultdict[tuple[str | None, ...], list[tuple[int, str, Directive]]] = defaultdict(list)
    for directive in directives:
        code = directive.code if printed else seen_code(directive)
        key, number = series_key(directive, code), DocNumber.parse(code) if code else None
        if key is not None and number is not None:
            groups[key].append((number.number, directive.id, directive))
    return {key: tuple(item[2] for item in sorted(found, key=lambda item: item[:2])) for key, found in groups.items()}


def find_neighbours(directives: Iterable[Directive]) -> Mapping[str, Neighbours]:
    """Return the neighbours of each document that has one."""
    found: dict[str, Neighbours] = {}
    for group in group_series(directives).values():
        for place, directive in enumerate(group):
            previous = group[place - 1] if place else None
            following = group[place + 1] if place + 1 < len(group) else None
            if previous is not None or following is not None:
                found[directive.id] = Neighbours(previous, following)
    return found


def neighbour_ids(directives: Iterable[Directive]) -> dict[str, tuple[str | None, str | None]]:
    """Return the ids of the neighbours of each document that has one."""
    found = find_neighbours(directives).items()
    ends = ((document, (each.previous, each.following)) for document, each in found)
    return {document: (_id(previous), _id(following)) for document, (previous, following) in ends}


def _id(directive: Directive | None) -> str | None:
    return directive.id if directive is not None else None
