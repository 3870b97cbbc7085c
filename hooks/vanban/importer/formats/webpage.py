"""Web page: the words that a browser would show of an HTML file, for the proof that reading it lost none."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset({"head", "script", "style", "noscript", "template", "title"})
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "mark", "o:p", "q", "s", "small",
     "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr"}
)  # fmt: skip


class _Words(HTMLParser):
    """Collects the words outside scripts; the end of a block ends a word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the parser's call)
        self._silent += tag in _SILENT
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)

    def _part(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")


def shown_words(page: str) -> Iterator[str]:
    """Yield the lines of words that a page shows, in order."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    yield from filter(None, "".join(reader.parts).split("\n"))
