"""Lanes: arithmetic on many numbers at once, which stand side by side in one long integer.

Posting lists are long, and an index has tens of thousands of them: to work out each posting by itself takes twice as
long. No result of a step may need more bits than a lane has.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_TYPE: Final = "I"
LANE: Final = 8 * array(_TYPE).itemsize
"""Bits of a lane."""
_KEPT: Final = 1 << 12


def to_lanes(numbers: Sequence[int]) -> int:
    """Return the integer that holds some numbers of at most `LANE` bits."""
    return int.from_bytes(array(_TYPE, numbers).tobytes(), sys.byteorder)


def from_lanes(lanes: int, count: int) -> array[int]:
    """Return the numbers that an integer holds, given how many they are."""
    return array(_TYPE, lanes.to_bytes(LANE // 8 * count, sys.byteorder))


@lru_cache(_KEPT)
def each(count: int, number: int) -> int:
    """Return the integer that holds a number in each of its lanes."""
    return ((1 << LANE * count) - 1) // ((1 << LANE) - 1) * number
