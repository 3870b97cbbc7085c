"""Details: what a sentence says of a document right after naming it: date, issuing body, term, plenum, subject.

    details  = { gap ( date | issuer | term | plenum ) } [ gap subject ]
    date     = ["ký" | "ban hành"] ["ngày"] D sep M sep YYYY | "ngày" D "tháng" M "năm" YYYY
    issuer   = ("của" | "do") body | "giữa" body "và" body
    term     = "khóa" roman | "nhiệm kỳ" YYYY "-" YYYY            in brackets or not
    plenum   = "Hội nghị" ["lần thứ" | "Trung ương"] number
    subject  = ("về" | "về việc" | quotation mark | "thực hiện" | "quy định" …) … up to the end of the clause

A part is taken only once and only while nothing else comes between, so a nested citation keeps its own.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vanban.citations.bodies import body_end
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_GAP: Final = lazy_pattern(r"[0-9¹²³⁰⁴-⁹]{0,3}(?:[^\S\n]{0,3}\n?[^\S\n]{0,3}[,()\[]?){0,3}[^\S\n]{0,3}")
DATE: Final = (
    r"(?:[Nn][Gg][Àà][Yy]\s{0,3})?([0-9]{1,2})"
    r"(?:\s?[-–/.]\s?([0-9]{1,2})\s?[-–/.]\s?|\s{0,3}(?i:tháng)\s{0,3}([0-9]{1,2})\s{0,3}(?i:năm)\s{0,3})"
    r"([0-9]{4})(?![0-9])"
)
"""A date with four groups: day, month in figures, month after "tháng", year."""
_TITLE_GAP: Final = lazy_pattern(r"[0-9¹²³⁰⁴-⁹]{0,3}(?:[^\S\n]{0,3}\n?[^\S\n]{0,3}[,:()\[]?){0,3}[^\S\n]{0,3}")
_DATE: Final = lazy_pattern(r"(?:(?:được\s)?(?:ký|ban hành|ra|đề)\s)?" + DATE)
_SECOND_DATE: Final = lazy_pattern(r"\s(?:và|,)\s" + DATE)
_HEAD_DATE: Final = lazy_pattern(
    r"[\s|*_-]{1,80}(?:(?:ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM[\s|*_-]{1,80}"
    r"Độc lập\s?[-–]\s?Tự do\s?[-–]\s?Hạnh phúc)[\s|*_-]{1,80})?"
    r"(?:[A-ZĐ][\w.]{0,12}[\s-]{1,3}(?:\w{1,8}[\s-]{1,2}){0,5}?\w{1,8}\s?,?\s{1,3})" + DATE
)
_DAY: Final = lazy_pattern(
    r"[Nn]gày\s{1,3}[0-9]{1,2}\s?[-–/.]\s?[0-9]{1,2}(?!\s?[-–/.]?[0-9])|năm\s(?:19|20)[0-9]{2}(?![0-9])"
)
_BEFORE_BODY: Final = lazy_pattern(r",?\s{1,3}(?=[A-ZĐỦỬ])")
_VERB: Final = lazy_pattern(
    r"\s(?:(?:đã|vừa|cũng|tiếp tục)\s){0,2}(?:ban hành|ký|ra|có|tổ chức|họp|công bố|thông qua)\s"
)
_TERM: Final = lazy_pattern(
    r"(?:[Kk]h(?:óa|oá)|KH(?:ÓA|OÁ))\s{1,3}(?:thứ\s)?([IVXL]{1,6}|[0-9]{1,2})(?!\w)\)?"
    r"(?:\s{1,2}(?:của\s)?Đảng(?!\s[bủuđ]))?"
    r"|[Nn]hiệm kỳ\s{1,3}((?:19|20)[0-9]{2}\s?[-–]\s?(?:19|20)[0-9]{2})"
)
_PLENUM: Final = lazy_pattern(
    r"(?:(?:của|tại)\s)?[Hh]ội nghị\s(?:(?:lần thứ|Trung ương|TW|T\.Ư|TƯ)\s){1,2}"
    r"([0-9]{1,2}|\w{2,4}(?:\smột|\shai|\sba)?)(?!\w)"
    r"(?:\s?,?\s?(?=Ban |BCH )|\s(?:của\s)?(?=Ban |BCH ))?"
)
_OF: Final = lazy_pattern(r"(của|do|giữa|CỦA|Của)\s{1,3}(?:liên (?=[BN]))?")
_OTHER_ACT: Final = lazy_pattern(
    r"\s(?:thẩm tra|chủ trì|trình|soạn|xây dựng|tham mưu|tổ chức|đề xuất|thực hiện|phát động)"
)
"""What a body may do with a document other than issue it: "(do Ban Pháp chế thẩm tra)"."""
_BODY_START: Final = lazy_pattern(r"Ban Chấp hành|BCH|Ban chấp hành")
_SUBJECT: Final = lazy_pattern(
    r"(?P<intro>(?:[Vv]ề\sviệc|[Vv]ề|[Vv]/[Vv]|VỀ\sVIỆC|VỀ)[\s:]{1,3}(?=\S))|(?P<quote>(?=[“\"]))"
    r"|(?=(?:thực hiện|quy định|hướng dẫn|phê duyệt|ban hành(?!\s(?:tháng|năm|ngày|kèm))"
    r"|sửa đổi|bổ sung|công bố|thành lập|triển khai)\s)"
)
_CLAUSE_END: Final = lazy_pattern(
    r"[;\n]|[.…](?=\s|$)|\.{3}|,\.\.|,\s(?:trong đó|đã|đồng thời|qua đó|từ đó|nhằm|ngày|theo đó)\s"
    r"|\s(?:được|đạt|gắn với|trong điều kiện|trong đó|đã)\s"
    r"|,?\s(?:và|và các)\s(?=(?:Nghị quyết|Chỉ thị|Quyết định|Quy định|Kết luận|Nghị định|Thông tư|Kế hoạch"
    r"|Chương trình|Luật)\ssố\s)"
)
_QUOTED: Final = lazy_pattern(r"“([^“”\n]{2,400})”|\"([^\"\n]{2,400})\"")
_TITLE_LIMIT: Final = 400
_NUMBER_WORDS: Final = {
    word: value
    for value, words in enumerate(
        ("nhất", "hai", "ba", "tư bốn", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười", "mười một", "mười hai"), start=1
    )
    for word in ([words] if words.startswith("mười") else words.split())
}
_PLACE: Final = lazy_pattern(r"\s(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|TP)(?=,?\s(?:ngày|của|về|do)\s)")
"""A word of place after a symbol that already says whose it is: "…/NQ-HĐND tỉnh ngày …"."""
_MAX_PARTS: Final = 6


@dataclass(slots=True)
class Details:
    """What a sentence says of a document, and where that ends (before the subject)."""

    end: int
    date: dt.date | None = None
    issuer: str | None = None
    term: str | None = None
    plenum: int | None = None
    title: str | None = None
    acted: bool = False

    @property
    def empty(self) -> bool:
        """Whether the sentence says nothing."""
        return not (self.date or self.issuer or self.term or self.title)


def read_date(match: re.Match[str], first: int = 1) -> dt.date | None:
    """Return the date of a match whose groups from `first` are day, month, month in words' form, year."""
    day, month, other, year = match.group(first, first + 1, first + 2, first + 3)
    try:
        return dt.date(int(year), int(month or other), int(day))
    except ValueError:
        return None


