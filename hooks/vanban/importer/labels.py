"""Label: what stands before a heading's title, from `Phần thứ nhất` down to `1.1.`, and how deep it reaches.

    Phần thứ nhất | Phần I      part        PHỤ LỤC 1        annex
    Chương I   Mục 1   Điều 5   named       I-  I.  I/       roman
    1.  1-  1)  1/              arabic      1.1.  1.1-       decimal
    A.  B-                      letter      a)  b.           point (asked for by name: it mostly begins list items)

Where a label can also begin a sentence or a list item, `outline` decides by the run of labels, never by one alone.
"""

from __future__ import annotations

import re
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ORDINALS: Final = (
    "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelKind:
    """A kind of label: its name, depth (smaller is higher), id prefix and the pattern of label and title."""

    name: str
    depth: int
    prefix: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the head of a text.

    Attributes:
        kind: Its kind.
        number: Its value in its run; 0 when it has none.
        printed: The label as printed, `I-`.
        title: The text after it, as printed.
        above: The numbers above it that it repeats, `1.2` of `1.2.3`; empty when it repeats none.
    """

    kind: LabelKind
    number: int
    printed: str
    title: str
    above: str = ""


_ROMAN: Final = r"[IVXLC]{1,7}"
_SEP: Final = r"[-–—./:)]"
_EITHER: Final = rf"(?P<number>{_ROMAN}|\d{{1,2}})\s*{_SEP}?"
_MARK: Final = r"\s*[-–—./)](?:[-–—])?"
_TITLE: Final = r"[^\W\d_\s“\"].*"
KINDS: Final = (
    LabelKind(
        "part", 1, "p", lazy_pattern(rf"((?:PHẦN|Phần) (?:(?:THỨ|thứ) (?P<word>\w+)\s*{_SEP}?|{_EITHER}))(?:\s+(.*)|$)")
    ),
    LabelKind("annex", 1, "pl", lazy_pattern(rf"((?:PHỤ LỤC|Phụ lục)(?: (?:SỐ |số )?{_EITHER})?)(?:\s+(.*)|$)")),
    LabelKind("chapter", 2, "c", lazy_pattern(rf"((?:CHƯƠNG|Chương) {_EITHER})(?:\s+(.*)|$)")),
    LabelKind("division", 3, "m", lazy_pattern(rf"((?:MỤC|Mục) {_EITHER})(?:\s+(.*)|$)")),
    LabelKind("roman", 4, "", lazy_pattern(rf"((?P<number>{_ROMAN}){_MARK})\s*({_TITLE})")),
    LabelKind("article", 5, "d", lazy_pattern(r"((?:ĐIỀU|Điều) (?P<number>\d{1,3})\s*[.:])(?:\s+(.*)|$)")),
    LabelKind("arabic", 6, "", lazy_pattern(rf"((?P<number>\d{{1,2}}){_MARK})\s*({_TITLE}|“.*)")),
    LabelKind("decimal", 7, "", lazy_pattern(rf"((?P<path>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:{_MARK})?)\s+({_TITLE})")),
)
LETTER: Final = LabelKind("letter", 3, "", lazy_pattern(rf"((?P<letter>[A-ZĐ]){_MARK})\s+({_TITLE})"))
POINT: Final = LabelKind("point", 10, "", lazy_pattern(rf"((?P<letter>[a-zđ])\s*[-./)])\s+({_TITLE}|“.*)"))
_LETTERS: Final = "ABCDĐEFGHIJKLMNOPQRSTUVWXYZ"
CAPITALS: Final = LabelKind("capitals", 4, "k", lazy_pattern(r"(?!)"))
BOLD: Final = LabelKind("bold", 11, "b", lazy_pattern(r"(?!)"))


def find_label(text: str) -> Label | None:
    """Return the label at the head of `text` (emphasis marks left out of account), or None."""
    bare = text.replace("*", "").strip()
    for kind in (*KINDS, LETTER):
        match = kind.pattern.fullmatch(bare)
        if match:
            return _label(kind, match)
    return None


def find_point(text: str) -> Label | None:
    """Return the label of a point, `a)`, at the head of `text`, or None."""
    match = POINT.pattern.fullmatch(text.replace("*", "").strip())
    return _label(POINT, match) if match else None


def find_letter(text: str) -> Label | None:
    """Return the label at the head of `text` read as a letter even where it may be a roman numeral, or None."""
    match = LETTER.pattern.fullmatch(text.replace("*", "").strip())
    return _label(LETTER, match) if match else None


def _label(kind: LabelKind, match: re.Match[str]) -> Label | None:
    number = _value(match)
    above = match["path"].rpartition(".")[0] if kind.name == "decimal" else ""
    if above:
        kind = LabelKind(kind.name, kind.depth + above.count("."), kind.prefix, kind.pattern)
    if number is None:
        return None
    return Label(kind, number, match.group(1).strip(), (match.groups()[-1] or "").strip(), above)


def is_capitals(text: str) -> bool:
    """Say whether a text is set in capitals and long enough to be a title rather than an abbreviation."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 7 and all(char.isupper() for char in letters)


def is_upper(text: str) -> bool:
    """Say whether the letters of a text, few as they may be, are all capitals."""
    return any(map(str.isalpha, text)) and not any(map(str.islower, text))


def is_bold(text: str) -> bool:
    """Say whether the whole text is printed bold and reads like a title."""
    bare = text.strip()
    whole = bare.startswith("**") and bare.endswith("**") and bare.count("**") == 2
    return whole and len(bare) > 4 and bare[-3] not in ".;,:!?…"


def _value(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("path"):
        return int(groups["path"].rsplit(".", 1)[1])
    if groups.get("letter"):
        return _LETTERS.index(groups["letter"].upper()) + 1
    word = groups.get("word")
    if word:
        return _ORDINALS.index(word.lower()) + 1 if word.lower() in _ORDINALS else None
    number = groups.get("number")
    if number is None:
        return 0
    return int(number) if number.isdecimal() else roman_value(number)


def roman_value(text: str) -> int | None:
    """Return the value of a well-formed roman numeral, or None (`IIX` is none)."""
    values = [_ROMAN_VALUES[char] for char in text]
    total = sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return total if roman(total) == text else None


def roman(number: int) -> str:
    """Return a number from 1 to 399 as a roman numeral."""
    pairs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    result = ""
    for value, letters in pairs:
        count, number = divmod(number, value)
        result += letters * count
    return result
