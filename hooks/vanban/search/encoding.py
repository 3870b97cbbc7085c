"""Posting lists as printable text: small, and read by the worker without a parser.

A digit is one of 92 printable ASCII characters (no quote, no backslash). A number is written in base 46, most
significant digit first; digits 46–91 mean "more follow". A posting is the gap to the previous unit as such a number,
then its impact as one digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import sub
from typing import Final

DIGITS: Final = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\')
TOP_IMPACT: Final = len(DIGITS) - 1
_BASE: Final = len(DIGITS) // 2
_SHORT: Final = tuple(DIGITS[:_BASE])
_IMPACTS: Final = tuple(DIGITS)
IMPACT_BITS: Final = 7
"""Bits of a posting that hold its impact, where it is one number."""
IMPACT_MASK: Final = (1 << IMPACT_BITS) - 1


def encode_number(value: int) -> str:
    """Return a non-negative number as digits."""
    text = _SHORT[value % _BASE]
    while value := value // _BASE:
        text = DIGITS[_BASE + value % _BASE] + text
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
    following = [0, *((row | IMPACT_MASK) + 1 for row in rows)]  # the lowest a next posting can be
    return "".join(map(_CODES.__getitem__, map(sub, rows, following)))


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
