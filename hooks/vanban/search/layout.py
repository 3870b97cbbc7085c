"""Layout: the place of every group among the numbers that posting lists use for units.

A place must not depend on what else changed: were units numbered one after another, a new paragraph would shift all
that follow and change every posting list. So a group stands where the digest of its name says, in a row of places
about twice as long as there are units; a group that finds its place taken stands behind the one that took it. What
comes or goes moves only its neighbours up to the next gap, and the same groups always stand the same way, whatever
was there before. Groups have a little room to grow, and the row grows in steps, so that both are rare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

SLOT_BITS: Final = 23
"""Places there can be, for some four million units: with an impact before it a place is still a number of 30 bits,
which Python adds, compares and sorts several times sooner than a longer one."""
_FULLEST: Final = 0.7
_FEWEST: Final = 16
_ROOM: Final = 4


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


def lay_out(counts: Mapping[str, int]) -> Layout:
    """Return the places of groups, given how many units each has.

    Raises:
        TooManyUnitsError: There are more units than `SLOT_BITS` can number.
    """
    rooms = {name: _room(count) for name, count in counts.items()}
    span = step_from(_FEWEST, sum(rooms.values()) / _FULLEST)
    starts: dict[str, int] = {}
    end = 0
    for digest, name in sorted((_digest(name), name) for name in rooms):
        starts[name] = max(digest * span >> 64, end)
        end = starts[name] + rooms[name]
    if end >> SLOT_BITS:
        message = f"{end} places are more than {1 << SLOT_BITS}"
        raise TooManyUnitsError(message)
    return Layout(span, end, starts)


def step_from(least: int, wanted: float) -> int:
    """Return the first of the steps `least`, a quarter more, … that is not below what is wanted."""
    while least < wanted:
        least += max(1, least // 4)
    return least


def _room(count: int) -> int:
    """Return how many places a group gets: one or two units have no more, others stand in steps of an eighth."""
    if count < _ROOM - 1:
        return count
    step = max(_ROOM, (1 << count.bit_length()) >> 3)
    return -(-count // step) * step


def _digest(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
