"""Matching: which footnote answers which call, decided over the whole text, as notes are printed in order of calls.

Where numbers begin anew on each page, one number that OCR lost would otherwise give every later call the note of the
page before: the longest series of calls and notes that keep their order has no such slip.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from vanban.importer.below import Pair, Place
from vanban.records import dataclass

_CHOICES: Final = 4
"""Notes of the same number below a call that are thought of."""
_PASSED: Final = 0.25
"""What each note of the same number that stands between takes off."""
_FURTHEST: Final = 400
_PART: Final = 0.001
"""What each block between a call and its note takes off the worth of their match."""


@dataclass(frozen=True, slots=True)
class _Chain:
    """Matches in order, the last one and a link to those before it, and what they are worth together."""

    worth: float
    pair: tuple[int, int]
    before: _Chain | None


class _Best:
    """The best chain that ends at or before a note: a tree of maxima over places, asked and told in log time."""

    def __init__(self, size: int) -> None:
        self.tree: list[_Chain | None] = [None] * (size + 1)

    def up_to(self, place: int) -> _Chain | None:
        """Return the best chain that ends before `place`."""
        best: _Chain | None = None
        while place > 0:
            chain = self.tree[place]
            if chain is not None and (best is None or chain.worth > best.worth):
                best = chain
            place -= place & -place
        return best

    def tell(self, place: int, chain: _Chain) -> None:
        """Keep a chain that ends at `place`."""
        place += 1
        while place < len(self.tree):
            kept = self.tree[place]
            if kept is None or chain.worth > kept.worth:
                self.tree[place] = chain
            place += place & -place


def match_notes(calls: Sequence[Place], heads: Sequence[Place]) -> list[Pair]:
    """Return the most calls with notes of their number below them, both in order; near notes before far ones.

    Args:
        calls: The calls in the order they stand.
        heads: The heads of notes in the order they stand.
    """
    by_number: defaultdict[str, list[int]] = defaultdict(list)
    for at, (_, mark) in enumerate(heads):
        by_number[mark.number].append(at)
    best = _Best(len(heads))
    for at, (index, mark) in enumerate(calls):
        same = by_number.get(mark.number, [])
        first = bisect_right(same, index, key=lambda place: heads[place][0])
        for passed, place in reversed([*enumerate(same[first : first + _CHOICES])]):
            before = best.up_to(place)
            worth = 1 - _PASSED * passed - _PART * min(heads[place][0] - index, _FURTHEST)
            best.tell(place, _Chain(worth + (before.worth if before else 0), (at, place), before))
    return _pairs(best.up_to(len(heads)), calls, heads)


def _pairs(chain: _Chain | None, calls: Sequence[Place], heads: Sequence[Place]) -> list[Pair]:
    found: list[Pair] = []
    while chain is not None:
        found.append((calls[chain.pair[0]], heads[chain.pair[1]]))
        chain = chain.before
    return found[::-1]
