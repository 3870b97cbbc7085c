"""Vietnamese text: one Unicode form, one folding, one slug and one sort order for the whole project."""

from __future__ import annotations

import unicodedata
from typing import Final

from vanban.patterns import lazy_pattern

LETTERS: Final = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
"""The Vietnamese alphabet in dictionary order: letter first, then tone (ngang, huyền, hỏi, ngã, sắc, nặng)."""

_FIRST_LETTER: Final = 1000
"""Code point that stands for the first letter in a key."""
_STROKE: Final = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "Ɖ": "D", "ɖ": "d"})
_NOT_SLUG: Final = lazy_pattern(r"[^a-z0-9]+")


class _Weights(dict[int, int]):
    """Code point -> the one that stands for it in a key."""

    def __missing__(self, character: int) -> int:
        weight = self[character] = min(character, _FIRST_LETTER - 1)
        return weight


_WEIGHTS: Final = _Weights({ord(letter): _FIRST_LETTER + rank for rank, letter in enumerate(LETTERS)})


def nfc(text: str) -> str:
    """Return `text` in Unicode NFC, the form every file of the project has."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return `text` as it is compared when searching: NFKC, lower case, no marks, đ as d.

    The result is idempotent, and never contains a combining mark. `fold("Dân vận") == "dan van"`.
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).translate(_STROKE).lower())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", bare.translate(_STROKE))


def slug(text: str) -> str:
    """Return `text` as an ASCII address part (`25-NQ/TW` gives `25-nq-tw`); empty when nothing is left."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def sort_key(text: str) -> tuple[str, str]:
    """Return a key that sorts in Vietnamese dictionary order; other characters come before letters, by code point."""
    return nfc(text).lower().translate(_WEIGHTS), text
