"""Names: documents named by a registry's alias ("Luật Tiếp công dân"), whole words, the longest alias first.

Letters count with their marks; capitals do not count, nor does where a tone stands ("hoà" and "hòa").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from vanban.citations.citation import Kind
from vanban.citations.details import find_details
from vanban.citations.drafts import Draft
from vanban.citations.surroundings import find_pinpoint
from vanban.patterns import lazy_pattern
from vanban.vietnamese import nfc
from vanban.vocabulary import TYPE_NAMES

_OLD_TONE: Final = lazy_pattern(r"(?<!q)[òóỏõọ][ae]|(?<!q)[ùúủũụ]y")
_MOVED: Final = {
    old + plain: new
    for old, plain, new in zip(
        "òóỏõọòóỏõọùúủũụ", "aaaaaeeeeeyyyyy",
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"), strict=True,
    )
}  # fmt: skip


class NameFinder:
    """Finds the aliases of one registry."""

    __slots__ = ("_ids", "_pattern")

    def __init__(self, names: Mapping[str, str]) -> None:
        """Prepare to find the aliases of `names`."""
        self._ids = {_key(nfc(alias)): document for alias, document in names.items() if alias.strip()}
        pattern = _trie_pattern(self._ids)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")

    def find(self, text: str) -> list[Draft]:
        """Return the named mentions of a plain text in order."""
        folded = _moved(text.lower())
        if len(folded) != len(text):
            folded = _moved("".join(char.lower() if len(char.lower()) == 1 else char for char in text))
        return [self._draft(text, match) for match in self._pattern.finditer(folded)]

    def _draft(self, text: str, match: re.Match[str]) -> Draft:
        """Return one named mention."""
        start, end = match.span()
        kind = next((row.name for name, row in _TYPES if match.group().startswith(name + " ")), None)
        draft = Draft(start, end, Kind.SHORT, find_details(text, end), kind, own_type=True)
        draft.name, draft.document = text[start:end], self._ids[" ".join(match.group().split())]
        draft.pinpoint = find_pinpoint(text, start)
        return draft


_TYPES: Final = sorted(TYPE_NAMES.items(), key=lambda item: -len(item[0]))


def name_finder(names: Mapping[str, str]) -> NameFinder:
    """Return the finder of a registry's aliases, prepared once for the same aliases."""
    return _prepared(tuple(sorted(names.items())))


@lru_cache(maxsize=4)
def _prepared(names: tuple[tuple[str, str], ...]) -> NameFinder:
    """Prepare a finder."""
    return NameFinder(dict(names))


def _moved(text: str) -> str:
    """Return lower-case text with every tone where the newer custom puts it; the length stays."""
    return _OLD_TONE.sub(lambda match: _MOVED[match.group()], text)


def _key(alias: str) -> str:
    """Return an alias as it is compared."""
    return " ".join(_moved(alias.lower()).split())


def _trie_pattern(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of many phrases by walking a tree of their letters once."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, Any]) -> str:
    """Return the pattern of one node of the tree; the end of a phrase is tried last, so the longest wins."""
    parts: list[str] = []
    stem = ""
    while len(node) == 1 and "" not in node:
        char, node = next(iter(node.items()))
        stem += _char(char)
    parts = [_char(char) + _branch(child) for char, child in node.items() if char]
    if not parts:
        return stem
    group = f"(?:{'|'.join(parts)})"
    return stem + group + ("?" if "" in node else "")


def _char(char: str) -> str:
    """Return the pattern of one character; a space stands for any short run of spaces with one line break."""
    return r"[^\S\n]{0,2}(?:[^\S\n]|\n)[^\S\n]{0,2}" if char == " " else re.escape(char)
