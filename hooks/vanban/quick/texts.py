"""TextReader: the texts of pages from Markdown to HTML; what comes again is remembered with what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from typing import Final, Protocol

from markdown.extensions.toc import escape_cdata

from vanban.dialect import quoted, written
from vanban.patterns import lazy_pattern
from vanban.quick.inline import (
    ATTRIBUTES,
    UnreadableError,
    is_plain,
    pieces,
    read_attributes,
    unescaped,
)
from vanban.records import dataclass

_LAST_LINE: Final = lazy_pattern(rf"\n[ ]*({ATTRIBUTES})[ ]*\Z")
_SPACE: Final = lazy_pattern(r"\s")
_PLACED: Final = "⟦"
_ROOM: Final = 1 << 23
"""Letters that one memory holds, read and made; what came first stays, because registers come round again."""
_MARKS: Final = 1 << 20
"""Marks of texts that came once."""
_LONGEST: Final = 160
"""Letters of a text that may come again; longer ones are sentences, which hardly do."""
_PART, _BESIDE = "\t", "\r"
"""Begin the keys of links and words in emphasis, and of what the library says beside a link."""
Marks = Callable[[str], Mapping[str, str]]
"""Address of the page in a link -> what the library says beside it: `class` and the card's data."""


class Place(Protocol):
    """Where a page stands: what its links lead to."""

    def url(self, page: str) -> str | None:
        """Return the published address of a page as written in a link, or None when it is to be warned of."""

    @property
    def basis(self) -> str:
        """Return the digest of all that these answers follow from beside which pages there are; empty where unknown."""

    @property
    def family(self) -> Hashable:
        """Return what names the places from which some addresses lead the same way."""

    def shared(self, href: str) -> bool:
        """Say whether an address leads to the same place, by the same way, from every place of the family."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was read.

    Attributes:
        inner: Its HTML.
        attributes: Those of the element that holds it, as HTML with a space before each.
        hrefs: The addresses of its links as written, in order.
        ids: The ids that it gives.
    """

    inner: str
    attributes: str = ""
    hrefs: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def unseen() -> bytearray:
    """Return marks of nothing."""
    return bytearray(_MARKS)


class Memory:
    """Texts by what they were read from, up to a limit: those that come a second time, for most never do.

    Attributes:
        get: Returns the text of a key, or None.
    """

    get: Callable[[str], Text | None]

    def __init__(self, seen: bytearray) -> None:
        """Start with nothing.

        Args:
            seen: Where the memories of one reader mark what came once; see `unseen`.
        """
        self._texts: dict[str, Text] = {}
        self._room, self._seen = _ROOM, seen
        self.get = self._texts.get

    def keep(self, key: str, text: Text) -> None:
        """Remember a text that came before, while there is room; two texts of one mark only come sooner to be kept."""
        mark, size = hash(key) % len(self._seen), len(key) + len(text.inner)
        if not self._seen[mark]:
            self._seen[mark] = 1
        elif size <= self._room:
            self._room -= size
            self._texts[key] = text


def is_part(key: str) -> bool:
    """Say whether a key stands for a part of a text: a link, words in emphasis, or what is said beside a link."""
    return key.startswith((_PART, _BESIDE))


class Texts(Protocol):
    """Reads texts one by one."""

    def block(self, text: str) -> Text:
        """Return the text of a paragraph or an item."""

    def line(self, text: str) -> Text:
        """Return a text of one line that has no attributes."""


Make = Callable[[Texts], str]


