"""Leads: what stands before a symbol: the type's name, "số", the article cited, and who issued it when.

lead = [pinpoint ["của"]] [type [qualifier | law's name | "của" body]] ["số"] [":"] SYMBOL
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from vanban.citations.bodies import body_end
from vanban.citations.details import read_date
from vanban.vietnamese import fold
from vanban.vocabulary import DOCUMENT_TYPES, TYPE_NAMES, TYPES_BY_CODE, DocType, type_code

_WINDOW: Final = 56
_FAR_WINDOW: Final = 180
_SO: Final = re.compile(r"(?<!\w)(?:[Ss][Ốố](?:\s(?:và\s)?(?:ký\s|kí\s)?hiệu)?)\s?:?\s{0,3}\Z|[Ss][Ốố]\Z")
_LAST_WORDS: Final = frozenset(name.split()[-1] for name in TYPE_NAMES)
LAST_LETTERS: Final = (
    "".join(sorted({form[-1] for word in _LAST_WORDS for form in (word, word.upper())})) + "ốỐgWƯQĐTLDBHCVAri"
)
"""Letters that may end what stands before the number of a short form."""
_LONGEST: Final = max(name.count(" ") + 1 for name in TYPE_NAMES)
_EDGE: Final = "“”‘’\"'([{*_-–—/|•+:>«.,;"
_NAME: Final = "|".join(
    sorted(
        {*(row.name for row in DOCUMENT_TYPES), *(n for r in DOCUMENT_TYPES for n in r.aliases)}, key=len, reverse=True
    )
)
_TYPE_WORD: Final = re.compile(rf"(?<!\w)(?:{_NAME}|{_NAME.upper()})(?!\w)")
_CLAUSE: Final = re.compile(r"[;:.!?“”\"()|]|\n\s*\n")
_AMENDING: Final = re.compile(r"(?:Luật|LUẬT)\s[Ss]ửa đổi[^;.\n]{0,120}\Z")
_PINPOINT: Final = re.compile(
    r"(?:(?:(?:các\s)?[đĐ]iểm\s[a-zđ0-9]{1,3}(?:,\s[a-zđ]|\svà\s(?:điểm\s)?[a-zđ])*(?:,)?\s)?"
    r"(?:(?:các\s)?[kK]hoản\s[0-9]{1,2}[a-z]?(?:,\s[0-9]{1,2}|\svà\s(?:khoản\s)?[0-9]{1,2})*(?:,)?\s)?"
    r"(?:các\s)?(?:[đĐ]iều|[mM]ục|[cC]hương|[pP]hần|[pP]hụ lục)\s(?:số\s)?[0-9IVX]{1,4}[a-z]?(?:,\s[0-9]{1,3}|\svà\s(?:Điều\s)?[0-9]{1,3})*)"
    r"(?:\s(?:của|ban hành kèm theo|kèm theo))?,?\s\Z"
)
_ISSUED: Final = re.compile(
    r"\s(?:(?:đã|vừa|cũng|vừa mới|mới|tiếp tục|cũng đã)\s){0,2}(?:ban hành|ra|ký ban hành|ký|thông qua|có|công bố)\s(?:các\s|hai\s|ba\s|những\s)?\Z"
)
_BODY_WORD: Final = re.compile(r"(?<!\w)(?=[A-ZĐỦỬUT])")
_ON_DATE: Final = re.compile(
    r"[Nn]gày\s{1,3}([0-9]{1,2})(?:\s?[-–/.]\s?([0-9]{1,2})\s?[-–/.]\s?|\s{1,3}tháng\s{1,3}([0-9]{1,2})\s{1,3}năm\s{1,3})([0-9]{4}),?\s{1,3}\Z"
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a symbol.

    Attributes:
        start: Where the mention starts: at the type's name, else at the symbol.
        row: The type named, or None.
        numbered: Whether "số" stands before the symbol.
        issuer: Body named between the type and the number, or None.
    """

    start: int
    row: DocType | None
    numbered: bool
    issuer: str | None = None


def find_lead(text: str, position: int, code: str | None, floor: int) -> Lead:
    """Return what stands before the symbol at `position`.

    Args:
        text: The text.
        position: Where the symbol's number starts.
        code: The symbol's type code, or None.
        floor: Where the previous mention ends; the lead does not reach before it.
    """
    low = max(floor, position - _WINDOW)
    window = text[low:position]
    so = _SO.search(window)
    before = window[: so.start()] if so else window
    near = _adjacent(before, code)
    if near:
        return Lead(low + near[0], near[1], so is not None)
    far = _far(text, max(floor, position - _FAR_WINDOW), low + len(before), code)
    if far:
        return Lead(far[0], far[1], so is not None, far[2])
    damaged = _damaged(before, code) if code else None
    if damaged:
        return Lead(low + damaged[0], damaged[1], so is not None)
    return Lead(position, None, so is not None)


def _adjacent(before: str, code: str | None) -> tuple[int, DocType] | None:
    """Return where the type's name that ends `before` starts, and its row; a name that fits the code is preferred."""
    stripped = before.rstrip()
    if len(before) - len(stripped) > 4 or "\n\n" in before[len(stripped) :]:
        return None
    if stripped.endswith("-"):
        stripped = stripped[:-1].rstrip()
    words = stripped.split()[-_LONGEST:]
    if not words:
        return None
    if words[-1].lower() not in _LAST_WORDS:
        return _abbreviated(stripped, words[-1])
    found = None
    for count in range(len(words), 0, -1):
        row = _row(" ".join(words[-count:]).lower().lstrip(_EDGE), code)
        if row and (found is None or (row.code == code and found.code != code)):
            found, length = row, count
    return (_word_start(stripped, length), found) if found else None


