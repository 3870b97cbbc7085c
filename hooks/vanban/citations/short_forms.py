"""Short forms: documents named without their symbol, only where the sentence makes it a citation.

    "Nghị quyết 25 khóa XI"   type, number, term
    "Chỉ thị 05", "Nghị định 100/2019", "Kế hoạch số 151"
                              type and number, then the end of a phrase or a word that goes on the sentence
    "theo NĐ 94"              an abbreviated type after a word that calls for a document
    "Chỉ thị 11" again        a number that one earlier symbol of the text has

A number followed by a thing that can be counted ("Kế hoạch 5 năm", "Quyết định 12 trường hợp") is none of these.
"""

from __future__ import annotations

import re
from typing import Final

from vanban.citations.citation import Kind
from vanban.citations.details import Details, find_details
from vanban.citations.drafts import Draft
from vanban.citations.leads import Lead
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

NUMBER: Final = lazy_pattern(
    r"([0-9]{1,5})([a-z]?)(?:\s?/\s?((?:19|20)[0-9]{2}))?(?![\w%]|[.,:][0-9]|\s?[-/–]\s?[0-9]|[-/–])"
)
TERM: Final = lazy_pattern(r"\s{0,2},?\s{0,2}\(?\s?[Kk]h(?:óa|oá)\s(?:thứ\s)?([IVXL]{1,6}|[0-9]{1,2})(?!\w)\)?")
_GOING_ON: Final = (
    "của,về,ngày [0-9][0-9]?,và,với,cùng,được,đã,là,trong,tại,có,theo,để,cho,đến,trên,thì,cũng,này,nêu,do,như,"
    "hay,hoặc,nhằm,còn,sẽ,đang,,vẫn,gắn với,quy định,ban hành,thay thế,sửa đổi,bổ sung,yêu cầu,đề ra,"
    "đề cập,đề nghị,đề xuất,xác định,chỉ rõ,chỉ ra,chỉ đạo,mở,,tạo,đưa,đi vào,vào,ra đời,từ,bằng,khi,nếu,"
    "mà,vì,không,phải,cần,nhấn mạnh,khẳng định,đặt ra,hướng dẫn,hướng tới,tiếp tục,qua,,sau,trước,"
    "năm (?:19|20)[0-9]{2},thực hiện,làm,giúp,góp phần,hết,chưa,đối với,hiện,kèm theo,triển khai,nói,mới,"
    "ký,bãi bỏ,,phê duyệt,giao,thể hiện,dẫn,đều,rằng,liên quan,khóa,khoá"
)
"""Words that go on a sentence after a document's number; things that can be counted are not among them."""
_GOES_ON: Final = lazy_pattern(
    r"\s{0,2}(?:[,;:.)\]”\"'’…!?|(]|\Z|\n)|\s{1,2}[-–]\s"
    rf"|\s{{1,2}}(?:{_GOING_ON.replace(',', '|').replace(' ', chr(92) + 's')})(?!\w)"
)
_OF_BODY: Final = lazy_pattern(r"\s{1,2}(?:của\s(?=[A-ZĐUTBCH])|ngày\s[0-9])")
_CUE: Final = lazy_pattern(
    r"(?:[Tt]heo|[Tt]hực hiện|[Cc]ăn cứ|[Tt]riển khai|[Qq]uán triệt|tại|[Ss]ơ kết|[Tt]ổng kết|học tập"
    r"|ban hành|[Đđ]iều [0-9]{1,3}|tinh thần|thay thế|sửa đổi|hướng dẫn|áp dụng"
    r"|vi phạm|trái|các|quy định của|của các|nội dung)\s{1,2}\Z"
)
_LISTED: Final = lazy_pattern(r"(?:\(|(?:QĐ|NĐ|NQ)\s[0-9]{1,4},\s(?:và\s)?|(?:QĐ|NĐ|NQ)\s[0-9]{1,4}\svà\s)\Z")
_PLAIN_CODES: Final = frozenset({"QĐ", "NĐ", "NQ"})
_CORE: Final = frozenset(
    [
        "Nghị quyết",
        "Chỉ thị",
        "Kết luận",
        "Quyết định",
        "Quy định",
        "Nghị định",
        "Thông tư",
        "Thông tư liên tịch",
        "Pháp lệnh",
    ]
)
"""Types whose name and a bare number are a citation."""
_NUMBERED: Final = _CORE | frozenset(
    [
        "Thông tri",
        "Hướng dẫn",
        "Kế hoạch",
        "Công văn",
        "Thông báo",
        "Chương trình",
        "Chương trình phối hợp",
        "Chương trình hành động",
        "Tờ trình",
        "Quy chế",
        "Báo cáo",
        "Đề án",
        "Luật",
        "Công điện",
        "Nghị quyết liên tịch",
        "Sắc lệnh",
    ]
)
"""Types whose name and a bare number are a citation when "số", a body or an earlier symbol says so."""
_PROGRAMMES: Final = frozenset({"Chương trình", "Đề án"})
"""Types whose name and a number are rather a proper name: "Chương trình 135", "Đề án 06"."""
YEARS: Final = range(1900, 2101)
"""Numbers that are rather years when no "số" stands before them."""


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

    def only(self, kind: str, number: int, suffix: str, *, year: int | None, term: str | None) -> Draft | None:
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
    """Return the short form whose number is `match` (of `NUMBER`), or None when it is no citation."""
    row = lead.row
    if row is None or row.name not in _NUMBERED:
        return None
    number, suffix = int(match.group(1)), match.group(2)
    term = TERM.match(text, match.end())
    known = memory.knows(row.name, number, suffix)
    if not (term and row.name in _CORE) and not (
        goes_on(text, match.end()) and (known or _cited(text, match, lead, row.name))
    ):
        return None
    draft = Draft(lead.start, match.end(), Kind.SHORT, Details(match.end()), row.name, own_type=True)
    draft.end = term_end(term) if term else match.end()
    draft.details = find_details(text, term.end() if term else match.end())
    draft.details.term = term.group(1) if term else draft.details.term
    draft.number, draft.suffix = number, suffix
    draft.year = int(match.group(3)) if match.group(3) else None
    same = memory.only(row.name, number, suffix, year=draft.year, term=draft.details.term)
    if same and same.value:
        draft.value, draft.year = same.value, same.value.year
    return draft


