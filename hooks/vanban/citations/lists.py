"""Lists: mentions that share a type, a symbol or what the sentence says of them.

"các Quyết định số 217, 218-QĐ/TW"                      217 takes type and symbol from its list
"Nghị quyết số 18-NQ/TW và 19-NQ/TW ngày … của …"       one type's name, one date, one body
"Quyết định số 217-QĐ/TW, Quyết định số 218-QĐ/TW của Bộ Chính trị khóa XI"      one body, one term
"Chương trình số 12-CTr/TU, ngày …, Thông báo số 1823-TB/TU, ngày … của … về …"  one body; the subject is the last's
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from vanban.citations.citation import Kind
from vanban.citations.details import Details, find_details
from vanban.citations.drafts import Draft, symbol_draft
from vanban.citations.leads import Lead
from vanban.citations.short_forms import YEARS, Memory, goes_on
from vanban.numbers import DocNumber
from vanban.patterns import lazy_pattern

_NUMBER: Final = r"[0-9]{1,5}[a-z]?(?:\s?/\s?(?:19|20)[0-9]{2})?(?![0-9])"
_RANGE: Final = r"\s?[-–]\s?(?=[0-9]{1,5}\s?[-–]\s?[A-ZĐ])"
_COMMA: Final = r"\s{0,2}(?:[,;&]\s{0,2}(?:và\s{1,2})?|\s(?:và|với|hoặc|đến)\s{1,2})(?:số\s{1,2})?"
MEMBERS: Final = lazy_pattern(rf"(?:{_NUMBER}(?:{_COMMA}|{_RANGE})){{1,12}}(?=[0-9])")
"""Bare numbers before the symbol that closes their list."""
MEMBER: Final = lazy_pattern(r"([0-9]{1,5})([a-z]?)(?:\s?/\s?((?:19|20)[0-9]{2}))?(?![0-9])")
TAIL: Final = lazy_pattern(rf"(?:{_COMMA})([0-9]{{1,4}})([a-z]?)(?![\w%]|[.,][0-9]|\s?[-/–]\s?\w)")
"""A bare number after a member of its list."""
_YEARED: Final = lazy_pattern(rf"(?:{_COMMA})([0-9]{{1,4}})([a-z]?)/((?:19|20)[0-9]{{2}})(?![\w/–-])")
"""The same with a year, after a short form that has one: "Nghị định 100/2019 và 123/2021"."""
_DIGIT: Final = lazy_pattern("[0-9]")
_PLURAL: Final = lazy_pattern(r"(?:[Cc]ác|[Hh]ai|[Bb]a|[Nn]hững)\s{1,2}\Z")
_LONGEST_CONNECTOR: Final = 24
_CONNECTOR: Final = lazy_pattern(
    r"[)\]]?\s{0,3}(?:[,;]|[-–](?=[0-9\s]|\Z)|,?\s?(?:và|cùng|cùng với|với|hoặc|hay|&|\+)(?=\s))?"
    r"\s{0,3}(?:và\s|các\s|cả\s|theo\s)?\s?"
    r"(?:[Ss]ố\s?:?\s{0,2})?"
)


def connected(text: str, start: int, end: int) -> str:
    """Return how two mentions hang together over `text[start:end]`: "," (or "và"), ";" or "" (not at all)."""
    if not start <= end <= start + _LONGEST_CONNECTOR:
        return ""
    between = text[start:end]
    if "\n" in between.strip(" ") or not _CONNECTOR.fullmatch(between) or not between.strip():
        return ""
    return ";" if ";" in between else ","


def list_members(text: str, position: int, stop: int, lead: Lead, closing: DocNumber) -> Iterator[Draft]:
    """Yield the bare numbers of a list that the symbol `closing` closes at `stop`."""
    start, first = lead.start, True
    name = lead.row.name if lead.row else None
    while position < stop and (match := MEMBER.match(text, position)):
        year = int(match.group(3)) if match.group(3) else closing.year
        value = replace(closing, number=int(match.group(1)), suffix=match.group(2), year=year)
        details = Details(match.end())
        yield symbol_draft(
            start, match.end(), value, details, type=name, kind=Kind.LIST_TAIL, own_type=first, joined=not first
        )
        digit = _DIGIT.search(text, match.end(), stop)
        position = start = digit.start() if digit else stop
        first = False


def full_tails(text: str, full: Draft) -> Iterator[Draft]:
    """Yield bare numbers after a symbol, when a plural or "số" says that they are documents too."""
    plural = full.own_type and bool(_PLURAL.search(text, max(0, full.start - 8), full.start))
    position = full.end
    while full.value and (match := TAIL.match(text, position)):
        if not (plural or full.joined or "số" in match.group()) or not goes_on(text, match.end()):
            return
        value = replace(full.value, number=int(match.group(1)), suffix=match.group(2))
        details = find_details(text, match.end())
        yield symbol_draft(
            match.start(1), match.end(), value, details, type=full.type, kind=Kind.LIST_TAIL, joined=True
        )
        position = match.end()


def short_tails(text: str, short: Draft, memory: Memory) -> Iterator[Draft]:
    """Yield the further numbers of a list of short forms: "Nghị quyết 57, 59 và 66"."""
    position, kind = short.end, short.type or ""
    pattern = _YEARED if short.year else TAIL
    while match := pattern.match(text, position):
        number, suffix = int(match.group(1)), match.group(2)
        year = int(match.group(3)) if short.year else None
        doubtful = match.end(1) - match.start(1) == 1 or number in YEARS
        if (doubtful and not year) or not goes_on(text, match.end()):
            return
        same = memory.only(kind, number, suffix, year=year, term=None)
        draft = Draft(match.start(1), match.end(), Kind.LIST_TAIL, find_details(text, match.end()), kind, joined=True)
        draft.number, draft.suffix, draft.value = number, suffix, same.value if same else None
        draft.year = year or (same.value.year if same and same.value else None)
        yield draft
        position = match.end()


def share_lists(drafts: list[Draft]) -> None:
    """Give the members of every list what is printed once for all."""
    run: list[Draft] = []
    for draft in drafts:
        if run and not draft.joined:
            share(run)
            run = []
        run.append(draft)
    share(run)


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
