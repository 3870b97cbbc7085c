"""Plenums: resolutions of the Central Committee's plenums, which a citation names by plenum and term.

"Nghị quyết Trung ương 6 khóa XII"          "Nghị quyết Trung ương 4 khóa XI, XII"
"Nghị quyết Trung ương bảy (khóa X)"        "các Nghị quyết Trung ương 4, 5, 6 khóa XII"
"Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vanban.citations.citation import Kind
from vanban.citations.details import Details, find_details, ordinal
from vanban.citations.drafts import Draft
from vanban.citations.short_forms import TERM, term_end
from vanban.patterns import lazy_pattern

_NUMBER: Final = r"(?:[0-9]{1,2}|(?i:mười một|mười hai|mười ba|mười|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín)|[IVX]{1,4})"
_CENTRE: Final = r"(?:Trung ương|Trung Ương|TRUNG ƯƠNG|TW|TƯ|T\.Ư)"
_PLENUM: Final = lazy_pattern(
    r"(?:Nghị quyết|Nghị Quyết|NGHỊ QUYẾT|nghị quyết|Kết luận|NQ)\s{0,2}(?:của\s)?(?:số\s)?(?:"
    rf"(?:[Hh]ội nghị\s)?(?:lần thứ\s)?{_CENTRE}\s{{0,2}}(?:Đảng\s)?(?:lần thứ\s)?"
    rf"(?P<number>{_NUMBER})(?![\w%/]|[.,][0-9]|-[A-ZĐ0-9]|\s(?:19|20)[0-9]{{2}})"
    rf"|[Hh]ội nghị\slần thứ\s(?P<ordinal>{_NUMBER})\s?[-–,]?\s(?:của\s)?"
    rf"(?:Ban [Cc]hấp hành|BCH)\s{_CENTRE}(?:\sĐảng)?)"
)
_MORE: Final = lazy_pattern(
    rf"\s?(?:,|và)\s?(?:và\s)?((?:{_CENTRE}\s?)?({_NUMBER}))(?![\w%/]|[.,][0-9])(?=\s?[,(]|\s(?:và|[Kk]h))"
)
_TERMS: Final = lazy_pattern(r"(?:\s?,\s?|\s(?:và|,)\s)(?:[Kk]h(?:óa|oá)\s)?([IVX]{1,5})(?!\w)\)?")
_OF_PARTY: Final = lazy_pattern(r"\s(?:của\s)?Đảng(?!\s[bủuđ])")
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}
_MOST: Final = 8


def find_plenums(text: str) -> Iterator[Draft]:
    """Yield the mentions of plenums' resolutions, the members of lists one by one."""
    for match in _PLENUM.finditer(text):
        members = [(match.start(), match.end(), match.group("number") or match.group("ordinal"))]
        while match.group("number") and len(members) < _MOST and (more := _MORE.match(text, members[-1][1])):
            members.append((*more.span(1), more.group(2)))
        term = TERM.match(text, members[-1][1])
        if term or match.group("number"):
            name = "Kết luận" if match.group().startswith("K") else "Nghị quyết"
            yield from _drafts(text, name, members, term)


def _drafts(text: str, name: str, members: list[tuple[int, int, str]], term: re.Match[str] | None) -> Iterator[Draft]:
    """Yield the members of a list of plenums, then the same plenum of other terms."""
    end = term_end(term) if term else members[-1][1]
    party = _OF_PARTY.match(text, end)
    said = party.end() if party else end
    for index, (begin, finish, word) in enumerate(members):
        details = find_details(text, said)
        details.term = term.group(1) if term else details.term
        last = end if index == len(members) - 1 else finish
        kind = Kind.LIST_TAIL if index else Kind.SHORT
        yield Draft(begin, last, kind, details, name, own_type=not index, plenum=_value(word))
    while term and (another := _TERMS.match(text, end)):
        end = another.end(1)
        details = Details(end, term=another.group(1))
        yield Draft(another.start(1), end, Kind.LIST_TAIL, details, name, plenum=_value(members[-1][2]))


def _value(word: str) -> int | None:
    """Return the number of a plenum printed in digits, in words or in Roman numerals."""
    if not set(word) <= set(_ROMAN):
        return ordinal(word)
    values = [_ROMAN[char] for char in word]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
