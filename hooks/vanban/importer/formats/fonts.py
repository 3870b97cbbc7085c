"""Fonts: words typed in an old Vietnamese font (`.VnTime`, `VNI-Times`), told by the font that each run names.

A file may mix them with Unicode, and a font name may outlive a conversion; so the words of each font are weighed
together before any is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from vanban.importer.encodings import syllables
from vanban.importer.legacy import from_tcvn3, from_vni
from vanban.patterns import lazy_pattern

_KINDS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = ((".vn", from_tcvn3), ("vni", from_vni))
_CAPITALS: Final = lazy_pattern(r"\.vn\w*h", re.IGNORECASE)
"""`.VnTimeH` shows small letters as capitals."""
_LATIN: Final = lazy_pattern(r"[\x80-\xff]")
_WIDE: Final = lazy_pattern(r"[\u0100-\u1fff]")
_BETTER: Final = 0.25
Convert = Callable[[str, str], str]


def old_font(font: str) -> Callable[[str], str] | None:
    """Return how words in a font become Unicode, or None for a font of today."""
    name = font.casefold()
    return next((convert for start, convert in _KINDS if name.startswith(start)), None)


def find_old(runs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the old fonts whose words are not Unicode yet.

    Args:
        runs: Font and text of each run of the file.
    """
    pools: dict[str, list[str]] = {}
    for font, text in runs:
        if old_font(font) is not None and not _WIDE.search(text):
            pools.setdefault(font, []).append(text)
    return frozenset(font for font, texts in pools.items() if _is_old(font, "".join(texts)))


def _is_old(font: str, text: str) -> bool:
    convert = old_font(font)
    if convert is None or not _LATIN.search(text):
        return False
    return syllables(convert(text)) > syllables(text) + _BETTER


def converter(old: frozenset[str], seen: dict[str, int]) -> Convert:
    """Return what turns the words of a run into Unicode by its font; `seen` counts the words changed by font."""

    def convert(font: str, text: str) -> str:
        change = old_font(font)
        changed = change(text) if change and font in old and not _WIDE.search(text) else text
        if changed != text:
            seen[font] = seen.get(font, 0) + len(changed.split())
        return changed.upper() if change and _CAPITALS.fullmatch(font) else changed

    return convert


def describe(seen: Mapping[str, int]) -> list[str]:
    """Return what was changed, for the editor."""
    return [f"đã đổi từ phông «{font}» sang Unicode: {count} chữ" for font, count in sorted(seen.items())]
