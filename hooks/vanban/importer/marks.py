"""Mark: how a footnote is called in the text and numbered at the bottom of the page, in all the ways offices print it.

    strong   ⁽¹⁾  ¹  [^1]              never anything else (a power such as m² is told apart by its unit)
    weak     (1)  [1]  1)  *  dân1  1. also enumerations and codes: believed only when a note of that number follows

OCR often reads the number of a first footnote as a letter: `(l)` calls note 1 as `(1)` does.

The number is what is printed, as text: `12`, or `∗` for an asterisk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass

SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
STAR: Final = "∗"
"""Stands for a printed asterisk in numbers, as a plain one means emphasis in Markdown."""
EMPHASIS: Final = lazy_pattern(r"(?<![\w*\\])(\*{1,3})(?![\s*)])([^*]*[^\s*(])\1(?![\w*])")
"""Emphasis that a source itself marks: asterisks in pairs around words."""
_DIGITS: Final = str.maketrans(f"{SUPERSCRIPTS}*l", f"0123456789{STAR}1")
_RAISED: Final = str.maketrans("0123456789", SUPERSCRIPTS)
_UNIT: Final = lazy_pattern(r"(?:\d\s?|/|\b)[ckd]?m$")


@dataclass(frozen=True, slots=True)
class Style:
    """One way to print a mark: `calls` finds it in a text, `starts` at the head of a note; group 1 is the number."""

    name: str
    calls: re.Pattern[str]
    starts: re.Pattern[str]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark found in a text: where, which number, in which style."""

    start: int
    end: int
    number: str
    style: str


_NUMBER: Final = r"[1-9]\d{0,2}"
STYLES: Final = (
    Style("markdown", lazy_pattern(r"\[\^([\w∗-]{1,8})\](?!:)"), lazy_pattern(r"\[\^([\w∗-]{1,8})\]:\s*"), strong=True),
    Style(
        "raised",
        lazy_pattern(rf"⁽\s*([{SUPERSCRIPTS}]+)\s*⁾|([{SUPERSCRIPTS}]+)(?![{SUPERSCRIPTS}⁾])"),
        lazy_pattern(rf"[⁽(]?([{SUPERSCRIPTS}]+)[⁾)]?[.:]?\s*(?=[^\s⁾)])"),
        strong=True,
    ),
    Style("bracket", lazy_pattern(rf"\[({_NUMBER})\]"), lazy_pattern(rf"\[({_NUMBER})\][.:]?\s*(?=\S)")),
    Style("paren", lazy_pattern(rf"\(({_NUMBER}|l)\)"), lazy_pattern(rf"\(({_NUMBER})\)[.:]?\s*(?=\S)")),
    Style(
        "half",
        lazy_pattern(rf"(?:(?<=[^\W\d])|(?<=[^\W\d][,;.:”)]))({_NUMBER})\)"),
        lazy_pattern(rf"({_NUMBER})\)\s*(?=\S)"),
    ),
    Style("half apart", lazy_pattern(rf"(?<=[\w,;.:”)] )({_NUMBER})\)"), lazy_pattern(rf"({_NUMBER})\)\s*(?=\S)")),
    Style(
        "star",
        lazy_pattern(r"\((\*{1,20})\)|(?<=[^\s*(])(\*{1,20})(?![\w*])"),
        lazy_pattern(r"(?:\((\*{1,20})\)|(\*{1,20})(?=\s))\s*(?=\S)"),
    ),
    Style(
        "glued",
        lazy_pattern(rf"(?<=[^\W\d_])({_NUMBER})(?![\w%/)])|(?<=[^\W\d_][.,;:”)])({_NUMBER})(?=\s|$)"),
        lazy_pattern(rf"({_NUMBER})(?:\s*(?=[^\W\d_])|\s+(?=[\d“\"(]))"),
    ),
    Style("stopped", lazy_pattern(r"(?!)"), lazy_pattern(rf"({_NUMBER})[.:](?:\s*(?=[^\W\d_])|\s+(?=[\d“\"(]))")),
)
BY_NAME: Final = {style.name: style for style in STYLES}
_STRONG: Final = tuple(style for style in STYLES if style.strong)
_TAIL: Final = lazy_pattern(rf"(?:\s|[*_~”\"’')\]»⁾⁽]|[{SUPERSCRIPTS}]|\[\^[^\]]*\]|[(\[]{_NUMBER}[)\]])+$")


