"""Posting lists as printable text: small, and read by the worker without a parser.

A digit is one of 92 printable ASCII characters (no quote, no backslash). The last digit of a number is one of the first
70 and counts units; before it stand digits 70–91, which mean "more follow": a number in base 22 that counts seventies.
So most gaps are written with one digit. A posting is the gap to the previous unit as such a number, then its impact as
one digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import sub
from typing import Final

DIGITS: Final = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\')
TOP_IMPACT: Final = len(DIGITS) - 1
_LAST: Final = 70
_MORE: Final = len(DIGITS) - _LAST
_IMPACTS: Final = tuple(DIGITS)
IMPACT_BITS: Final = 7
"""Bits of a posting that hold its impact, where it is one number."""
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
    """The text of a posting by its gap and impact as one number; what nearly every posting is stays ready."""

    def __missing__(self, code: int) -> str:
        text = encode_number(code >> IMPACT_BITS) + _IMPACTS[code & IMPACT_MASK]
        if code < _CODES_KEPT:
            self[code] = text
        return text


_CODES_KEPT: Final = 512 << IMPACT_BITS
_CODES: Final = _Codes()


def encode_postings(postings: Iterable[tuple[int, int]]) -> str:
    """Return (unit, impact) rows, in ascending order of unit, as text."""
    return encode_rows([unit << IMPACT_BITS | impact for unit, impact in postings])


def encode_rows(rows: Sequence[int]) -> str:
    """Return postings, each one number (the unit, then `IMPACT_BITS` of impact), in ascending order, as text."""
    if not rows:
        return ""
    lowest = [(row | IMPACT_MASK) + 1 for row in rows]  # that the next posting can be
    gaps = map(sub, islice(rows, 1, None), lowest)
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
