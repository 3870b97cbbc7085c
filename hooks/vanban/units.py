"""Unit: a stretch of running text with an address of its own (paragraph, list item, footnote, heading, cell).

One walk over the block tree, taken before inline markup is read, serves both the scan of the sources and the build: so
the mentions that were counted are by construction the ones that become links, and an address counted twice is the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from functools import cache, lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown

from vanban.dialect import new_converter
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_TEXT_TAGS: Final = frozenset({"p", "li", "td", "th", "dd", "dt"})
_HEADING: Final = lazy_pattern(r"h[1-6]")
_MARKUP: Final = lazy_pattern(
    r"\[\^([^\]]+)\]|\\([\\`*_{}\[\]()>#+\-.!~|<&:$\"'/=@^%?;,])|(\*{1,3}|`+)|\[([^\]]*)\]\([^)]*\)"
)
_TITLE: Final = lazy_pattern(r"^# +(.+?)(?: +#*)?(?: *\{[^}]*\})?$", re.MULTILINE)
_PLACEHOLDER: Final = lazy_pattern("\x02[^\x03]*\x03")
_TEXTS_KEPT: Final = 1 << 13
"""Texts whose plain form is remembered: search, review, figures and pages all ask for that of the same units."""


class UnitKind(Enum):
    """What a unit is to a reader."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    FOOTNOTE = "footnote"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Unit:
    """One stretch of text.

    Attributes:
        kind: What it is.
        anchor: Its address within the page, without `#`; None when it has none.
        number: Its count among the paragraphs and items of the page (1, 2, …); None for the others.
        footnote: The label of the footnote it belongs to: its printed number, made unique on the page.
        text: Its inline Markdown, as in the source.
        line: 1-based line of the source at which it starts.
    """

    kind: UnitKind
    anchor: str | None
    number: int | None
    footnote: str | None
    text: str
    line: int = 0

    @property
    def printed_footnote(self) -> str:
        """Return the number of its footnote as the report prints it; empty outside footnotes."""
        return printed_number(self.footnote or "")


def printed_number(label: str) -> str:
    """Return the number a footnote is printed with: numbers that restart on each page have labels 1, 1-2, 1-3."""
    return label.partition("-")[0]


def walk_units(root: Element, section: str | None) -> Iterator[tuple[Element, Unit]]:
    """Yield each element that holds running text, in document order, with its unit.

    Args:
        root: The block tree with footnotes in place and inline markup unread.
        section: The id that paragraph addresses of this page start with; None gives none.
    """
    count = 0
    for element, footnote, in_item in _texts(root, None):
        kind, text = _kind(element, footnote, in_item=in_item), element.text or ""
        if kind in (UnitKind.PARAGRAPH, UnitKind.ITEM):
            count += 1
            yield element, Unit(kind, f"{section}-d{count}" if section else None, count, None, text)
        else:
            yield element, Unit(kind, f"fn:{footnote}" if footnote else None, None, footnote, text)


def _texts(element: Element, footnote: str | None) -> Iterator[tuple[Element, str | None, bool]]:
    """Yield every element below that holds running text, the footnote it is in, and whether it opens an item."""
    for place, child in enumerate(element):
        if child.tag == "pre":
            continue
        inside = child.get("id", "")[3:] if _is_footnote(element, child) else footnote
        if _holds_text(child):
            yield child, inside, child.tag == "li" or (element.tag == "li" and place == 0)
        yield from _texts(child, inside)


def _is_footnote(parent: Element, child: Element) -> bool:
    return child.tag == "li" and parent.tag == "ol" and child.get("id", "").startswith("fn:")


def _holds_text(element: Element) -> bool:
    readable = _PLACEHOLDER.sub("", element.text or "").strip()
    return bool(readable) and (element.tag in _TEXT_TAGS or _HEADING.fullmatch(element.tag) is not None)


def _kind(element: Element, footnote: str | None, *, in_item: bool) -> UnitKind:
    if footnote is not None:
        return UnitKind.FOOTNOTE
    if element.tag in {"td", "th"}:
        return UnitKind.CELL
    if _HEADING.fullmatch(element.tag):
        return UnitKind.HEADING
    return UnitKind.ITEM if in_item else UnitKind.PARAGRAPH


@cache
def _converter() -> Markdown:
    return new_converter()


def block_tree(body: str) -> Element:
    """Return the block tree of a Markdown text with its footnotes in place and inline markup unread."""
    converter = _converter()
    converter.reset()
    lines = body.split("\n")
    for preprocessor in converter.preprocessors:
        lines = preprocessor.run(lines)
    root = converter.parser.parseDocument(lines).getroot()
    if root is None:
        message = "the block parser always returns a root"
        raise AssertionError(message)
    converter.treeprocessors["footnote"].run(root)
    return root


def read_units(body: str, section: str | None, first_line: int = 1) -> list[Unit]:
    """Return the units of a Markdown text with the line at which each starts."""
    lines = _LineFinder(body, first_line)
    return [replace(unit, line=lines.find(unit.text)) for _, unit in walk_units(block_tree(body), section)]


class _LineFinder:
    """Finds the line of each unit in one pass, as units come in the order of the text but for moved footnotes."""

    def __init__(self, body: str, first_line: int) -> None:
        self._body = body
        self._position = 0
        self._line = first_line

    def find(self, text: str) -> int:
        found = self._body.find(_PLACEHOLDER.sub("", text).split("\n", 1)[0].strip(), self._position)
        if found >= 0:
            self._line += self._body.count("\n", self._position, found)
            self._position = found
        return self._line


@lru_cache(maxsize=_TEXTS_KEPT)
def plain_text(markdown: str) -> str:
    """Return inline Markdown as a reader sees it: no emphasis marks, escapes, footnote markers or link targets."""
    visible = _PLACEHOLDER.sub("", markdown)
    bare = _MARKUP.sub(lambda match: match.group(2) or match.group(4) or "", visible)
    return html.unescape(bare)


def first_heading(markdown: str) -> str | None:
    """Return the first top-level heading of a page as a reader sees it, or None."""
    match = _TITLE.search(markdown)
    return " ".join(plain_text(match.group(1)).split()) if match else None
