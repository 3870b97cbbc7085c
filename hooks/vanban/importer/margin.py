"""Margin: how wide the lines of a text were set, told by the words that no longer fitted.

A line broken at the margin is at most as wide as the margin, and would be wider with the first word of the next line.
Each pair of lines thus names a range for the margin, and the width in most ranges is it. Typewriters have letters of
one width and printers of many: the measure that makes more lines agree is taken. Footnotes set smaller reach further
(in letters) than the body and make a second margin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_USUAL: Final = 0.46
"""Share of its height that a letter of a serif typeface is wide, on average over Vietnamese prose."""
_WIDTHS: Final = {
    **dict.fromkeys('fr-()“”"/', 0.333), **dict.fromkeys("ijlt;:'’", 0.278), **dict.fromkeys(" .,", 0.25),
    **dict.fromkeys("acez", 0.444), **dict.fromkeys("bdđghknopquvxy0123456789", 0.5), "s": 0.389, "m": 0.778,
    "w": 0.722, "I": 0.333, "M": 0.889, "W": 0.944, **dict.fromkeys("EFLPSTZ", 0.6),
}  # fmt: skip
_CAPITAL: Final = 0.72
_DOUBLED: Final = lazy_pattern(r"(?<=\S) {2,}(?=\S)")
_ENOUGH: Final = 12
_SECOND: Final = 0.08
_FEW: Final = 0.02
_BEYOND: Final = 1.02
_APART: Final = 1.05
_LONG: Final = 0.7
_FURTHEST: Final = 1.6


@dataclass(frozen=True, slots=True)
class Margin:
    """How wide lines reach.

    Attributes:
        body: Width of the lines of the body, in letters of usual width.
        notes: Width of lines set smaller; equal to `body` when there are none.
        printed: Whether letters have widths of their own.
        agreed: Share of the long lines that the margins explain, from 0 to 1.
    """

    body: float
    notes: float
    printed: bool = False
    agreed: float = 1.0

    def width(self, text: str) -> float:
        """Return how wide a text is set; spaces doubled between words, to fill a line or misread, count once."""
        single = _DOUBLED.sub(" ", text) if "  " in text else text
        return _printed(single) if self.printed else float(len(single))

    def reach(self, lines: Sequence[str], *, note: bool = False) -> float:
        """Return the margin that lines which stand together obey."""
        wide = note or any(self.width(line) > self.body * 1.02 for line in lines)
        return self.notes if wide else self.body

    @property
    def apart(self) -> bool:
        """Say whether footnotes have a margin of their own."""
        return self.notes >= self.body * _APART

    def narrow(self, line: str, following: str) -> bool:
        """Say whether a line was broken at the margin of the body and not at that of the footnotes."""
        return self.room(line, following, self.notes * 0.99) and not self.room(line, following, self.body * 0.98)

    def wide(self, lines: Sequence[str]) -> bool | None:
        """Say whether lines are set as wide as footnotes (True) or as the body (False); None when nothing says."""
        if not self.apart:
            return None
        if any(self.width(line.rstrip()) > self.body * 1.02 for line in lines):
            return True
        parted = any(self.room(line, after, self.notes * 0.99) for line, after in pairwise(lines))
        return False if parted else None

    def room(self, line: str, following: str, reach: float) -> bool:
        """Say whether the first word of `following` would have fitted on `line`."""
        word = following.split(maxsplit=1)[:1]
        needed = self.width(line.rstrip()) + self.width(f" {word[0] if word else ''}")
        return needed <= reach * (0.975 if self.printed else 1.0)


@cache
def _letter(char: str) -> float:
    base = unicodedata.normalize("NFD", char)[0]
    return _WIDTHS.get(base, _CAPITAL if base.isupper() else 0.5) / _USUAL


def _printed(text: str) -> float:
    return sum(map(_letter, text))


def find_margin(groups: Sequence[Sequence[str]]) -> Margin | None:
    """Find the margin of lines in groups that stand together; None when they were not broken at one."""
    pairs = [(before.rstrip(), after.split(maxsplit=1)[0]) for group in groups for before, after in pairwise(group)]
    if len(pairs) < _ENOUGH:
        return None
    found = [_measure(pairs, printed=printed) for printed in (False, True)]
    return max(found, key=lambda margin: margin.agreed - 0.02 * margin.printed)


def _measure(pairs: Sequence[tuple[str, str]], *, printed: bool) -> Margin:
    measure = Margin(0, 0, printed)
    widths = [measure.width(before) for before, _ in pairs]
    ranges = [
        (width, width + measure.width(f" {word}")) for width, (_, word) in zip(widths, pairs, strict=True) if width
    ]
    first, agreed = _crowded(ranges)
    second, more = _second(ranges, first)
    long = sum(low > min(first, second) * _LONG for low, _ in ranges)
    return Margin(min(first, second), max(first, second), printed, (agreed + more) / max(long, _ENOUGH))


def _second(ranges: Sequence[tuple[float, float]], first: float) -> tuple[float, int]:
    """Return another margin and how many ranges hold it; the first one and 0 when there is no other.

    Few lines are enough when they reach beyond the first margin, where no line of the body can.
    """
    beyond = [part for part in ranges if first * _BEYOND < part[0] < first * _FURTHEST]
    rest = [part for part in ranges if not part[0] <= first < part[1] and part[0] > first * 0.6]
    for parts, share in ((beyond, _FEW), (rest, _SECOND)):
        second, more = _crowded(parts)
        if more >= max(len(ranges) * share, 3) and 1 / _FURTHEST < second / first < _FURTHEST:
            return second, more
    return first, 0


def _crowded(ranges: Sequence[tuple[float, float]]) -> tuple[float, int]:
    """Return the point that most ranges hold, the furthest of them, and their number."""
    edges = sorted([(low, 1) for low, _ in ranges] + [(high, -1) for _, high in ranges])
    held = most = 0
    point = 0.0
    for place, (edge, change) in enumerate(edges):
        held += change
        if change > 0 and held >= most:
            most = held
            point = (edge + edges[place + 1][0]) / 2
    return point, most
