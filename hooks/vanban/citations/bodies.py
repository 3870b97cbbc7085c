"""Bodies: how far the name of an issuing body runs in a sentence ("của Ban Thường vụ Tỉnh ủy Kiên Giang về …").

A name begins with a word that begins a name in the vocabulary. It goes on over words with a capital, over small-letter
words that follow their neighbour inside a known name ("Chấp hành", "Thường vụ"), and over words of place ("tỉnh"). It
stops before a type of document, a word that opens the next part of the citation, or anything else.
"""

from __future__ import annotations

import re
from typing import Final

from vanban.patterns import lazy_pattern
from vanban.vocabulary import BODY_HEADS, BODY_PAIRS, TYPE_NAMES

_WORD: Final = lazy_pattern(
    r"[^\S\n]{0,3}\n?[^\S\n]{0,3}((?:[-–—&]|,)(?=\s?[^\W\d_])\s?|)((?:(?:TP|Tp|TX|Tx|T|H|Q|P)\.(?=\s?[^\W\d_])\s?)?[^\W\d_]{1,24}(?![^\W\d_]))"
)
_PLACE_PAIRS: Final = frozenset(
    {
        ("Thành", "phố"),
        ("Thị", "xã"),
        ("Thị", "trấn"),
        ("Đặc", "khu"),
        ("thành", "phố"),
        ("thị", "xã"),
        ("thị", "trấn"),
        ("đặc", "khu"),
        ("các", "cấp"),
    }
)
_OPENING: Final = frozenset({"tỉnh", "thành", "huyện", "quận", "xã", "phường", "thị", "đặc"})
_STOP: Final = frozenset(
    [
        "về",
        "khóa",
        "khoá",
        "ngày",
        "năm",
        "nhiệm",
        "kỳ",
        "số",
        "tại",
        "theo",
        "của",
        "do",
        "được",
        "đã",
        "là",
        "có",
        "trong",
        "với",
        "từ",
        "đến",
        "lần",
        "quy",
        "ban",
        "căn",
        "nay",
        "điều",
        "khoản",
        "mục",
        "phần",
        "chương",
        "thực",
        "triển",
        "sửa",
        "phê",
    ]
)
_FREE_HEADS: Final = frozenset({"Bộ", "Sở", "Ban", "Cục", "Vụ", "Phòng", "Hội", "Viện", "Trường", "Ngành"})
_TWO_WORDS: Final = frozenset(name for name in TYPE_NAMES if name.count(" ") == 1)
_NUMBERED_PLACES: Final = frozenset({"quận", "Quận", "phường", "Phường", "khu", "đạo"})
_PLACE_NUMBER: Final = lazy_pattern(r"\s[0-9]{1,4}(?![\w/.,-]?[0-9])")
_MAX_WORDS: Final = 24


def body_end(text: str, start: int, *, joint: bool = False) -> int:
    """Return where the name of the body that starts at `start` ends; `start` itself when none starts there.

    Args:
        text: The text.
        start: Offset of the name's first letter.
        joint: Whether several bodies may be joined by "và" ("giữa A và B").
    """
    first = _WORD.match(text, start)
    if first is None or first.start(2) != start or first.group(2) not in BODY_HEADS:
        return start
    end, previous, free = first.end(), first.group(2), first.group(2) in _FREE_HEADS
    for _ in range(_MAX_WORDS):
        word = _WORD.match(text, end)
        if word is None or word.end(1) == end == word.start(2):
            break
        step = _step(text, word, previous, free=free, joint=joint)
        if not step:
            break
        end, free = _numbered(text, step, word.group(2)), word.group(2) in _FREE_HEADS
        previous = text[max(0, step - 12) : step].rsplit(None, 1)[-1] if step != word.end() else word.group(2)
    return end


def _numbered(text: str, end: int, word: str) -> int:
    """Return where a place that is a number ends ("quận 3", "Quân khu 9"), else `end`."""
    number = _PLACE_NUMBER.match(text, end) if word in _NUMBERED_PLACES else None
    return number.end() if number else end


def _step(text: str, word: re.Match[str], previous: str, *, free: bool, joint: bool) -> int:
    """Return where the name ends once `word` is taken in, or 0 when it does not belong to the name."""
    mark, name = word.group(1).strip(), word.group(2)
    if name[0].isupper():
        return word.end() if _capital(text, word, previous, mark) else 0
    if mark:
        return 0
    if name == "và":
        return _conjunction(text, word, previous, joint=joint)
    if name in BODY_PAIRS.get(previous, ()) or name in _OPENING or (previous, name) in _PLACE_PAIRS:
        return word.end() if name != "thị" or _WORD.match(text, word.end()) else 0
    return word.end() if free and previous[0].isupper() and name not in _STOP and previous not in _FREE_HEADS else 0


def _capital(text: str, word: re.Match[str], previous: str, mark: str) -> bool:
    """Return whether a word with a capital goes on the name."""
    name = word.group(2)
    following = _WORD.match(text, word.end())
    office = name == "Ban" or (name == "BAN" and following is not None and following.group(2) != "HÀNH")
    if name.lower() in _STOP and not office:
        return False
    if mark == ",":
        return following is not None and f"{name} {following.group(2)}" in BODY_PAIRS.get(previous + ",", ())
    pair = f"{name} {following.group(2)}".lower() if following else name.lower()
    return previous in _FREE_HEADS or (pair not in _TWO_WORDS and name.lower() not in {"luật", "lệnh"})


def _conjunction(text: str, word: re.Match[str], previous: str, *, joint: bool) -> int:
    """Return where the name ends when "và" and the next word belong to it, else 0."""
    following = _WORD.match(text, word.end())
    if following is None or not following.group(2)[0].isupper():
        return 0
    name = following.group(2)
    if name in BODY_PAIRS["và"] and previous in BODY_PAIRS["…và"]:
        return following.end()
    return following.end() if joint and name in BODY_HEADS else 0