def ordinal(word: str) -> int | None:
    """Return the number that a word or digits spell ("bảy", "7", "VII" is not one)."""
    return int(word) if word.isdigit() else _NUMBER_WORDS.get(word.lower())


def find_details(text: str, start: int, *, joint: bool = False) -> Details:
    """Return what `text` says of the document whose mention ends at `start`."""
    place = _PLACE.match(text, start)
    found = Details(place.end() if place else start)
    for _ in range(_MAX_PARTS):
        gap = _GAP.match(text, found.end)
        position = gap.end() if gap else found.end
        if position >= len(text) or not _part(found, text, position, joint=joint):
            break
    _find_title(found, text)
    return found


def head_date(text: str, start: int) -> dt.date | None:
    """Return the date in the head of a document whose own number ends at `start` ("Hà Nội, ngày … tháng … năm …")."""
    match = _HEAD_DATE.match(text, start)
    return read_date(match) if match else None


def _part(found: Details, text: str, position: int, *, joint: bool) -> bool:
    """Read one part at `position` into `found`; False when none starts there."""
    letter = text[position]
    if letter in "cdgCHht":
        return _issuer(found, text, position, joint=joint)
    if letter in "kKnN" and found.term is None and (match := _TERM.match(text, position)):
        found.term, found.end = match.group(1) or match.group(2), match.end()
        return True
    broken = letter.isdigit() and "\n" in text[found.end : position]
    if found.date is None and not broken and (match := _DATE.match(text, position)):
        if _next_act(text, match.end()):
            return False
        second = _SECOND_DATE.match(text, match.end())
        found.date, found.end = (None, second.end()) if second else (read_date(match), match.end())
        return True
    if day := _DAY.match(text, position):
        found.end = day.end()
        return True
    return False


def _next_act(text: str, position: int) -> bool:
    """Return whether a date opens the next clause ("…, ngày 05/02/2018 UBND tỉnh ban hành …")."""
    gap = _BEFORE_BODY.match(text, position)
    if gap is None:
        return False
    end = body_end(text, gap.end())
    return end > gap.end() and bool(_VERB.match(text, end))


def _issuer(found: Details, text: str, position: int, *, joint: bool) -> bool:
    """Read an issuing body, or the plenum that adopted the document."""
    if found.plenum is None and (match := _PLENUM.match(text, position)):
        found.plenum, found.end = ordinal(match.group(1)), match.end()
        body = match.end()
        if _BODY_START.match(text, body) and found.issuer is None:
            found.end = body_end(text, body)
            found.issuer = " ".join(text[body : found.end].split())
        return True
    of = _OF.match(text, position)
    if of is None or found.issuer:
        return False
    end = body_end(text, of.end(), joint=joint or of.group(1) == "giữa")
    if end == of.end() or (of.group(1) == "do" and _OTHER_ACT.match(text, end)):
        return False
    found.issuer, found.end = " ".join(text[of.start() + len(of.group(1)) : end].split()), end
    return True


def _find_title(found: Details, text: str) -> None:
    """Read the subject that follows the other parts."""
    gap = _TITLE_GAP.match(text, found.end)
    position = gap.end() if gap else found.end
    match = _SUBJECT.match(text, position)
    if match is None:
        return
    begin = match.end()
    quoted = _QUOTED.match(text, begin)
    if quoted:
        found.title = " ".join((quoted.group(1) or quoted.group(2)).split()).removeprefix("Về ").removeprefix("về ")
        return
    limit = min(len(text), begin + _TITLE_LIMIT)
    stop = _CLAUSE_END.search(text, begin, limit)
    title = " ".join(text[begin : stop.start() if stop else limit].split()).rstrip(" .,:")
    found.title = title or None