def _abbreviated(stripped: str, word: str) -> tuple[int, DocType] | None:
    """Return where an abbreviated type's name ("NĐ") starts, and its row."""
    bare = word.lstrip(_EDGE)
    code = type_code(bare) if bare.isupper() or bare in {"CTr", "TTr", "QĐi", "QyĐ"} else None
    return (
        (len(stripped) - len(bare), TYPES_BY_CODE[code][-1 if code == "TT" else 0]) if code and len(bare) > 1 else None
    )


def _row(name: str, code: str | None) -> DocType | None:
    """Return the row of a type's name, the one whose code the symbol prints when the name has several."""
    row = TYPE_NAMES.get(name)
    if row is None or row.code == code or code is None:
        return row
    return next((each for each in TYPES_BY_CODE.get(code, ()) if each.name.lower() == name), row)


def _word_start(text: str, count: int) -> int:
    """Return where the last `count` words of `text` start, opening marks set aside."""
    position = len(text)
    for _ in range(count):
        position = len(text[:position].rstrip())
        while position and not text[position - 1].isspace():
            position -= 1
    while text[position] in _EDGE:
        position += 1
    return position


def _far(text: str, low: int, high: int, code: str | None) -> tuple[int, DocType, str | None] | None:
    """Return the type named earlier in the clause, with a body or a law's name between it and the number."""
    window = text[low:high]
    clause = max((match.end() for match in _CLAUSE.finditer(window)), default=0)
    names = [match for match in _TYPE_WORD.finditer(window, clause)]
    for match in reversed(names):
        row = _row(match.group().lower(), code)
        between = window[match.end() :]
        if row is None or not _fits(row, code) or not _bridged(between, row):
            continue
        start = low + match.start()
        if row.name == "Luật" and (amending := _AMENDING.search(window[: match.start()])):
            start = low + amending.start()
        return start, row, _between_issuer(between)
    return None


def _fits(row: DocType, code: str | None) -> bool:
    """Return whether a type named earlier may be the type of a symbol."""
    if code is None:
        return row.name in {"Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết", "Công văn", "Nghị định"}
    return row.code == code or row.name == "Pháp lệnh"


def _bridged(between: str, row: DocType) -> bool:
    """Return whether what stands between a type's name and the number may belong to the mention."""
    law = row.name in {"Luật", "Bộ luật", "Pháp lệnh"}
    if any(char.isdigit() for char in between) or ("," in between and not law):
        return False
    return between[:1].isspace() and len(between) <= 120


def _between_issuer(between: str) -> str | None:
    """Return the body named between the type's name and the number ("Nghị quyết của Bộ Chính trị số …")."""
    stripped = between.strip()
    if not stripped.startswith("của "):
        return None
    name = stripped.removeprefix("của ")
    end = body_end(name, 0)
    return " ".join(name[:end].split()) or None


def _damaged(before: str, code: str) -> tuple[int, DocType] | None:
    """Return a type's name damaged by optical reading ("Thông bá số 165-TB/TW"): one letter or its marks away."""
    stripped = before.rstrip()
    words = stripped.split()
    for row in TYPES_BY_CODE.get(code, ()):
        count = row.name.count(" ") + 1
        printed = " ".join(words[-count:]).lstrip(_EDGE)
        if len(words) >= count and len(row.name) > 5 and _close(printed, row.name):
            return _word_start(stripped, count), row
    return None


@lru_cache(maxsize=1024)
def _close(printed: str, name: str) -> bool:
    """Return whether `printed` is `name` but for its marks and at most one letter."""
    left, right = fold(printed), fold(name)
    if abs(len(left) - len(right)) > 1 or left[:1] != right[:1]:
        return False
    head = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return left[head:] in (right[head:], right[head + 1 :]) or left[head + 1 :] in (right[head:], right[head + 1 :])


def find_pinpoint(text: str, start: int) -> str | None:
    """Return the article-level reference that ends at `start` ("khoản 3 Điều 63"), or None."""
    window = text[max(0, start - 100) : start]
    if not any(char.isdigit() for char in window[-24:]):
        return None
    match = _PINPOINT.search(window)
    return (
        " ".join(re.sub(r"(?:\s(?:của|ban hành kèm theo|kèm theo))?,?\s\Z", "", match.group()).split())
        if match
        else None
    )


def find_act(text: str, start: int) -> tuple[str | None, dt.date | None]:
    """Return who issued what is named at `start`, and when, from "Ngày …, Bộ Chính trị (đã) ban hành …"."""
    low = max(0, start - 160)
    window = text[low:start]
    issued = _ISSUED.search(window)
    if issued is None:
        return None, None
    for word in _BODY_WORD.finditer(window, 0, issued.start()):
        if body_end(window, word.start()) == issued.start():
            dated = _ON_DATE.search(window, 0, word.start())
            name = " ".join(window[word.start() : issued.start()].split())
            return name, read_date(dated) if dated else None
    return None, None
