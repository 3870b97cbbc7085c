"""Tally: the proof that reading an office file lost no word: its own words against those of the text drawn out of it.

The reader that makes the text (pandoc) and this proof know nothing of each other; marks that the drawing adds for
emphasis, tables and notes are no words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_ADDED: Final = lazy_pattern(r"[\s*|/()⁽⁾\[\]\-–—‐‑•\u00ad\ue000-\uf8ff\"“”'‘’]+")
_BEFORE: Final = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """The first place where the text lacks words of the file: what stands before it, and what is missing."""

    before: str
    missing: str


def signs(text: str) -> str:
    """Return the letters, digits and signs that must be the same on both sides."""
    return _ADDED.sub("", unicodedata.normalize("NFKC", text.replace("⁽", "").replace("⁾", "")))


def find_gap(file: Iterable[str], drawn: str) -> Gap | None:
    """Return the first words of the file that the text lacks or has in another place; None when it has all, in order.

    Args:
        file: The paragraphs of the file, in the order of the text.
        drawn: The text drawn out of it; it may have more (numbers of lists).
    """
    have = signs(drawn)
    at, before = 0, ""
    for paragraph in file:
        for word in paragraph.split():
            for sign in signs(word):
                at = have.find(sign, at) + 1
                if not at:
                    return Gap(before.strip(), _from(paragraph, word))
            before = f"{before[-_BEFORE:]} {word}"
    return None


def _from(paragraph: str, word: str) -> str:
    return " ".join(paragraph[paragraph.find(word) :].split())[: 2 * _BEFORE]
