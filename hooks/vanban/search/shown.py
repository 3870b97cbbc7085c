"""Unit files: what a result shows of a few units each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from vanban.search.delta import Placed

_WANTED: Final = 3_000
_MOST: Final = 64
_HOLE: Final = b"0"


def units_per_file(written: int, slots: int) -> int:
    """Return how many places make a file of about the wanted size: ten results read ten files.

    It is a power of two, so that it changes rarely: all files change with it.
    """
    size = 1
    while size < _MOST and 2 * size * size * written * written <= _WANTED * _WANTED * slots * slots:
        size *= 2
    return size


def files_in_use(groups: Iterable[Placed], size: int) -> list[int]:
    """Return the numbers of the files that hold a unit, in order."""
    return sorted({(start + place) // size for start, group in groups for place in group.places})


def span(start: int, count: int, size: int) -> range:
    """Return the numbers of the files of `size` places over which so many places stretch."""
    return range(start // size, (start + count - 1) // size + 1) if count else range(0)


def unit_files(wanted: Collection[int], groups: Iterable[Placed], size: int) -> Mapping[int, str]:
    """Return the JSON of some files: a row a place, 0 where no unit stands."""
    rows: dict[int, list[bytes]] = {number: [] for number in wanted}
    for start, group in groups:
        numbers = span(start, group.room, size)
        if not rows.keys().isdisjoint(numbers):
            for slot, line in group.shown(start):
                if slot // size in rows:
                    file = rows[slot // size]
                    file += [_HOLE] * (slot % size - len(file))
                    file.append(line)
    return {number: f"[{b','.join(lines).decode()}]" for number, lines in rows.items()}
