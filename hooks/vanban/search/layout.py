"""Layout: the place of every group among the numbers that posting lists use for units.

A place must not depend on what else changed: were units numbered one after another, a new paragraph would shift all
that follow and change every posting list. So a group stands where the digest of its name says, in a row of places
about twice as long as the groups need; a group that finds its place taken stands behind the one that took it. What
comes or goes moves only its neighbours up to the next gap, and the same groups always stand the same way, whatever
was there before. The row grows in steps, so that this is rare; were it as full as seven places in ten, a paragraph more
would move three times as many units.

Inside a group it is the same: its first unit, which stands for the page, comes first, and each of the others where the
digest of its first words says, in a room that grows in steps. Whether a paragraph is put before others or corrected
further on, most of them stay where they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final

from vanban.records import dataclass

SLOT_BITS: Final = 23
"""Places there can be, for some two and a half million units: with an impact before it a place is still a number of 30
bits, which Python adds, compares and sorts several times sooner than a longer one."""
_FULLEST: Final = 0.5
_FEWEST: Final = 16
_FEW: Final = 3
"""Units that stand in a group in their own order, with nothing between them."""
_SMALLEST: Final = 6
"""Places at least of a group with more."""
_ROOMIER: Final = 2
"""By which part of itself the room of a group grows: at each step all of it is placed anew."""
_LOW: Final = (1 << 32) - 1
"""Bits of a digest that say where a unit stands; those above say whose turn it is."""


class TooManyUnitsError(Exception):
    """The index has no numbers left; a library of this size needs a search server."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where groups stand.

    Attributes:
        span: Length of the row that digests are spread over.
        end: One more than the highest place in use or kept free for a group.
        starts: Group -> place of its first unit.
    """

    span: int
    end: int
    starts: Mapping[str, int]


def lay_out(rooms: Mapping[str, int]) -> Layout:
    """Return the places of groups, given how many each takes (`Arrangement.room`).

    Raises:
        TooManyUnitsError: There are more places than `SLOT_BITS` can number.
    """
    span = step_from(_FEWEST, sum(rooms.values()) / _FULLEST)
    starts: dict[str, int] = {}
    end = 0
    for digest, name in sorted((digest_of(name), name) for name in rooms):
        starts[name] = max(digest * span >> 64, end)
        end = starts[name] + rooms[name]
    if end >> SLOT_BITS:
        message = f"{end} places are more than {1 << SLOT_BITS}"
        raise TooManyUnitsError(message)
    return Layout(span, end, starts)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where the units of one group stand, counted from the first place of the group.

    Attributes:
        places: The place of each unit.
        room: Places that the group takes.
    """

    places: Sequence[int]
    room: int


def arrange(names: Sequence[str]) -> Arrangement:
    """Return the places of the units of a group in reading order, given what each is known by: its first words.

    The first unit stands first. Of the others, in the order of their digests, each takes the first place that is free
    from the one on which its digest falls.
    """
    count = len(names)
    if count <= _FEW:
        return Arrangement(range(count), count)
    span = step_from(_SMALLEST, count, _ROOMIER)
    places, used = [0] * count, [False] * span
    for digest, number in sorted((digest_of(name), number) for number, name in enumerate(names[1:], 1)):
        place = (digest & _LOW) % span
        while used[place]:
            place = (place + 1) % span
        used[place] = True
        places[number] = 1 + place
    return Arrangement(places, 1 + span)


def step_from(least: int, wanted: float, part: int = 4) -> int:
    """Return the first of the steps `least`, a quarter (or another part) more, … that is not below what is wanted."""
    while least < wanted:
        least += max(1, least // part)
    return least


def digest_of(text: str) -> int:
    """Return a number of 64 bits that says where among others something with this name or these words stands."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
