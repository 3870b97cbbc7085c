"""Plain: a text as its reader sees it, without marks of emphasis, escapes, footnote markers and link targets.

Every character of the plain text knows its place in the source, so what is found in one can be shown in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from unicodedata import is_normalized

from vanban.patterns import lazy_pattern
from vanban.vietnamese import nfc

_MARKS: Final = (
    r"[\\*~`_\[\]<\u00ad\u200b-\u200d\u2060\ufeff]"
    r"(?:(?<=\[)\^[^\]\n]{1,40}\]|(?<=\])\([^()\n]{0,400}\)|(?<=<)/?[a-zA-Z][^<>\n]{0,200}>)?"
)
_MARK: Final = lazy_pattern(_MARKS)
_NOISE: Final = lazy_pattern(r"https?://[^\s<>()\[\]]{1,500}|" + _MARKS)
_DECOMPOSED: Final = lazy_pattern(r"[^\u0300-\u036f][\u0300-\u036f]{1,8}")
_SPACED: Final = lazy_pattern(r"<?/?(?:br|td|th|tr|p|li|div)\b|https?:", re.IGNORECASE)

BLOCK: Final = 1 << 15
"""Characters read at a time: memory stays flat however long a text is."""


class _Layer:
    """One rewriting of a text, and the way back through it."""

    __slots__ = ("_ends", "_plain", "_source", "text")

    def __init__(self, source: str, pattern: re.Pattern[str], shown: Callable[[re.Match[str]], str]) -> None:
        """Replace every match of `pattern` in `source` by what is shown for it."""
        self._plain: list[int] = []
        self._source: list[int] = []
        self._ends: list[int] = []
        pieces: list[str] = []
        length = position = 0
        for match in pattern.finditer(source):
            for piece, begin, end in (
                (source[position : match.start()], position, match.start()),
                (shown(match), *match.span()),
            ):
                if piece:
                    self._plain.append(length)
                    self._source.append(begin)
                    self._ends.append(end)
                    pieces.append(piece)
                    length += len(piece)
            position = match.end()
        self._plain.append(length)
        self._source.append(position)
        self._ends.append(len(source))
        self.text = "".join([*pieces, source[position:]])

    def start(self, offset: int) -> int:
        """Return where in the source the character at `offset` begins."""
        run = bisect_right(self._plain, offset) - 1
        return min(self._source[run] + offset - self._plain[run], self._ends[run])

    def end(self, offset: int) -> int:
        """Return where in the source the character before `offset` ends."""
        run = bisect_right(self._plain, offset - 1) - 1
        last = run + 1 < len(self._plain) and self._plain[run + 1] == offset
        return self._ends[run] if last else self.start(offset - 1) + 1


class Plain:
    """A plain text and the way back to its source."""

    __slots__ = ("_layers", "text")

    def __init__(self, source: str) -> None:
        """Read `source`, Markdown or plain, in any Unicode form."""
        self._layers: list[_Layer] = []
        self.text = source
        if not is_normalized("NFC", source):
            self._add(_DECOMPOSED, lambda match: nfc(match.group()))
        if "Ð" in self.text or "ð" in self.text:
            self.text = self.text.replace("Ð", "Đ").replace("ð", "đ")
        marks = _NOISE if "://" in source else _MARK
        if marks.search(self.text):
            self._add(marks, _shown)

    def _add(self, pattern: re.Pattern[str], shown: Callable[[re.Match[str]], str]) -> None:
        """Rewrite the text once more."""
        layer = _Layer(self.text, pattern, shown)
        self._layers.append(layer)
        self.text = layer.text

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that shows `text[start:end]` (not empty)."""
        for layer in reversed(self._layers):
            start, end = layer.start(start), layer.end(end)
        return start, end


def _shown(match: re.Match[str]) -> str:
    """Return what a reader sees of a mark: nothing, or a space where a cell, line or address stands."""
    piece = match.group()
    if piece == "\u00ad":
        return "-" if match.string[match.end() : match.end() + 1].isupper() else ""
    return " " if len(piece) > 1 and _SPACED.match(piece) else ""


def blocks(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield a long text in blocks with their offsets, cut between paragraphs, else lines, else sentences or words.

    The blocks depend on the text alone, not on the pieces it arrives in; of those, only what is not yet handed on is
    kept.
    """
    start, rest = 0, ""
    for piece in pieces:
        rest, at = rest + piece, 0
        while len(rest) - at > 2 * BLOCK:
            cut = _cut(rest, at + BLOCK, at + 2 * BLOCK)
            yield start + at, rest[at:cut]
            at = cut
        start, rest = start + at, rest[at:]
    yield start, rest


def _cut(text: str, low: int, high: int) -> int:
    """Return the best place between `low` and `high` to cut a text."""
    for mark in ("\n\n", "\n", ". ", "; ", " "):
        found = text.find(mark, low, high)
        if found >= 0:
            return found + len(mark)
    return high
