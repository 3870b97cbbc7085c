"""Surroundings: what a sentence says before a mention: the article cited, and who issued the document when.

pinpoint = ["điểm" letter] ["khoản" number] ("Điều" | "Mục" | "Chương" | "Phụ lục" …) number ["của"]
entry    = body "(" year "),"                  a list of works cited
act      = ["ngày" date ","] ["thay mặt"] body ["đã" …] ("ban hành" | "ký" | "có" …) ["các" | "văn bản số"]
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from vanban.citations.bodies import body_end
from vanban.citations.details import DATE, read_date
from vanban.patterns import lazy_pattern
from vanban.records import dataclass

_NEAR_DIGIT: Final = lazy_pattern(r"[0-9IVX][a-z]?[\w\s,]{0,28}\Z")
_ARTICLE: Final = lazy_pattern(
    r"(?P<what>(?:các\s)?(?:[đĐ]iều|[mM]ục|[cC]hương|[pP]hần|[pP]hụ lục)\s(?:số\s)?[0-9IVX]{1,4}[a-z]?"
    r"(?:,\s(?:[Đđ]iều\s)?[0-9]{1,3}[a-z]?|\svà\s(?:[Đđ]iều\s)?[0-9]{1,3}[a-z]?){0,6})"
    r"(?:\s(?:của|ban hành kèm theo|kèm theo))?,?\s\Z"
)
_CLAUSES: Final = lazy_pattern(
    r"(?:(?:các\s)?[đĐ]iểm\s[a-zđ0-9]{1,3}(?:,\s[a-zđ]|\svà\s(?:điểm\s)?[a-zđ]){0,6},?\s)?"
    r"(?:các\s)?[kK]hoản\s[0-9]{1,2}[a-z]?(?:,\s[0-9]{1,2}|\svà\s(?:khoản\s)?[0-9]{1,2}){0,6},?\s\Z"
)
_ISSUED: Final = lazy_pattern(
    r"(?:\s?[-–,]?\s?\(?[Kk]h(?:óa|oá)\s(?P<term>[IVXL]{1,6})\)?,?)?"
    r"\s(?:(?:đã|vừa|cũng|mới|tiếp tục)\s){0,3}(?:ban hành|ra|ký ban hành|ký|thông qua|có|công bố)\s"
    r"(?:(?:các|hai|ba|những)\s)?(?:(?:văn bản|công văn)\s)?(?:số:?\s)?\Z"
    r"|\s\((?:19|20)[0-9]{2}[a-z]?\)[,:]\s\Z"
)
_VERB_ENDS: Final = ("nh", "ra", "ký", "có", "ua", "bố", "ác", "ai", "ba", "ng", "ản", "ăn", "số", "ố:", "),", "):")
_BODY_WORD: Final = lazy_pattern(r"(?<!\w)(?=[A-ZĐỦỬ])")
_ON_BEHALF: Final = lazy_pattern(r"[Tt]hay mặt\s(?=[A-ZĐỦỬ])")
_PERSON: Final = lazy_pattern(r"(?:đồng chí|ông|bà)\s[A-ZĐ][^.;]{2,120}\Z")
_CLAUSE_DATE: Final = lazy_pattern(rf"(?:\A|[.;\n*]\s?|\s)(?=[Nn]gày){DATE},\s")
_ON_DATE: Final = lazy_pattern(rf"{DATE},?\s{{1,3}}\Z")


def find_pinpoint(text: str, start: int) -> str | None:
    """Return the article-level reference that ends at `start` ("khoản 3 Điều 63"), or None."""
    if not _NEAR_DIGIT.search(text, max(0, start - 30), start):
        return None
    low = max(0, start - 60)
    article = _ARTICLE.search(text[low:start])
    if article is None:
        return None
    at = low + article.start()
    earlier = max(0, at - 60)
    clauses = _CLAUSES.search(text[earlier:at])
    return " ".join(((clauses.group() if clauses else "") + article.group("what")).split())


@dataclass(frozen=True, slots=True)
class Act:
    """Who issued a document, of which term, and when."""

    issuer: str
    term: str | None
    date: dt.date | None


def find_act(text: str, start: int) -> Act | None:
    """Return what "Ngày …, Bộ Chính trị (khóa XII) đã ban hành …" says of the document named at `start`, or None."""
    if text[max(0, start - 3) : start - 1].lower() not in _VERB_ENDS:
        return None
    window = text[max(0, start - 160) : start]
    issued = _ISSUED.search(window, max(0, len(window) - 48))
    if issued is None:
        return None
    if behalf := _ON_BEHALF.search(window, 0, issued.start()):
        return _on_behalf(window, behalf, issued)
    if _PERSON.search(window, 0, issued.start()):
        return None
    for word in _BODY_WORD.finditer(window, 0, issued.start()):
        if body_end(window, word.start()) == issued.start():
            dated = _ON_DATE.search(window, 0, word.start())
            name = " ".join(window[word.start() : issued.start()].split())
            return Act(name, issued.group("term"), read_date(dated) if dated else None)
    return None


def _on_behalf(window: str, behalf: re.Match[str], issued: re.Match[str]) -> Act | None:
    """Return the act that someone signed for a body ("Tổng Bí thư … thay mặt Bộ Chính trị ký ban hành …")."""
    end = body_end(window, behalf.end())
    if end == behalf.end() or end > issued.start() or ". " in window[end : issued.start()]:
        return None
    dated = _CLAUSE_DATE.search(window, 0, behalf.start())
    name = " ".join(window[behalf.end() : end].split())
    return Act(name, issued.group("term"), read_date(dated) if dated else None)
