"""Posting lists: which units hold a word or a pair, the units most about it first, so that a change costs little."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from vanban.search.encoding import IMPACT_BITS, IMPACT_MASK, TOP_IMPACT, encode_rows
from vanban.search.lanes import each, from_lanes, to_lanes
from vanban.search.layout import SLOT_BITS

POSTINGS_KEPT: Final = 800
"""A longer list keeps its highest impacts: what is common says little, and files stay small."""
_SLOT_MASK: Final = (1 << SLOT_BITS) - 1
_RANKS: Final = tuple((TOP_IMPACT - impact) << SLOT_BITS for impact in range(TOP_IMPACT + 1))
_FEW: Final = 16


class Changes:
    """Postings that come and go, by key."""

    __slots__ = ("added", "removed")

    def __init__(self) -> None:
        """Start without any."""
        self.added: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        self.removed: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))

    def changed(self) -> list[str]:
        """Return every key with a change, sorted."""
        return sorted(self.added.keys() | self.removed.keys())

    def replace(self, slot: int, before: Mapping[str, int], after: Mapping[str, int]) -> None:
        """Take note that the unit at a place had some impacts and has others now."""
        if not before:
            _append(self.added, slot, after)
            return
        _append(self.added, slot, {key: impact for key, impact in after.items() if before.get(key) != impact})
        _append(self.removed, slot, {key: impact for key, impact in before.items() if after.get(key) != impact})

    def take(self, key: str, rows: bytes) -> array[int]:
        """Return the list of a key after its changes, given the bytes of the list before; then they are forgotten."""
        added, removed = self.added.pop(key, ()), self.removed.pop(key, ())
        if not rows:
            return array("I", sorted(added))
        ranks = array("I")
        ranks.frombytes(rows)
        if (len(added) + len(removed)) * _FEW > len(ranks):
            return array("I", sorted([*(set(ranks).difference(removed) if removed else ranks), *added]))
        for rank in removed:
            del ranks[bisect_left(ranks, rank)]
        for rank in added:
            insort(ranks, rank)
        return ranks


def _append(lists: defaultdict[str, array[int]], slot: int, impacts: Mapping[str, int]) -> None:
    """Add a posting to each list: a chain of maps, for a site has a million."""
    ranks = {impact: _RANKS[impact] | slot for impact in set(impacts.values())}
    found = map(lists.__getitem__, impacts)
    deque(map(array.append, found, map(ranks.__getitem__, impacts.values())), maxlen=0)


def encode_ranks(ranks: Sequence[int]) -> str:
    """Return postings as text, in order of place."""
    lanes, count = to_lanes(ranks), len(ranks)
    places, below_top = lanes & each(count, _SLOT_MASK), lanes >> SLOT_BITS & each(count, IMPACT_MASK)
    return encode_rows(sorted(from_lanes(places << IMPACT_BITS | below_top, count)))


def entry(key: str, ranks: Sequence[int]) -> str:
    """Return a list as it is written in a shard: its text, after the number of units when only the best are kept."""
    text = encode_ranks(ranks[:POSTINGS_KEPT])
    return f'"{key}":"{text}"' if len(ranks) <= POSTINGS_KEPT else f'"{key}":[{len(ranks)},"{text}"]'


def strongest(ranks: Sequence[int], most: int) -> list[int]:
    """Return the highest rank of each unit, at most so many."""
    best: dict[int, int] = {}
    for rank in sorted(ranks):
        best.setdefault(rank & _SLOT_MASK, rank)
        if len(best) == most:
            break
    return list(best.values())
