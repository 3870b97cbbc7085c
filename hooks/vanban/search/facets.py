"""Facets and numbers: the small tables, in which types and issuers are positions in the manifest's lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from vanban.search.encoding import DIGITS, encode_number, fixed
from vanban.search.groups import KeptGroup
from vanban.vietnamese import sort_key

FACETS_PER_FILE: Final = 4096


class Names:
    """Names in dictionary order, each standing for its position; 0 is no name."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names, each as often as it likes."""
        self.listed = ("", *sorted({name for name in names if name}, key=sort_key))
        self.place = {name: place for place, name in enumerate(self.listed)}


def facet_file(number: int, groups: Iterable[tuple[int, KeptGroup]], types: Names, issuers: Names) -> tuple[str, str]:
    """Return the kinds of the places of one file, a digit each, and the other columns of those that have any.

    A place without a unit is written as the first kind, and the last places of that kind not at all. The other columns
    are rows of gap to the previous row's place, type, year, issuer.

    Args:
        number: Which file, from 0.
        groups: The groups that may stand in it, in order of place, each with its first place.
        types: The types of the index.
        issuers: Its issuers.
    """
    first = number * FACETS_PER_FILE
    kinds = [DIGITS[0]] * FACETS_PER_FILE
    rows, previous = [], -1
    for start, group in groups:
        if start + group.room <= first or start >= first + FACETS_PER_FILE:
            continue
        for place, kind in zip(group.places, group.kinds, strict=True):
            offset = start + place - first
            if 0 <= offset < FACETS_PER_FILE:
                kinds[offset] = DIGITS[int(kind)]
        for unit, type_name, year, issuer in group.described:
            offset = start + unit - first
            if 0 <= offset < FACETS_PER_FILE:
                columns = fixed(types.place[type_name]) + fixed(year) + fixed(issuers.place[issuer])
                rows.append(encode_number(offset - previous - 1) + columns)
                previous = offset
    return "".join(kinds).rstrip(DIGITS[0]), "".join(rows)


def number_rows(
    wanted: Collection[int], shards: int, groups: Iterable[tuple[int, KeptGroup]], types: Names, issuers: Names
) -> Mapping[int, dict[str, list[list[object]]]]:
    """Return the rows of each number in the shards wanted, in order of number and place."""
    found: dict[int, dict[int, list[list[object]]]] = {place: {} for place in wanted}
    for start, group in groups:
        for offset, number, code, type_name, issuer, date, term, weight in group.numbered:
            if number % shards in found:
                row = [start + offset, code, types.place[type_name], issuers.place[issuer], date, term, weight]
                found[number % shards].setdefault(number, []).append(row)
    return {place: {str(number): rows[number] for number in sorted(rows)} for place, rows in found.items()}


def names_of(groups: Iterable[KeptGroup]) -> tuple[Names, Names]:
    """Return the types and the issuers of the units of groups."""
    rows = [row for group in groups for row in group.described]
    return Names(row[1] for row in rows), Names(row[3] for row in rows)
