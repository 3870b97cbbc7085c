"""Outline: the headings of a page, their addresses and the table of contents that the engine is given."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from markdown.extensions.toc import nest_toc_tokens, unique

from vanban.dialect import CONFIGS, written
from vanban.patterns import lazy_pattern
from vanban.quick.inline import ATTRIBUTES, UnreadableError, read_attributes, shown_name
from vanban.quick.texts import Text
from vanban.records import dataclass

_HEADING: Final = lazy_pattern(r"(#{1,6}) +([^#\s].*[^#\\]|[^#\s\\])")
_LIST: Final = lazy_pattern(rf"[ ]+({ATTRIBUTES})[ ]*\Z")
_SHALLOWEST, _DEEPEST = map(int, CONFIGS["toc"]["toc_depth"].split("-"))
ReadText = Callable[[str], Text]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that was read, its address still open.

    Attributes:
        level: 1 to 6.
        name: What the contents call it.
        inner: Its HTML.
        attributes: Those written behind it.
    """

    level: int
    name: str
    inner: str
    attributes: dict[str, str]

    def html(self, anchor: str) -> str:
        """Return the heading under its address."""
        return f"<h{self.level}{written({**self.attributes, 'id': anchor})}>{self.inner}</h{self.level}>"


def split_heading(block: str) -> tuple[int, str]:
    """Return the level and the text of a heading.

    Raises:
        UnreadableError: It is not in the grammar.
    """
    found = _HEADING.fullmatch(block)
    if found is None:
        raise UnreadableError(block)
    return len(found[1]), found[2].strip()


def read_heading(level: int, text: str, read: ReadText) -> Heading:
    """Return the heading of a text that may end in its attributes.

    Raises:
        UnreadableError: It is not in the grammar.
    """
    end = _LIST.search(text)
    words = text[: end.start()] if end else text
    if words != words.rstrip("#").rstrip():
        raise UnreadableError(text)
    return Heading(level, shown_name(words), read(words).inner, read_attributes(end[1] if end else None, []))


def anchors(headings: Iterable[Heading], taken: Iterable[str]) -> list[str]:
    """Return the address of each heading; `taken` are the ids that the page gives elsewhere."""
    headings = list(headings)
    used = {*taken, *(heading.attributes["id"] for heading in headings if "id" in heading.attributes)}
    return [heading.attributes.get("id") or unique(_slug(heading.name), used) for heading in headings]


@lru_cache(maxsize=1 << 13)
def _slug(name: str) -> str:
    slug: str = CONFIGS["toc"]["slugify"](html.unescape(name), "-")
    return slug


def contents(headings: Sequence[Heading], addresses: Sequence[str]) -> list[dict[str, Any]]:
    """Return the nested entries of the contents, as the converter leaves them for the engine."""
    entries: list[Any] = [
        {"level": heading.level, "id": address, "name": heading.name}
        for heading, address in zip(headings, addresses, strict=True)
        if _SHALLOWEST <= heading.level <= _DEEPEST
    ]
    nested: list[Any] = nest_toc_tokens(entries)
    return nested
