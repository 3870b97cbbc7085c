"""SearchGroup: the units of one page, made only when they are needed, and what the index keeps of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from vanban.records import dataclass
from vanban.search.layout import arrange
from vanban.search.parts import Part
from vanban.search.terms import words
from vanban.search.units import SearchUnit, UnitKind

KINDS: Final = tuple(UnitKind)
_FOUND, _SHOWN = "1", "0"
_KNOWN_BY: Final = 6
"""First words of a unit that say where in its group it stands."""
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """The units of one page, or of one part of a page, in reading order.

    Attributes:
        name: Tells it from every other group, and says where its units stand in the index.
        key: Digest of everything its units are made from: equal keys of one name mean equal units.
        units: Makes the units; called only when no kept group has this name and key.
    """

    name: str
    key: str
    units: Callable[[], Iterable[SearchUnit]]


Described: TypeAlias = tuple[int, str, int, str]
"""Place of a unit in its group, its type, year and issuer; `""` and 0 where there is none."""
Numbered: TypeAlias = tuple[int, int, str, str, str, str | int, str, int]
"""A row of the number tier: place, number, code, type, issuer, date or year, term, weight."""


class KeptGroup(NamedTuple):
    """What the index needs of a group, without the group; its units are in order of place.

    Attributes:
        name: As in `SearchGroup`.
        key: Likewise.
        room: Places that the group takes.
        places: The place of each unit, counted from the group's first.
        kinds: Position of each unit's kind among `KINDS`, one digit a unit.
        found: For each unit, `1` when it is found by its title.
        described: Units with a type, year or issuer.
        numbered: Units with a number.
        symbols: Letters of their codes.
        rows: Each unit as it is shown, one line of JSON a unit.
    """

    name: str
    key: str
    room: int
    places: tuple[int, ...]
    kinds: str
    found: str
    described: tuple[Described, ...]
    numbered: tuple[Numbered, ...]
    symbols: tuple[str, ...]
    rows: Part

    def lines(self) -> list[bytes]:
        """Return each unit as it is shown, a line of JSON."""
        return bytes(self.rows).split(b"\n") if self.rows else []

    def shown(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield the place in the index and the line of each unit, given the place of the group."""
        return zip((start + place for place in self.places), self.lines(), strict=True)


def grouped(units: Iterable[SearchUnit]) -> Iterator[SearchGroup]:
    """Yield the units of each page as a group, for callers that hold all units anyway."""
    pages: dict[str, list[SearchUnit]] = {}
    for unit in units:
        pages.setdefault(unit.location.partition("#")[0], []).append(unit)
    for page, found in pages.items():
        yield SearchGroup(page, content_key(*found), partial(tuple, found))


def content_key(*parts: object) -> str:
    """Return a digest of values whose `repr` says all of them."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def keep_group(group: SearchGroup) -> KeptGroup:
    """Make the units of a group and return what the index needs of them."""
    found = list(group.units())
    arrangement = arrange([" ".join(unit.text.split(maxsplit=_KNOWN_BY)[:_KNOWN_BY]) for unit in found])
    placed = sorted(zip(arrangement.places, found, strict=True), key=itemgetter(0))
    units = [unit for _, unit in placed]
    return KeptGroup(
        group.name,
        group.key,
        arrangement.room,
        tuple(place for place, _ in placed),
        "".join(str(KINDS.index(unit.kind)) for unit in units),
        "".join(_FOUND if unit.title_found else _SHOWN for unit in units),
        tuple(_described(placed)),
        tuple(_numbered(placed)),
        tuple(sorted({word for unit in units if unit.number is not None for word in _symbols(unit.code or "")})),
        b"\n".join(map(_row, units)),
    )


def texts(row: bytes, found: str) -> tuple[str, list[str]]:
    """Return what a unit is found by: its text, and the names in which a word counts more."""
    _, _, title, *more = json.loads(row)
    names = more[3] if len(more) > 3 else []
    return more[0] if more else "", [title, *names] if found == _FOUND else names


def _row(unit: SearchUnit) -> bytes:
    date = unit.date.isoformat() if unit.date else ""
    row: list[Any] = [
        KINDS.index(unit.kind),
        unit.location,
        unit.title,
        unit.text,
        unit.code or "",
        date,
        list(unit.aliases),
    ]
    while row and row[-1] in ("", []):
        row.pop()
    return for_script(_JSON(row)).encode()


def for_script(text: str) -> str:
    """Escape the two line separators that old script readers take for line ends."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _described(placed: Iterable[tuple[int, SearchUnit]]) -> Iterator[Described]:
    for place, unit in placed:
        if unit.type_name or unit.year or unit.issuer:
            yield place, unit.type_name or "", unit.year or 0, unit.issuer or ""


def _numbered(placed: Iterable[tuple[int, SearchUnit]]) -> Iterator[Numbered]:
    for place, unit in placed:
        if unit.number is not None and unit.code:
            date = unit.date.isoformat() if unit.date else unit.year or ""
            names = unit.type_name or "", unit.issuer or ""
            yield place, unit.number, unit.code, *names, date, unit.term or "", unit.weight


def _symbols(code: str) -> Iterator[str]:
    return (word for word in words(code) if not word[0].isdigit())
