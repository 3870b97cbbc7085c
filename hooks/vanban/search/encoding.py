"""Posting lists as printable text: small, and read by the worker without a parser.

A digit is one of 92 printable ASCII characters (no quote, no backslash). The last digit of a number is one of the first
70 and counts units; before it stand digits 70–91, which mean "more follow": a number in base 22 that counts seventies.
So most gaps are written with one digit. A posting is the gap to the previous unit as such a number, then its impact as
one digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from vanban.search.lanes import each, from_lanes, to_lanes

DIGITS: Final = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\')
TOP_IMPACT: Final = len(DIGITS) - 1
_LAST: Final = 70
_MORE: Final = len(DIGITS) - _LAST
IMPACT_BITS: Final = 7
"""Bits of a row: a posting as one number of 32 bits, its unit and then by how much its impact is below the top."""
IMPACT_MASK: Final = (1 << IMPACT_BITS) - 1


def encode_number(value: int) -> str:
    """Return a non-negative number as digits."""
    value, last = divmod(value, _LAST)
    text = DIGITS[last]
    while value:
        value, digit = divmod(value, _MORE)
        text = DIGITS[_LAST + digit] + text
    return text


class _Codes(dict[int, str]):
    """The text of a row by its gap instead of its unit; what nearly every posting is stays ready."""

    def __missing__(self, code: int) -> str:
        text = encode_number(code >> IMPACT_BITS) + DIGITS[TOP_IMPACT - (code & IMPACT_MASK)]
        if code < _CODES_KEPT:
            self[code] = text
        return text


_CODES_KEPT: Final = 512 << IMPACT_BITS
_CODES: Final = _Codes()


def encode_postings(postings: Iterable[tuple[int, int]]) -> str:
    """Return (unit, impact) pairs, in ascending order of unit, as text."""
    return encode_rows([unit << IMPACT_BITS | TOP_IMPACT - impact for unit, impact in postings])


def encode_rows(rows: Sequence[int]) -> str:
    """Return rows, in ascending order, as text."""
    if not rows:
        return ""
    below, above = to_lanes(rows[:-1]), to_lanes(rows[1:])
    lowest = (below | each(len(rows) - 1, IMPACT_MASK)) + each(len(rows) - 1, 1)  # that the next row can be
    gaps = from_lanes(above - lowest, len(rows) - 1)
    return _CODES[rows[0]] + "".join(map(_CODES.__getitem__, gaps))


def fixed(value: int) -> str:
    """Return a number below 92² as exactly two digits, for columns."""
    high, low = divmod(min(value, len(DIGITS) ** 2 - 1), len(DIGITS))
    return DIGITS[high] + DIGITS[low]


def fnv1a(text: str) -> int:
    """Return the 32-bit FNV-1a hash of ASCII text: spreads keys over shards, the same in Python and JavaScript."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value
