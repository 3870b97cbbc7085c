"""Blocks: the page cut at its empty lines, each block read by its kind; see the package for the grammar."""

from __future__ import annotations

import sys
from functools import partial
from typing import Final

from vanban.links import BLOCK, PageContext, placed_block, splice_links, unit_links
from vanban.patterns import lazy_pattern
from vanban.quick.inline import UnreadableError, is_plain
from vanban.quick.lists import INDENT, MARK, List
from vanban.quick.outline import Heading, read_heading, split_heading
from vanban.quick.tables import table
from vanban.quick.texts import Make, Text, TextReader, Texts

_NEVER: Final = lazy_pattern(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029<`]")
_NEVER_TOGETHER: Final = (" \n", "~~~")
_STASH: Final = "\x02"
"""Begins what the converter would replace, also in HTML of our own."""
_DEFINITION: Final = lazy_pattern(r"([^\n]+)\n:   ([^\s][^\n]*)")


class Blocks:
    """Reads the blocks of one page; afterwards it knows its HTML, headings, links and ids."""

    def __init__(self, texts: TextReader, context: PageContext) -> None:
        """Start before the first block."""
        self._texts, self._context = texts, context
        self._links = unit_links(context.links)
        self._shortest = min(map(len, self._links), default=sys.maxsize)
        self._list: List | None = None
        self._terms: list[str] = []
        self.html: list[str | Heading] = []
        self.hrefs: dict[str, None] = {}
        self.ids: list[str] = []

    def read(self, markdown: str) -> None:
        """Read the whole page.

        Raises:
            UnreadableError: It is not in the grammar.
        """
        if _NEVER.search(markdown) or any(marks in markdown for marks in _NEVER_TOGETHER):
            raise UnreadableError(markdown)
        for block in markdown.split("\n\n"):
            if block.strip("\n"):
                self._read(block.strip("\n"))
        self._close()

    def _read(self, block: str) -> None:
        if block.startswith((MARK, INDENT)):
            self._take_list(block)
            return
        if block.startswith("#"):
            self._close()
            level, text = split_heading(block)
            self.html.append(read_heading(level, self._linked(text), self._unlinked_line))
        elif block.startswith("|"):
            self._close()
            self.html.append(table(block, self._whole))
        elif _DEFINITION.fullmatch(block):
            self._close_list()
            self._terms.append(self._whole(block, partial(_definition, block)))
        else:
            self._close()
            self.html.append(self._paragraph(block))

    def _take_list(self, block: str) -> None:
        if self._list is not None:
            self._list.go_on(block)
            return
        self._close()
        self._list = List(block)

    def _close(self) -> None:
        """End the list or the definitions that were open."""
        self._close_list()
        if self._terms:
            self.html.append("\n".join(["<dl>", *self._terms, "</dl>"]))
            self._terms = []

    def _close_list(self) -> None:
        if self._list is not None:
            self.html.append(self._list.html(self.block))
            self._list = None

    def _paragraph(self, block: str) -> str:
        place = BLOCK.fullmatch(block)
        if place is not None and place[1] in self._context.blocks:
            return _placed(place[1], self._context.blocks[place[1]])
        text = self.block(block)
        return f"<p{text.attributes}>{text.inner}</p>"

    def block(self, text: str) -> Text:
        """Return the text of a paragraph or an item, with its mentions as links."""
        return self._noted(self._texts.block(self._linked(text)))

    def line(self, text: str) -> Text:
        """Return a text of one line, with its mentions as links."""
        return self._noted(self._texts.line(self._linked(text)))

    def _unlinked_line(self, text: str) -> Text:
        return self._noted(self._texts.line(text))

    def _whole(self, key: str, make: Make) -> str:
        """Return a piece of several texts; one that was read before is not read again, unless it may hold mentions."""
        if len(key) >= self._shortest:
            return make(self)
        return self._noted(self._texts.whole(key, make)).inner

    def _linked(self, text: str) -> str:
        """Return a unit's text with the mentions in it as links."""
        links = self._links.get(text) if self._links else None
        return splice_links(text, links.values(), self._context.address) if links else text

    def _noted(self, text: Text) -> Text:
        for href in text.hrefs:
            self.hrefs[href] = None
        self.ids += text.ids
        return text


def _definition(block: str, texts: Texts) -> str:
    found = _DEFINITION.fullmatch(block)
    if found is None or not is_plain(found[1]) or "|" in found[1]:
        raise UnreadableError(block)
    term, value = texts.line(found[1].strip()), texts.block(found[2])
    return f"<dt>{term.inner}</dt>\n<dd{value.attributes}>{value.inner}</dd>"


def _placed(name: str, html: str) -> str:
    if _STASH in html:
        raise UnreadableError(html)
    return placed_block(name, html)