class TextReader:
    """Reads the texts of all pages of one place."""

    def __init__(self, place: Place, marks: Marks, common: Memory, own: Memory) -> None:
        """Start with nothing remembered but `common`, the memory of the places of the same family."""
        self._place, self._marks = place, marks
        self._common, self._own = common, own

    def block(self, text: str) -> Text:
        """Return the text of a paragraph or an item; its last line may hold its attributes.

        Raises:
            UnreadableError: It is not in the grammar.
        """
        return self._known(text) or self._keep(text, self._block(text))

    def line(self, text: str) -> Text:
        """Return a text of one line that has no attributes: a cell, a term, a heading without its list.

        Raises:
            UnreadableError: It is not in the grammar.
        """
        key = f"\n{text}"
        return self._known(key) or self._keep(key, self._text(text, None))

    def whole(self, key: str, make: Make) -> Text:
        """Return what `make` gives for a piece of the page of several texts; `key` tells the piece from all others.

        Raises:
            UnreadableError: A text is not in the grammar.
        """
        key = f"\f{key}"
        known = self._known(key)
        if known is not None:
            return known
        gathered = _Gathered(self)
        inner = make(gathered)
        return self._keep(key, Text(inner, "", tuple(gathered.hrefs), tuple(gathered.ids)), len(key))

    def _known(self, key: str) -> Text | None:
        return self._common.get(key) or self._own.get(key)

    def _keep(self, key: str, text: Text, longest: int = 0) -> Text:
        if len(key) <= max(longest, _LONGEST):
            memory = self._common if all(map(self._place.shared, text.hrefs)) else self._own
            memory.keep(key, text)
        return text

    def _block(self, text: str) -> Text:
        end = _LAST_LINE.search(text) if text.endswith("}") else None
        words = text[: end.start()] if end else text
        if not is_plain(words):
            raise UnreadableError(text)
        return self._text(words, end[1] if end else None)

    def _text(self, words: str, attributes: str | None) -> Text:
        hrefs: list[str] = []
        ids: list[str] = []
        own = written(read_attributes(attributes, ids)) if attributes else ""
        return Text(self._html(words, hrefs, ids), own, tuple(hrefs), tuple(ids))

    def _html(self, text: str, hrefs: list[str], ids: list[str]) -> str:
        if _PLACED in text:
            raise UnreadableError(text)
        html: list[str] = []
        for words, element in pieces(text):
            html.append(escape_cdata(unescaped(words)))
            if element is not None:
                html.append(self._element(element, hrefs, ids))
        return "".join(html)

    def _element(self, found: re.Match[str], hrefs: list[str], ids: list[str]) -> str:
        key = f"{_PART}{found[0]}"
        made = self._known(key) or self._keep(key, self._link(found) if found["label"] else _emphasis(found))
        hrefs += made.hrefs
        ids += made.ids
        return made.inner

    def _link(self, found: re.Match[str]) -> Text:
        url = self._place.url(found["page"])
        if url is None:
            raise UnreadableError(found["page"])
        ids: list[str] = []
        hrefs = [found["page"] + found["anchor"]]
        attributes = self._attributes(found, url + found["anchor"], ids)
        inner = self._html(found["label"], hrefs, ids)
        return Text(f"<a{attributes}>{inner}</a>", "", tuple(hrefs), tuple(ids))

    def _attributes(self, found: re.Match[str], url: str, ids: list[str]) -> str:
        marks = self._known_marks(found["page"])
        if not found["title"] and not found["link_list"]:
            return f'{marks} href="{quoted(url)}"'
        attributes, marked = read_attributes(found["link_list"], ids), dict(self._marks(found["page"]))
        if "class" in marked and "class" in attributes:
            marked["class"] = f"{attributes['class']} {marked['class']}"
        title = {"title": _SPACE.sub(" ", found["title"].strip())} if found["title"] else {}
        return written({**title, **attributes, **marked, "href": url})

    def _known_marks(self, page: str) -> str:
        """Return what the library says beside a link, as HTML: names that all come before `href`."""
        key = f"{_BESIDE}{page}"
        known = self._common.get(key)
        if known is None:
            known = Text(written(self._marks(page)))
            self._common.keep(key, known)
        return known.inner


class _Gathered:
    """Reads texts and keeps their addresses and ids."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader
        self.hrefs: list[str] = []
        self.ids: list[str] = []

    def block(self, text: str) -> Text:
        return self._note(self._reader.block(text))

    def line(self, text: str) -> Text:
        return self._note(self._reader.line(text))

    def _note(self, text: Text) -> Text:
        self.hrefs += text.hrefs
        self.ids += text.ids
        return text


def _emphasis(found: re.Match[str]) -> Text:
    ids: list[str] = []
    attributes = read_attributes(found["emphasis_list"], ids)
    tag = "strong" if found["more"] else "em"
    words = escape_cdata(unescaped(found["words"]))
    return Text(f"<{tag}{written(attributes)}>{words}</{tag}>", "", (), tuple(ids))
