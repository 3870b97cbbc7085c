"""Leads: what stands before a symbol: the type's name, "số", and what lies between them.

lead = [type [qualifier | law's name | "của" body]] ["số"] [":"] SYMBOL
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from vanban.citations.bodies import body_end
from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.vietnamese import fold
from vanban.vocabulary import DOCUMENT_TYPES, TYPE_NAMES, TYPES_BY_CODE, DocType, type_code

_WINDOW: Final = 56
_FAR_WINDOW: Final = 180
_FAR_LIMIT: Final = 120
_SPACES: Final = " \t\n\u00a0\u2002\u2003\u2009\u202f"
_EDGE: Final = "“”‘’\"'([{*_-–—/|•+:>«.,;"
_WORDY: Final = lazy_pattern(r"\s(?:(?:số\s)?(?:và\s)?(?:ký|kí)?\s?hiệu|hiệu số|số:)\Z", re.IGNORECASE)
_ODD_SPACE: Final = lazy_pattern(r"[\t\n\u00a0\u2002\u2003\u2009\u202f]|  ")
_MIXED_CODES: Final = frozenset({"CTr", "TTr", "QĐi", "QyĐ"})
_LAWS: Final = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
_CODELESS: Final = _LAWS | {"Nghị quyết", "Công văn", "Nghị định", "Quyết định", "Thông tư"}

_NAMES: Final = sorted({name for row in DOCUMENT_TYPES for name in (row.name, *row.aliases)}, key=len, reverse=True)
_BY_LAST_WORD: Final[dict[str, tuple[str, ...]]] = {
    last: tuple(sorted((name for name in TYPE_NAMES if name.split()[-1] == last), key=len, reverse=True))
    for last in {name.split()[-1] for name in TYPE_NAMES}
}
LAST_LETTERS: Final = "".join(
    sorted({char for word in _BY_LAST_WORD for char in (word[-1], word[-1].upper())} | set("ốỐWƯQĐTLDBHCVArig:"))
)
"""Letters that may end what stands before the number of a short form."""
_TYPE_WORD: Final = lazy_pattern(rf"(?<!\w)(?:{'|'.join([*_NAMES, *(name.upper() for name in _NAMES)])})(?!\w)")
_CLAUSE: Final = lazy_pattern(r"[;:.!?“”\"()|]|\n\s{0,20}\n")
_LAW_YEAR: Final = lazy_pattern(r"\s(?:năm\s)?(?:19|20)[0-9]{2}(?![0-9])")
_AMENDING: Final = lazy_pattern(r"(?:Luật|LUẬT)\s[Ss]ửa đổi[^;.\n]{0,120}\Z")


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a number.

    Attributes:
        start: Where the mention starts: at the type's name, else at the number.
        row: The type named, or None.
        numbered: Whether "số" stands before the number.
        issuer: Body named between the type and the number, or None.
    """

    start: int
    row: DocType | None
    numbered: bool
    issuer: str | None = None


def near_lead(text: str, position: int, code: str | None, floor: int) -> tuple[Lead, int]:
    """Return the type's name and "số" right before a number, and where both start.

    Args:
        text: The text.
        position: Where the number starts.
        code: The symbol's type code, or None.
        floor: Where the previous mention ends; the lead does not reach before it.
    """
    low = max(floor, position - _WINDOW)
    window = text[low:position]
    before, numbered = _without_number_word(window)
    found = _adjacent(before, code)
    if found:
        return Lead(low + found[0], found[1], numbered), low + found[0]
    return Lead(position, None, numbered), low + len(before)


def find_lead(text: str, position: int, code: str | None, floor: int) -> Lead:
    """Return what stands before a symbol, also at some distance or damaged by optical reading.

    Args:
        text: The text.
        position: Where the symbol's number starts.
        code: The symbol's type code, or None.
        floor: Where the previous mention ends; the lead does not reach before it.
    """
    lead, edge = near_lead(text, position, code, floor)
    if lead.row:
        doubtful = code and lead.row.code != code and text[lead.start].islower()
        far = _far(text, max(floor, position - _FAR_WINDOW), lead.start, code) if doubtful else None
        return Lead(far[0], far[1], lead.numbered, far[2]) if far else lead
    damaged = _damaged(text[max(floor, edge - _WINDOW) : edge], code) if code else None
    if damaged:
        return Lead(edge - damaged[0], damaged[1], lead.numbered)
    far = _far(text, max(floor, position - _FAR_WINDOW), edge, code) if lead.numbered else None
    return Lead(far[0], far[1], lead.numbered, far[2]) if far else lead


def _without_number_word(window: str) -> tuple[str, bool]:
    """Return what stands before "số" (or "số hiệu", "số:"), and whether it is there."""
    stripped = window.rstrip(_SPACES).rstrip(":").rstrip(_SPACES)
    if "\n\n" in window[len(stripped) :]:
        return "", False
    if stripped[-2:].lower() == "số" and not stripped[-3:-2].isalpha():
        return stripped[:-2].removesuffix(" từ "), True
    wordy = _WORDY.search(stripped) if stripped.endswith(("iệu", "IỆU")) else None
    return (stripped[: wordy.start()], True) if wordy else (window, False)


def _adjacent(before: str, code: str | None) -> tuple[int, DocType] | None:
    """Return where the type's name that ends `before` starts, and its row; a name that fits the code is preferred."""
    stripped = before.rstrip(_SPACES)
    if "\n\n" in before[len(stripped) :]:
        return None
    if _ODD_SPACE.search(stripped):
        return _adjacent_spaced(stripped, code)
    if stripped.endswith("-"):
        stripped = stripped[:-1].rstrip()
    word = stripped[stripped.rfind(" ") + 1 :]
    names = _BY_LAST_WORD.get(word.lower().lstrip(_EDGE))
    return _named(stripped, names, code) if names else _abbreviated(stripped, word)