def term_end(term: re.Match[str]) -> int:
    """Return where a term (a match of `TERM`) ends: with its bracket when both are there, else without."""
    return term.end() if term.group().count("(") == term.group().count(")") else term.end(1)


def _cited(text: str, match: re.Match[str], lead: Lead, name: str) -> bool:
    """Return whether a type and a number that no earlier symbol has name a document here."""
    figures, printed = match.group(1), text[lead.start : match.start()]
    if not lead.numbered and (int(figures) in YEARS or len(figures + match.group(2)) == 1):
        return False
    if match.group(3):
        return name in _CORE or (lead.numbered and name == "Luật")
    if not printed.lower().startswith(name.partition(" ")[0].lower()):
        return lead.numbered or _called_for(text, lead)
    if name in _CORE:
        return printed[0].isupper() or lead.numbered
    of_body = name not in _PROGRAMMES and printed[0].isupper() and bool(_OF_BODY.match(text, match.end()))
    return of_body or (lead.numbered and len(figures) > 1)


def _called_for(text: str, lead: Lead) -> bool:
    """Return whether the words before an abbreviated type call for a document ("theo NĐ 94", "(QĐ 768, QĐ 866)")."""
    if _CUE.search(text, max(0, lead.start - 24), lead.start):
        return True
    before = text[max(0, lead.start - 16) : lead.start]
    return lead.row is not None and lead.row.code in _PLAIN_CODES and bool(_LISTED.search(before))


def goes_on(text: str, end: int) -> bool:
    """Return whether what follows a number ends its phrase or goes on with a verb or a joining word."""
    return bool(_GOES_ON.match(text, end))
