"""Short forms: documents named without their symbol, only where the sentence makes it a citation.

    "Nghị quyết 25 khóa XI"   type, number, term
    "Chỉ thị 05", "Nghị định 100/2019", "Kế hoạch số 151"   type and number, then an end of phrase or a word that goes on the sentence
    "theo NĐ 94"              an abbreviated type after a word that calls for a document
    "Nghị quyết Trung ương 6 khóa XII"   a plenum's resolution
    "Chỉ thị 11" again        a number that one earlier symbol of the text has

A number followed by a thing that can be counted ("Kế hoạch 5 năm", "Quyết định 12 trường hợp") is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vanban.citations.citation import Kind
from vanban.citations.details import Details, find_details, ordinal
from vanban.citations.drafts import Draft
from vanban.citations.leads import Lead

NUMBER: Final = re.compile(
    r"([0-9]{1,5})([a-z]?)(?:\s?/\s?((?:19|20)[0-9]{2}))?(?![\w%]|[.,:][0-9]|\s?[-/–]\s?[0-9]|[-/–])"
)
_OF_PARTY: Final = re.compile(r"\s(?:của\s)?Đảng(?!\s[bủuđ])")
_TERM: Final = re.compile(r"\s{0,2},?\s{0,2}\(?\s?[Kk]h(?:óa|oá)\s(?:thứ\s)?([IVXL]{1,6})(?!\w)\)?")
_GOES_ON: Final = re.compile(
    r"\s{0,2}(?:[,;:.)\]”\"'’…!?|(]|\Z|\n)|\s{1,2}[-–]\s"
    r"|\s{1,2}(?:của|về|ngày\s[0-9]|và|với|cùng|được|đã|là|trong|tại|có|theo|để|cho|đến|trên|thì|cũng|này|nêu|do|như|hay|hoặc|nhằm|còn|sẽ|đang|vẫn"
    r"|gắn với|quy định|ban hành|thay thế|sửa đổi|bổ sung|yêu cầu|đề ra|đề cập|đề nghị|đề xuất|xác định|chỉ rõ|chỉ ra|chỉ đạo|mở|tạo|đưa ra|đưa|đi vào"
    r"|vào|ra đời|từ|bằng|khi|nếu|mà|vì|không|phải|cần|nhấn mạnh|khẳng định|đặt ra|hướng dẫn|hướng tới|tiếp tục|qua|sau|trước|năm\s(?:19|20)[0-9]{2}"
    r"|thực hiện|làm|giúp|góp phần|hết|chưa|đối với|hiện|kèm theo|triển khai|nói|mới|ký|bãi bỏ|phê duyệt|giao|thể hiện|dẫn|đều|rằng|liên quan|khóa|khoá)(?!\w)"
)
_OF_BODY: Final = re.compile(r"\s{1,2}(?:của\s(?=[A-ZĐUTBCH])|ngày\s[0-9])")
_CUE: Final = re.compile(
    r"(?:theo|[Tt]heo|[Tt]hực hiện|[Cc]ăn cứ|[Tt]riển khai|[Qq]uán triệt|tại|[Ss]ơ kết|[Tt]ổng kết|học tập|ban hành|[Đđ]iều [0-9]{1,3}|tinh thần"
    r"|thay thế|sửa đổi|hướng dẫn|áp dụng|vi phạm|trái|các|quy định của|của các|dung)\s{1,2}\Z"
)
_LISTED: Final = re.compile(r"(?:\(|(?:QĐ|NĐ|NQ)\s[0-9]{1,4},\s(?:và\s)?|(?:QĐ|NĐ|NQ)\s[0-9]{1,4}\svà\s)\Z")
_PLAIN_CODES: Final = frozenset({"QĐ", "NĐ", "NQ"})
_CORE: Final = frozenset(
    {
        "Nghị quyết",
        "Chỉ thị",
        "Kết luận",
        "Quyết định",
        "Quy định",
        "Nghị định",
        "Thông tư",
        "Thông tư liên tịch",
        "Pháp lệnh",
    }
)
_NUMBERED: Final = _CORE | {
    "Thông tri", "Hướng dẫn", "Kế hoạch", "Công văn", "Thông báo", "Chương trình", "Chương trình phối hợp", "Tờ trình", "Quy chế",
    "Báo cáo", "Đề án", "Luật", "Công điện", "Nghị quyết liên tịch", "Sắc lệnh", "Chương trình hành động",
}  # fmt: skip
_YEARS: Final = range(1900, 2101)
_PLENUM_NUMBER: Final = (
    r"(?:[0-9]{1,2}|(?i:mười một|mười hai|mười ba|mười|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín)|[IVX]{1,4})"
)
_PLENUM: Final = re.compile(
    r"(?:Nghị quyết|NGHỊ QUYẾT|nghị quyết|Kết luận|NQ)\s{0,2}(?:của\s)?(?:số\s)?"
    r"(?:(?:[Hh]ội nghị\s)?(?:lần thứ\s)?(?:Trung ương|Trung Ương|TRUNG ƯƠNG|TW|TƯ|T\.Ư)\s{0,2}(?:lần thứ\s|\(?khóa\s)?"
    rf"(?P<number>{_PLENUM_NUMBER})(?![\w%/]|[.,][0-9]|-[A-ZĐ0-9])"
    rf"|[Hh]ội nghị\s(?:lần thứ\s)(?P<ordinal>{_PLENUM_NUMBER})\s?[-–,]?\s(?:của\s)?(?:Ban Chấp hành|BCH|Ban chấp hành)\s(?:Trung ương|TW|TƯ|T\.Ư)(?:\sĐảng)?)"
)
_MORE_PLENUMS: Final = re.compile(
    rf"\s?(?:,|và)\s?(?:và\s)?((?:Trung ương\s)?({_PLENUM_NUMBER}))(?![\w%/]|[.,][0-9])(?=\s?[,(]|\s(?:và|[Kk]h))"
)
_TERMS: Final = re.compile(r"(?:\s?,\s?|\s(?:và|,)\s)(?:[Kk]h(?:óa|oá)\s)?([IVX]{1,5})(?!\w)\)?")
_ROMAN: Final = {"I": 1, "V": 5, "X": 10}


@dataclass(slots=True)
class Memory:
    """The symbols that a text has named so far, by type and number."""

    seen: dict[tuple[str, int, str], dict[str, Draft]]

    def note(self, draft: Draft) -> None:
        """Remember a mention that has a symbol."""
        if draft.value and draft.type:
            self.seen.setdefault((draft.type, draft.value.number, draft.value.suffix), {}).setdefault(
                str(draft.value), draft
            )

    def only(self, kind: str, number: int, suffix: str, year: int | None, term: str | None) -> Draft | None:
        """Return the one earlier mention that a short form repeats; None when there is none, or more than one."""
        found = list(self.seen.get((kind, number, suffix), {}).values())
        if year:
            found = [each for each in found if each.year == year]
        if len(found) != 1:
            return None
        said = found[0].details.term
        return None if term and said and said != term else found[0]

    def knows(self, kind: str, number: int, suffix: str) -> bool:
        """Return whether any earlier symbol has this type and number."""
        return (kind, number, suffix) in self.seen


def read_short(text: str, match: re.Match[str], lead: Lead, memory: Memory) -> Draft | None:
    """Return the short form whose number is `match` (of `NUMBER`), or None when the sentence makes no citation of it."""
    row = lead.row
    if row is None:
        return None
    number, suffix = int(match.group(1)), match.group(2)
    term = _TERM.match(text, match.end())
    known = memory.knows(row.name, number, suffix)
    if not (term and row.name in _CORE) and not _cited(text, match, lead, known=known):
        return None
    end = term.end() if term else match.end()
    details = find_details(text, end)
    if term:
        details.term = term.group(1)
        end = (
            term.end()
            if text[match.end() : term.end()].count("(") == text[match.end() : term.end()].count(")")
            else term.end(1)
        )
    year = int(match.group(3)) if match.group(3) else None
    same = memory.only(row.name, number, suffix, year, details.term)
    value = same.value if same else None
    return Draft(
        lead.start,
        end,
        Kind.SHORT,
        details,
        row.name,
        True,
        number,
        year or (value.year if value else None),
        suffix,
        value,
    )


def _cited(text: str, match: re.Match[str], lead: Lead, *, known: bool) -> bool:
    """Return whether a type and a bare number name a document here."""
    assert lead.row  # noqa: S101 - the caller has looked
    name, printed = lead.row.name, text[lead.start : match.start()]
    if name not in _NUMBERED or not goes_on(text, match.end()):
        return False
    if known:
        return True
    bare = int(match.group(1))
    if bare in _YEARS and not lead.numbered:
        return False
    if len(match.group(1)) < 2 and not match.group(2) and not lead.numbered:
        return False
    if match.group(3):
        return name in _CORE or (lead.numbered and name == "Luật")
    if not printed.lower().startswith(name.split()[0].lower()):
        return lead.numbered or _called_for(text, lead)
    capital = printed[0].isupper()
    if name in _CORE:
        return capital or lead.numbered
    return (lead.numbered and len(match.group(1)) > 1) or (capital and bool(_OF_BODY.match(text, match.end())))


def _called_for(text: str, lead: Lead) -> bool:
    """Return whether the words before an abbreviated type call for a document ("theo NĐ 94", "(QĐ 768, QĐ 866)")."""
    assert lead.row  # noqa: S101 - the caller has looked
    if _CUE.search(text, max(0, lead.start - 24), lead.start):
        return True
    before = text[max(0, lead.start - 16) : lead.start]
    return lead.row.code in _PLAIN_CODES and bool(_LISTED.search(before))


def goes_on(text: str, end: int) -> bool:
    """Return whether what follows a number ends its phrase or goes on with a verb or a joining word."""
    return bool(_GOES_ON.match(text, end))


def find_plenums(text: str) -> Iterator[Draft]:
    """Yield the resolutions of plenums: "Nghị quyết Trung ương 4 khóa XI, XII", "Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XII"."""
    for match in _PLENUM.finditer(text):
        name = "Kết luận" if match.group().startswith("K") else "Nghị quyết"
        members = [(match.start(), match.end(), match.group("number") or match.group("ordinal"))]
        end = match.end()
        while match.group("number") and len(members) < 8 and (more := _MORE_PLENUMS.match(text, end)):
            members.append((*more.span(1), more.group(2)))
            end = more.end(1)
        term = _TERM.match(text, end)
        if term is None and match.group("ordinal"):
            continue
        yield from _plenum_drafts(text, name, members, term)


def _plenum_drafts(
    text: str, name: str, members: list[tuple[int, int, str]], term: re.Match[str] | None
) -> Iterator[Draft]:
    """Yield the members of a list of plenums, then the same plenum of other terms."""
    end = term.end() if term else members[-1][1]
    if term and term.group().count("(") > term.group().count(")"):
        end = term.end(1)
    party = _OF_PARTY.match(text, end)
    for index, (begin, finish, word) in enumerate(members):
        details = find_details(text, party.end() if party else end)
        details.term = term.group(1) if term else details.term
        details.plenum = _plenum(word)
        finish = end if index == len(members) - 1 else finish
        kind = Kind.LIST_TAIL if index else Kind.SHORT
        yield Draft(begin, finish, kind, details, name, own_type=not index, plenum=details.plenum)
    while term and (another := _TERMS.match(text, end)):
        end = another.end(1)
        details = Details(end, term=another.group(1), plenum=_plenum(members[-1][2]))
        yield Draft(another.start(1), end, Kind.LIST_TAIL, details, name, plenum=details.plenum)


def _plenum(word: str) -> int | None:
    """Return the number of a plenum printed in digits, in words or in Roman numerals."""
    if set(word) <= set(_ROMAN):
        values = [_ROMAN[char] for char in word]
        return sum(
            -value if any(value < later for later in values[i + 1 :]) else value for i, value in enumerate(values)
        )
    return ordinal(word)