_NEAR_END: Final = 200
_BOLD: Final = lazy_pattern(r"(?<![*(])\*\*(?![*)])")
_AFTER_WORD: Final = ".,;:!?”)…"


def plain(number: str) -> str:
    """Return a number in ordinary digits and asterisks that are no Markdown; a letter l is a misread 1."""
    return number.translate(_DIGITS)


def raised(number: str) -> str:
    """Return a number in superscript digits."""
    return number.translate(_RAISED)


def find_marks(text: str, styles: tuple[Style, ...] = _STRONG) -> Iterator[Mark]:
    """Yield the calls of footnotes in `text`, in order, in the given styles; the start of the text is no call."""
    found: dict[int, Mark] = {}
    for style in styles:
        emphatic = _emphatic(text) if style.name == "star" else frozenset()
        for match in style.calls.finditer(text):
            number = next(group for group in match.groups() if group)
            if match.start() and match.start() not in emphatic and not _is_power(text, match.start(), number):
                found.setdefault(match.start(), Mark(match.start(), match.end(), plain(number), style.name))
    yield from (found[start] for start in sorted(found))


def _emphatic(text: str) -> frozenset[int]:
    """Return where asterisks begin or end emphasis."""
    return frozenset(place for match in EMPHASIS.finditer(text) for place in (match.start(1), match.end(2)))


def _is_power(text: str, start: int, number: str) -> bool:
    return number in "²³" and bool(_UNIT.search(text[max(0, start - 6) : start]))


def note_start(text: str, style: Style) -> Mark | None:
    """Return the mark at the head of a note, or None."""
    match = style.starts.match(text)
    number = next((group for group in match.groups() if group), None) if match else None
    return Mark(0, match.end(), plain(number), style.name) if match and number else None


def strong_note(text: str) -> Mark | None:
    """Return the mark at the head of a note when it can be nothing else."""
    return next((mark for style in _STRONG if (mark := note_start(text, style))), None)


def bare_end(text: str) -> str:
    """Return the end of `text` without the marks, quotes, brackets and emphasis after its last word or stop."""
    return _TAIL.sub("", text[-_NEAR_END:]) or text.strip()


def bold_open(lines: Iterable[str]) -> bool:
    """Say whether bold print begun in these lines has not ended; asterisks that call notes begin none."""
    opened = False
    for line in lines:
        for match in _BOLD.finditer(line):
            opens = match.end() < len(line) and not line[match.end()].isspace() and not _ends_word(line, match.start())
            closes = match.start() > 0 and not line[match.start() - 1].isspace()
            opened = opens if not opened else not closes
    return opened


def _ends_word(line: str, place: int) -> bool:
    return place > 0 and (line[place - 1].isalnum() or line[place - 1] in _AFTER_WORD)


def call_forms(number: str) -> re.Pattern[str]:
    """Return a pattern of every way a call of this number may stand in a source, for proving a page against it."""
    if set(number) == {STAR}:
        return re.compile(rf"\(?\*{{{len(number)}}}\)?")
    digits = _either(number)
    misread = r"|\(l\)" if number == "1" else ""
    return re.compile(rf"\[\^{digits}\]|[⁽(\[]?\s?{digits}\s?[⁾)\]]?{misread}")


def head_forms(number: str) -> re.Pattern[str]:
    """Return a pattern of every way this number may stand at the head of a footnote."""
    if set(number) == {STAR}:
        return re.compile(rf"\(?\*{{{len(number)}}}\)?")
    digits = _either(number)
    return re.compile(rf"\[\^{digits}\]:?|[⁽(\[]?\s?{digits}\s?[⁾)\]]?(?:[.:](?=\s|\w))?")


def _either(number: str) -> str:
    return rf"(?:{re.escape(number)}|{re.escape(raised(number))})"
