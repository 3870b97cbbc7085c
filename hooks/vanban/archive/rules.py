"""Rules: how a text becomes the words it is found by, as data that any engine can be given as settings.

A test holds them against `vanban.search.terms.words`, which the site's own search and its worker follow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from string import ascii_uppercase
from typing import Final

from vanban.records import dataclass
from vanban.search.abbreviations import ABBREVIATIONS
from vanban.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Rules:
    """The steps in order.

    Attributes:
        replaced: (pattern, replacement) on the whole text before anything else: `T.Ư` is `TW`.
        letters: Letter -> letters without marks; case is dropped as well.
        token: Pattern of a word: letters, or a number with its dots.
        cleaned: (pattern, replacement) on each word, or on words with one space between: dots inside a number and zeros
            before it are dropped.
        synonyms: (short, long) runs of words that stand for each other.
    """

    replaced: tuple[tuple[str, str], ...]
    letters: Mapping[str, str]
    token: str
    cleaned: tuple[tuple[str, str], ...]
    synonyms: tuple[tuple[str, str], ...]


_MARKS: Final = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
"""Tone and vowel marks that stand alone after a letter that has no composed form."""
_LATIN: Final = [*ascii_uppercase, *map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))]
"""Every Latin letter with a mark; those of Vietnamese are among them."""
_LETTER: Final = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_SPACE: Final = "[\\s\u00a0]"
"""Letters and spaces spelled out: what `\\w` and `\\s` hold differs between engines."""
RULES: Final = Rules(
    replaced=((rf"([/-]{_SPACE}?)TƯ(?![{_LETTER}])|T\.{_SPACE}?Ư\.?", r"\1TW"),),
    letters={**{letter: fold(letter) for letter in _LATIN if fold(letter) != letter}, **dict.fromkeys(_MARKS, "")},
    token=r"[a-z]+|[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|[0-9]+",  # noqa: S106 (a pattern, not a password)
    cleaned=((r"\.", ""), (r"(?<![0-9a-z])0+(?=[0-9])", "")),
    synonyms=ABBREVIATIONS,
)


def apply_rules(text: str, rules: Rules = RULES) -> list[str]:
    """Return the words of a text by the rules and nothing else, as an engine that was given them would."""
    text = unicodedata.normalize("NFC", text)
    for pattern, replacement in rules.replaced:
        text = re.sub(pattern, replacement, text)
    plain = unicodedata.normalize("NFKC", text).translate(_table(tuple(rules.letters.items())))
    return [_cleaned(word, rules.cleaned) for word in re.findall(rules.token, plain.lower())]


@cache
def _table(letters: Sequence[tuple[str, str]]) -> dict[int, str]:
    return str.maketrans(dict(letters))


def _cleaned(word: str, steps: Sequence[tuple[str, str]]) -> str:
    for pattern, replacement in steps:
        word = re.sub(pattern, replacement, word)
    return word
