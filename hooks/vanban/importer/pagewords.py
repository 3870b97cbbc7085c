"""Words of a page: what a reader sees of a section page, as tokens with their lines, without rendering it.

It reads the Markdown the importer writes and what an editor may add by hand: emphasis, links, lists, tables. A token is
a word, one sign, or the call of a footnote; the words of each footnote are a run of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.vietnamese import nfc

_OPEN: Final = "\ufdd0"
_SHUT: Final = "\ufdd1"
_FRONT: Final = lazy_pattern(r"\A---[ \t]*\n.*?^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT: Final = lazy_pattern(r"<!--.*?-->", re.DOTALL)
_DEFINITION: Final = lazy_pattern(r" {0,3}\[\^([^\]\s]+)\]:\s?(.*)")
TABLE_RULE: Final = lazy_pattern(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?)?\s*")
_ITEM: Final = lazy_pattern(r"(\s*)[-*+]\s+")
_INLINE: Final = lazy_pattern(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|\[\^(?P<call>[^\]\s]+)\]|(?P<image>!?\[)|\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])?(?P<attributes>\{:?[^}]*\})?"
    r"|<(?P<link>https?://[^>\s]+)>|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|\w+);)|(?P<mark>\*+|`+|_+(?!\w)|(?<!\w)_+)"
)
_TOKEN: Final = lazy_pattern(rf"{_OPEN}([^{_SHUT}]*){_SHUT}|[^\W_]+|[^\s{_OPEN}{_SHUT}]")
IGNORED: Final = frozenset("*|")
"""Signs that serve as emphasis and table rules in sources and pages alike; they carry no words."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign or the call of a footnote (`call` is then its label), with its 1-based line."""

    text: str
    line: int
    call: bool = False


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one page: the body in order, and each footnote by label with the line it is defined at."""

    path: str
    body: tuple[Token, ...]
    notes: dict[str, tuple[Token, ...]]
    note_lines: dict[str, int]
    repeated: tuple[tuple[str, int], ...] = ()


def read_page(path: str, text: str) -> PageWords:
    """Read a page: afterwards every visible word is either in the body or in one footnote."""
    text = nfc(text)
    front = _FRONT.match(text)
    start = text.count("\n", 0, front.end()) if front else 0
    body = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text[front.end() if front else 0 :])
    words: list[Token] = []
    notes: dict[str, list[Token]] = {}
    note_lines: dict[str, int] = {}
    repeated: list[tuple[str, int]] = []
    current: list[Token] = words
    blank = True
    for number, line in enumerate(body.split("\n"), start + 1):
        definition = _DEFINITION.match(line)
        if definition:
            label = definition[1]
            if label in notes:
                repeated.append((label, number))
            current = notes.setdefault(label, [])
            note_lines.setdefault(label, number)
            line = definition[2]  # noqa: PLW2901 (the rest of the line is the note's first line)
        elif line.strip() and blank and not line.startswith(("    ", "\t")):
            current = words
        blank = not line.strip()
        current += _tokens(line, number)
    return PageWords(
        path, tuple(words), {label: tuple(run) for label, run in notes.items()}, note_lines, tuple(repeated)
    )


def _tokens(line: str, number: int) -> Iterator[Token]:
    if TABLE_RULE.fullmatch(line):
        return
    plain = _plain(line)
    for match in _TOKEN.finditer(plain):
        if match[1] is not None:
            yield Token(match[1], number, call=True)
        elif match[0] not in IGNORED:
            yield Token(match[0], number)


def _plain(line: str) -> str:
    line = re.sub(r"^\s{0,3}#{1,6}\s+", "", line)
    line = _ITEM.sub(r"\1- ", line, count=1) if _ITEM.match(line) else line
    return _INLINE.sub(_shown, line)


def _shown(match: re.Match[str]) -> str:
    if match["escaped"]:
        return match["escaped"]
    if match["call"]:
        return f"{_OPEN}{match['call']}{_SHUT}"
    if match["link"]:
        return match["link"]
    return html.unescape(match["entity"]) if match["entity"] else ""
