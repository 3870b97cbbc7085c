"""Inline grammar: what a text is cut into, its attributes, and whether it is running text; see the package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from markdown.extensions.toc import escape_cdata, unescape

from vanban.dialect import new_converter
from vanban.patterns import lazy_pattern

_NAME: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]|_(?=[A-Za-z0-9]))*"
ATTRIBUTES: Final = rf"\{{:?[ ]*[.\#]{_NAME}(?:[ ]+[.\#]{_NAME})*[ ]*\}}"
"""An attribute list: classes and ids, with spaces between them."""
_TOKEN: Final = lazy_pattern(
    rf"""
    \\.
    | \[ (?P<label> (?!\^) (?:[^\[\]\\]|\\.)+ ) \]
      \( (?P<page> [A-Za-z0-9._/%-]* ) (?P<anchor> (?:\#[A-Za-z0-9:._-]+)? )
      (?:[ ]"(?P<title>[^"'()\[\]\\<>&\n\x02]+)")? \) (?P<link_list> {ATTRIBUTES} )?
    | \* (?P<more>\*?) (?![\s*]) (?P<words> (?:[^*_\\\[\]{{}}]|\\.)+ ) (?<!\s) \* (?P=more) (?!\*)
      (?P<emphasis_list> {ATTRIBUTES} )?
    | \\ | \[ | \* | _ | \] | \{{ | \}} | !(?=\[)
    """,
    re.VERBOSE | re.DOTALL,
)
"""An escape, a link, an emphasis, or what is none of them; each begins with a letter of its own, which `re` can skip
to."""
_STARTS: Final = lazy_pattern(r"[ #>:~|=+-]|!!!|\*\s|\d+\.[ ]|\[[^\[\]]*\]:")
"""What begins a block that is no paragraph (or might), at the start of a text."""
_GOES_ON: Final = lazy_pattern(r"\n(?:[ #>:~|=+!\[-]|\Z)")
"""The same on a later line, where less is needed to leave the paragraph."""
_ESCAPE: Final = 2
_UNKNOWN_CLASSES: Final = ("footnote", "headerlink")
"""Classes that other steps look for."""


class UnreadableError(Exception):
    """The page holds something that is not in the grammar."""


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


def shown_name(text: str) -> str:
    """Return what the contents call a heading of this text: its words, marked up no more than the converter does.

    Raises:
        UnreadableError: It is not in the grammar.
    """
    return " ".join("".join(unescape(escape_cdata(words)) for words in _stashed(text)).split())


def _stashed(text: str) -> Iterator[str]:
    """Yield the stretches of words in a text, with escapes as the converter keeps them until the end."""
    for words, element in pieces(text):
        yield _escapes().sub(_stash, words)
        if element is not None and element["label"]:
            yield from _stashed(element["label"])
        elif element is not None:
            yield _escapes().sub(_stash, element["words"])


def pieces(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Yield each stretch of words, escapes in it, and the element behind it; None at the end.

    Raises:
        UnreadableError: It is not in the grammar.
    """
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


def unescaped(words: str) -> str:
    """Return words without the backslashes that escape a mark."""
    return _escapes().sub(lambda found: found[1] or found[0], words) if "\\" in words else words
