"""Inline text: links, emphasis, escapes and entities, from Markdown to HTML; see the package for the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from markdown.extensions.toc import escape_cdata, unescape

from vanban.dialect import new_converter

_NAME: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]|_(?=[A-Za-z0-9]))*"
ATTRIBUTES: Final = rf"\{{:?[ ]*[.\#]{_NAME}(?:[ ]+[.\#]{_NAME})*[ ]*\}}"
"""An attribute list: classes and ids, with spaces between them."""
_TOKEN: Final = re.compile(
    rf"""
    \\.
    | \[ (?P<label> (?!\^) (?:[^\[\]\\]|\\.)+ ) \]
      \( (?P<page> [A-Za-z0-9._/%-]* ) (?P<anchor> (?:\#[A-Za-z0-9:._-]*)? )
      (?:[ ]"(?P<title>[^"'()\[\]\\<>&\n\x02]+)")? \) (?P<link_list> {ATTRIBUTES} )?
    | \* (?P<more>\*?) (?![\s*]) (?P<words> (?:[^*_\\\[\]{{}}]|\\.)+ ) (?<!\s) \* (?P=more) (?!\*)
      (?P<emphasis_list> {ATTRIBUTES} )?
    | \\ | \[ | \* | _ | \] | \{{ | \}} | !(?=\[)
    """,
    re.VERBOSE | re.DOTALL,
)
"""An escape, a link, an emphasis, or what is none of them; each begins with a letter of its own, which `re` can skip
to."""
_SPECIAL: Final = re.compile(r"[\\*_\[\]{}]")
_LAST_LINE: Final = re.compile(rf"\n[ ]*({ATTRIBUTES})[ ]*\Z")
_STARTS: Final = re.compile(r"[ #>:~|=+-]|!!!|\*\s|\d+\.[ ]|\[[^\[\]]*\]:")
"""What begins a block that is no paragraph (or might), at the start of a text."""
_GOES_ON: Final = re.compile(r"\n(?:[ #>:~|=+!\[-]|\Z)")
"""The same on a later line, where less is needed to leave the paragraph."""
_ESCAPE: Final = 2
_SPACE: Final = re.compile(r"\s")
_PLACED: Final = "⟦"
_UNKNOWN_CLASSES: Final = ("footnote", "headerlink")
"""Classes that other steps look for."""
_KEPT: Final = 1 << 15
"""Texts of one place that are remembered."""
Marks = Callable[[str], Mapping[str, str]]
"""Address of the page in a link -> what the library says beside it: `class` and the card's data."""


class UnreadableError(Exception):
    """The page holds something that is not in the grammar."""


class Place(Protocol):
    """Where a page stands: what its links lead to."""

    def url(self, page: str) -> str | None:
        """Return the published address of a page as written in a link, or None when it is to be warned of."""


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
    attributes: str
    hrefs: tuple[str, ...]
    ids: tuple[str, ...]


class TextReader:
    """Reads the texts of all pages of one place; a text that comes again is not read again."""

    def __init__(self, place: Place, marks: Marks) -> None:
        """Start with nothing remembered."""
        self._place, self._marks = place, marks
        self._texts: dict[str, Text] = {}
        self._elements: dict[str, tuple[str, list[str], list[str]]] = {}
        self._pages: dict[str, tuple[str | None, str]] = {}

    def block(self, text: str) -> Text:
        """Return the text of a paragraph or an item; its last line may hold its attributes.

        Raises:
            UnreadableError: It is not in the grammar.
        """
        found = self._texts.get(text)
        if found is None:
            found = self._remember(text, self._block(text))
        return found

    def line(self, text: str) -> Text:
        """Return a text of one line that has no attributes: a cell, a term, a heading without its list.

        Raises:
            UnreadableError: It is not in the grammar.
        """
        key = f"\n{text}"
        found = self._texts.get(key)
        if found is None:
            found = self._remember(key, self._text(text, None))
        return found

    def _remember(self, key: str, text: Text) -> Text:
        if len(self._texts) >= _KEPT:
            self._texts.clear()
            self._elements.clear()
        self._texts[key] = text
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
        if _SPECIAL.search(text) is None:
            return escape_cdata(text)
        html: list[str] = []
        for words, element in _pieces(text):
            html.append(escape_cdata(_unescaped(words)))
            if element is not None:
                html.append(self._element(element, hrefs, ids))
        return "".join(html)

    def _element(self, found: re.Match[str], hrefs: list[str], ids: list[str]) -> str:
        made = self._elements.get(found[0])
        if made is None:
            more = hrefs[:0], ids[:0]
            html = self._link(found, *more) if found["label"] else _emphasis(found, more[1])
            made = self._elements[found[0]] = (html, *more)
        hrefs += made[1]
        ids += made[2]
        return made[0]

    def _link(self, found: re.Match[str], hrefs: list[str], ids: list[str]) -> str:
        page, anchor = found["page"], found["anchor"]
        if page not in self._pages:
            self._pages[page] = (self._place.url(page), written(self._marks(page)))
        url, marks = self._pages[page]
        if url is None:
            raise UnreadableError(page)
        hrefs.append(page + anchor)
        opened = f'<a{marks} href="{_quoted(url + anchor)}"'
        if found["title"] or found["link_list"]:
            opened = f"<a{self._attributes(found, url + anchor, ids)}"
        return f"{opened}>{self._html(found['label'], hrefs, ids)}</a>"

    def _attributes(self, found: re.Match[str], url: str, ids: list[str]) -> str:
        """Return the attributes of a link that has a title or a list of its own."""
        attributes, marks = read_attributes(found["link_list"], ids), dict(self._marks(found["page"]))
        if "class" in marks and "class" in attributes:
            marks["class"] = f"{attributes['class']} {marks['class']}"
        title = {"title": _SPACE.sub(" ", found["title"].strip())} if found["title"] else {}
        return written({**title, **attributes, **marks, "href": url})


def _emphasis(found: re.Match[str], ids: list[str]) -> str:
    attributes = read_attributes(found["emphasis_list"], ids)
    tag = "strong" if found["more"] else "em"
    return f"<{tag}{written(attributes)}>{escape_cdata(_unescaped(found['words']))}</{tag}>"


def is_plain(words: str) -> bool:
    """Say whether a text is running text for the block reader, so that no line of it is read as something else."""
    starts = words.strip() and words == words.lstrip() and not _STARTS.match(words)
    return bool(starts) and not _GOES_ON.search(words)


def read_attributes(text: str | None, ids: list[str]) -> dict[str, str]:
    """Return the attributes of a list as written, nothing for None; its id is added to `ids`.

    Raises:
        UnreadableError: It has a class that other steps look for.
    """
    if text is None:
        return {}
    if any(name in text for name in _UNKNOWN_CLASSES):
        raise UnreadableError(text)
    words = text.strip("{}: ").split()
    classes = " ".join(word[1:] for word in words if word[0] == ".")
    named = [word[1:] for word in words if word[0] == "#"][-1:]
    ids += named
    return ({"class": classes} if classes else {}) | ({"id": named[0]} if named else {})


def written(attributes: Mapping[str, str]) -> str:
    """Return attributes as HTML, in the order in which the converter writes them."""
    return "".join(f' {name}="{_quoted(value)}"' for name, value in sorted(attributes.items()))


def _quoted(value: str) -> str:
    return escape_cdata(value).replace('"', "&quot;")


def shown_name(text: str) -> str:
    """Return what the contents call a heading of this text: its words, marked up no more than the converter does.

    Raises:
        UnreadableError: It is not in the grammar.
    """
    return " ".join("".join(unescape(escape_cdata(words)) for words in _stashed(text)).split())


def _stashed(text: str) -> Iterator[str]:
    """Yield the stretches of words in a text, with escapes as the converter keeps them until the end."""
    for words, element in _pieces(text):
        yield _escapes().sub(_stash, words)
        if element is not None and element["label"]:
            yield from _stashed(element["label"])
        elif element is not None:
            yield _escapes().sub(_stash, element["words"])


def _pieces(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Yield each stretch of words, escapes in it, and the element behind it; None at the end."""
    start = 0
    for found in _TOKEN.finditer(text):
        if found["label"] or found["words"]:
            yield text[start : found.start()], found
            start = found.end()
        elif len(found[0]) < _ESCAPE:
            raise UnreadableError(text)
    yield text[start:], None


@cache
def _escapes() -> re.Pattern[str]:
    characters = "".join(map(re.escape, new_converter().ESCAPED_CHARS))
    return re.compile(rf"\\([{characters}])|\\.", re.DOTALL)


def _stash(found: re.Match[str]) -> str:
    return f"\x02{ord(found[1])}\x03" if found[1] else found[0]


def _unescaped(words: str) -> str:
    return _escapes().sub(lambda found: found[1] or found[0], words) if "\\" in words else words
