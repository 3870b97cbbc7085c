"""Lists: mentions that share a type, a symbol or what the sentence says of them.

"các Quyết định số 217, 218-QĐ/TW"                      217 takes type and symbol from its list
"Nghị quyết số 18-NQ/TW và 19-NQ/TW ngày … của …"       one type's name, one date, one body
"Quyết định số 217-QĐ/TW, Quyết định số 218-QĐ/TW của Bộ Chính trị khóa XI"      one body, one term
"Chương trình số 12-CTr/TU, ngày …, Thông báo số 1823-TB/TU, ngày … của … về …"  one body; the subject is the last's
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from vanban.citations.drafts import Draft

_NUMBER: Final = r"[0-9]{1,5}[a-z]?(?:\s?/\s?(?:19|20)[0-9]{2})?(?![0-9])"
_COMMA: Final = r"\s{0,2}(?:[,;&]\s{0,2}(?:và\s{1,2})?|\s(?:và|với|hoặc|đến)\s{1,2})(?:số\s{1,2})?"
MEMBERS: Final = re.compile(rf"(?:{_NUMBER}{_COMMA}){{1,12}}(?=[0-9])")
"""Bare numbers before the symbol that closes their list."""
MEMBER: Final = re.compile(r"([0-9]{1,5})([a-z]?)(?:\s?/\s?((?:19|20)[0-9]{2}))?(?![0-9])")
TAIL: Final = re.compile(rf"(?:{_COMMA})([0-9]{{1,4}})([a-z]?)(?![\w%]|[.,][0-9]|\s?[-/–]\s?\w)")
"""A bare number after a member of its list."""
_CONNECTOR: Final = re.compile(
    r"[)\]]?\s{0,3}(?:[,;]|,?\s?(?:và|cùng|cùng với|với|hoặc|hay|&|\+)(?=\s))?\s{0,3}(?:và\s|các\s|cả\s|theo\s)?\s?(?:[Ss]ố\s?:?\s{0,2})?"
)


def connected(text: str, start: int, end: int) -> str:
    """Return how two mentions hang together over `text[start:end]`: "," (or "và"), ";" or "" (not at all)."""
    if end - start > 24 or end < start:
        return ""
    between = text[start:end]
    if "\n" in between.strip(" ") or not _CONNECTOR.fullmatch(between) or not between.strip():
        return ""
    return ";" if ";" in between else ","


def share(run: list[Draft]) -> None:
    """Give the members of a list what is printed once for all: the body, the term, and where it is plain more."""
    for earlier, later in zip(reversed(run[:-1]), reversed(run[1:]), strict=True):
        if later.joined and _same_issuer(earlier, later):
            _share_pair(earlier, later)
    for earlier, later in pairwise(run):
        if later.joined and earlier.details.acted and later.details.issuer is None and _same_issuer(earlier, later):
            later.details = replace(later.details, issuer=earlier.details.issuer, acted=True)


def _share_pair(earlier: Draft, later: Draft) -> None:
    """Give `earlier` what the sentence prints after `later`."""
    mine, theirs = earlier.details, later.details
    whole = mine.empty
    one_name = whole and not later.own_type and earlier.type == later.type
    same_year = theirs.date is None or later.year is None or earlier.year == later.year
    earlier.details = replace(
        mine,
        issuer=mine.issuer or (theirs.issuer if mine.term is None else None),
        term=mine.term or (theirs.term if mine.issuer is None else None),
        date=mine.date or (theirs.date if one_name and same_year else None),
        title=mine.title or (theirs.title if whole and earlier.type == later.type and theirs.issuer else None),
    )


def _same_issuer(earlier: Draft, later: Draft) -> bool:
    """Return whether two members of a list may come from one body, as far as their symbols tell."""
    if earlier.value is None or later.value is None:
        return earlier.value is later.value and earlier.plenum is None is later.plenum
    return earlier.value.issuer == later.value.issuer