def _adjacent_spaced(stripped: str, code: str | None) -> tuple[int, DocType] | None:
    """Do the same where line breaks or several spaces part the words."""
    found = _adjacent(" ".join(stripped.split()), code)
    if found is None:
        return None
    joined = " ".join(stripped.split())
    words = joined[found[0] :].count(" ") + 1
    position = len(stripped)
    for _ in range(words):
        position = len(stripped[:position].rstrip())
        while position and not stripped[position - 1].isspace():
            position -= 1
    position += found[0] - joined.rfind(" ", 0, found[0]) - 1
    return (position, found[1]) if "\n\n" not in stripped[position:] else None


def _named(stripped: str, names: tuple[str, ...], code: str | None) -> tuple[int, DocType] | None:
    """Return the best of the names that may end `stripped`: the one that fits the code, else the longest."""
    lowered = stripped.lower()
    best: tuple[int, DocType] | None = None
    for name in names:
        start = len(stripped) - len(name)
        if not lowered.endswith(name) or not _begins(stripped, start):
            continue
        row = _row(name, code)
        if row and best is None:
            best = start, row
    if best and code and best[1].code != code:
        return _compound(stripped, best[0], code) or best
    return best


def _begins(text: str, start: int) -> bool:
    """Return whether a name may begin at `start`: a new word, or a capital glued to the word before ("hiệnQuyết")."""
    glued = text[start].isupper() and not text[start - 1].isupper()
    return start == 0 or not text[start - 1].isalnum() or glued


def _compound(stripped: str, start: int, code: str) -> tuple[int, DocType] | None:
    """Return the type's name before another one when it is the one that fits ("Thông báo Kết luận số …-TB/TU")."""
    before = stripped[:start].rstrip()
    lowered = before.lower()
    for row in TYPES_BY_CODE.get(code, ()):
        if lowered.endswith(row.name.lower()) and _begins(before, len(before) - len(row.name)):
            return len(before) - len(row.name), row
    return None


def _abbreviated(stripped: str, word: str) -> tuple[int, DocType] | None:
    """Return where an abbreviated type's name ("NĐ") starts, and its row."""
    bare = word.lstrip(_EDGE)
    code = type_code(bare) if len(bare) > 1 and (bare.isupper() or bare in _MIXED_CODES) else None
    return (len(stripped) - len(bare), TYPES_BY_CODE[code][-1 if code == "TT" else 0]) if code else None


def _row(name: str, code: str | None) -> DocType | None:
    """Return the row of a type's name, the one whose code the symbol prints when the name has several."""
    row = TYPE_NAMES.get(name)
    if row is None or row.code == code or code is None:
        return row
    return next((each for each in TYPES_BY_CODE.get(code, ()) if each.name.lower() == name), row)


def _far(text: str, low: int, high: int, code: str | None) -> tuple[int, DocType, str | None] | None:
    """Return the type named earlier in the clause, with a body or a law's name between it and the number."""
    window = text[low:high]
    clause = max((match.end() for match in _CLAUSE.finditer(window)), default=0)
    for match in reversed(list(_TYPE_WORD.finditer(window, clause))):
        row = _row(match.group().lower(), code)
        between = window[match.end() :]
        if row is None or not _fits(row, code) or not _bridged(between, row):
            continue
        start = low + match.start()
        if row.name == "Luật" and (amending := _AMENDING.search(window[: match.start()])):
            start = low + amending.start()
        return start, row, None if row.name in _LAWS else _between_issuer(between)
    return None


def _fits(row: DocType, code: str | None) -> bool:
    """Return whether a type named earlier may be the type of a symbol."""
    if code is None:
        return row.name in _CODELESS
    return row.code == code or row.name == "Pháp lệnh"


def _bridged(between: str, row: DocType) -> bool:
    """Return whether what stands between a type's name and the number may belong to the mention."""
    law = row.name in _LAWS
    plain = _LAW_YEAR.sub("", between) if law else between
    if any(char.isdigit() for char in plain) or (not law and ("," in plain or " và " in plain)):
        return False
    return between[:1].isspace() and len(between) <= _FAR_LIMIT


def _between_issuer(between: str) -> str | None:
    """Return the body named between the type's name and the number ("Nghị quyết của Bộ Chính trị số …")."""
    name = between.strip()
    body = name[4:] if name[:4].lower() == "của " else name
    end = body_end(body, 0)
    return " ".join(body[:end].split()) if end and (body != name or end == len(body)) else None


def _damaged(before: str, code: str) -> tuple[int, DocType] | None:
    """Return a type's name damaged by optical reading ("Thông bá số 165-TB/TW"), as its distance from the end."""
    stripped = before.rstrip()
    words = stripped.split()
    for row in TYPES_BY_CODE.get(code, ()):
        count = row.name.count(" ") + 1
        if count < 2 or len(words) < count:
            continue
        printed = " ".join(words[-count:]).lstrip(_EDGE)
        if _close(printed, row.name):
            return len(before) - stripped.rfind(printed.split()[0], 0, len(stripped)), row
    return None


@lru_cache(maxsize=1024)
def _close(printed: str, name: str) -> bool:
    """Return whether `printed` is `name` but for its marks and at most one letter."""
    left, right = fold(printed), fold(name)
    if abs(len(left) - len(right)) > 1 or left[:1] != right[:1]:
        return False
    same = min(len(left), len(right))
    head = next((place for place in range(same) if left[place] != right[place]), same)
    return left[head:] in {right[head:], right[head + 1 :]} or left[head + 1 :] in {right[head:], right[head + 1 :]}
