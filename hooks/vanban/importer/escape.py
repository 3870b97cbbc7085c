"""Escape: source text as Markdown that shows exactly the text as printed, whatever characters it has.

Emphasis that the source itself marks (`*…*`, `**…**`) stays emphasis when it is well formed; calls of footnotes become
`[^n]`; everything else that Markdown, its usual extensions or HTML could read is escaped. No HTML is ever written.
"""

from __future__ import annotations

import re
from typing import Final

from vanban.importer.marks import EMPHASIS
from vanban.importer.notes import CALL, CALLED
from vanban.patterns import lazy_pattern

_CALL: Final = lazy_pattern(f"{CALL}([^{CALLED}]*){CALLED}")
_CHARS: Final = {
    "\\": "\\\\", "`": "\\`", "*": "\\*", "_": "\\_", "[": "\\[", "]": "\\]", "{": "\\{", "}": "\\}",
    "<": "&lt;", ">": "&gt;", "~": "&#126;", "|": "&#124;", "^": "&#94;",
}  # fmt: skip
_SPECIAL: Final = lazy_pattern("[" + re.escape("".join(_CHARS)) + "]")
_ENTITY: Final = lazy_pattern(r"&(?=#\w|\w+;)")
_NUMBERED: Final = lazy_pattern(r"(\d+)([.)])(?=\s|$)")
_HEADS: Final = {
    "#": "\\#",
    "-": "\\-",
    "+": "\\+",
    "!": "\\!",
    ":": "&#58;",
    "=": "&#61;",
    "?": "&#63;",
    "/": "&#47;",
    "%": "&#37;",
}


def inline(text: str) -> str:
    """Return one line of source text as Markdown that is safe inside a line."""
    pieces: list[str] = []
    end = 0
    for match in EMPHASIS.finditer(text):
        stars = match[1]
        pieces += [_spans(text[end : match.start()]), stars, _spans(match[2]), stars]
        end = match.end()
    return "".join([*pieces, _spans(text[end:])])


def line(text: str) -> str:
    """Return one paragraph of source text as a Markdown line: nothing at its head can open a block."""
    safe = inline(text.strip())
    numbered = _NUMBERED.match(safe)
    if numbered:
        return f"{numbered[1]}\\{numbered[2]}{safe[numbered.end() :]}"
    return _HEADS.get(safe[:1], safe[:1]) + safe[1:]


def heading(text: str) -> str:
    """Return source text as the words of a Markdown heading; emphasis is dropped, a heading is emphatic enough."""
    safe = inline(" ".join(text.replace("*", "").split()))
    return re.sub(r"#+$", lambda match: "\\#" * len(match[0]), safe)


def _spans(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for match in _CALL.finditer(text):
        pieces += [_literal(text[end : match.start()]), f"[^{match[1]}]"]
        end = match.end()
    return "".join([*pieces, _literal(text[end:])])


def _literal(text: str) -> str:
    return _SPECIAL.sub(lambda match: _CHARS[match[0]], _ENTITY.sub("&amp;", text))
