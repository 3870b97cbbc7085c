"""Numbered: mentions that print a number, found in one pass over the digits of a text.

Every digit that may begin a mention is looked at once, with bounded windows before and after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from vanban.citations.details import Details, find_details, head_date
from vanban.citations.drafts import Draft, symbol_draft
from vanban.citations.headings import headed_issuer, set_beside
from vanban.citations.leads import LAST_LETTERS, Lead, find_lead, near_lead
from vanban.citations.lists import MEMBERS, connected, full_tails, list_members, short_tails
from vanban.citations.short_forms import NUMBER, Memory, read_short
from vanban.citations.surroundings import find_act, find_pinpoint
from vanban.numbers import LOST_DASH, SYMBOL, DocNumber, Reading, read_symbol
from vanban.patterns import lazy_pattern
from vanban.vocabulary import STATE, issuer

_DASHES: Final = r"[-\u2010-\u2015\u2212/\u2044\u2215]"
_YEAR: Final = rf"(?:(?:19|20)[0-9]{{2}}\s{{0,3}}{_DASHES}\s{{0,6}})?"
_ANCHOR: Final = lazy_pattern(
    r"[0-9](?<![0-9.][0-9])(?:"
    rf"(?=[0-9]{{0,5}}[a-zA-ZđĐª]?\s{{0,4}}(?:{_DASHES}\s{{0,6}}{_YEAR}[A-Za-zĐđƯư]|[A-ZĐ][A-Za-zđĐ]{{0,5}}\s?{_DASHES}))"
    rf"|(?<=[{LAST_LETTERS}]\s[0-9])(?=[0-9a-z,\s]))"
)
"""A digit that may begin a symbol (separator and letter follow) or a short form (a type's last letter before it)."""
_FILE: Final = lazy_pattern(r"\.(?:pdf|docx?|xlsx?|pptx?|html?|aspx?|zip|rar|jpe?g|png|txt)(?!\w)", re.IGNORECASE)
_GLUED: Final = lazy_pattern(r"[Ss][Ốố]\Z")
_HEADED: Final = lazy_pattern(r"(?:\A|\n|\||văn bản|Văn bản)\s{0,3}[Ss]ố\s?:?\s{0,3}\Z")
_PROVINCE: Final = lazy_pattern(r"(?:Tỉnh|Thành)\s[uUủỦ][ỷủyỶ]|Đảng bộ (?:tỉnh|thành phố|Thành phố)")
_FORM: Final = lazy_pattern(
    r"(?:[Mm]ẫu|MẪU|[Bb]iểu|[Pp]hụ biểu|TCVN|QCVN|TCXDVN|ISO|[Hh]óa đơn|[Bb]iển số|[Bb]iển kiểm soát)"
    r"(?:\s[Ss]ố)?\s?:?\s?\Z"
)


def find_numbered(text: str, memory: Memory) -> Iterator[Draft]:
    """Yield the mentions that print a number, in order."""
    done = 0
    last: Draft | None = None
    for anchor in _ANCHOR.finditer(text):
        position = anchor.start()
        if position < done:
            continue
        for draft in _at(text, position, done, last, memory):
            draft.pinpoint = find_pinpoint(text, draft.start)
            memory.note(draft)
            done, last = draft.end, draft
            yield draft


def _at(text: str, position: int, floor: int, last: Draft | None, memory: Memory) -> Iterator[Draft]:
    """Yield the mentions that start with the number at `position`: none, one, or a list."""
    if not _starts(text, position, floor):
        return
    match = SYMBOL.match(text, position)
    reading = read_symbol(match) if match else None
    if reading:
        draft = _full(text, position, reading, floor, last)
        if draft:
            yield draft
            yield from full_tails(text, draft)
            return
    lead, _ = near_lead(text, position, None, floor)
    if lead.row is None:
        return
    members = MEMBERS.match(text, position)
    if members and (closing := _closing(text, members.end())):
        yield from list_members(text, position, members.end(), lead, closing)
        return
    number = NUMBER.match(text, position)
    draft = read_short(text, number, lead, memory) if number else None
    if draft:
        if draft.details.issuer is None:
            _act(text, lead, draft.details)
        yield draft
        yield from short_tails(text, draft, memory)


def _starts(text: str, position: int, floor: int) -> bool:
    """Return whether a number may start here: not inside a longer number, a date or a ratio."""
    if position == 0:
        return True
    before = text[position - 1]
    if before in ",:-/–" and position > 1 and text[position - 2].isdigit():
        return before == "," or (0 < floor == position - 1)
    return not before.isalpha() or bool(_GLUED.search(text, max(0, position - 2), position))


def _full(text: str, position: int, reading: Reading, floor: int, last: Draft | None) -> Draft | None:
    """Return the mention whose symbol starts at `position`, or None when the sentence makes no citation of it."""
    value, length = _mended(text, position, reading)
    lead = find_lead(text, position, value.type, floor)
    how = connected(text, last.details.end, lead.start) if last else ""
    inherited = last.type if last and how and lead.row is None and _inherits(last, value) else None
    if lead.row is None and inherited is None and not _believed(text, position, reading, lead):
        return None
    if "HĐ" in {value.type, lead.row.code if lead.row else None} and (value.clipped or not value.known):
        return None
    end = position + length
    if not _named(text, end, value, lead):
        return None
    details = find_details(text, end, joint="-" in value.issuer)
    if details.issuer is None:
        _act(text, lead, details)
    headed = _heading(text, lead, value, last) if details.issuer is None else None
    details.issuer = details.issuer or headed
    value = _local(value, text[position:end], details.issuer)
    kind = lead.row.name if lead.row else inherited
    draft = symbol_draft(
        lead.start,
        end,
        value,
        details,
        type=kind,
        own_type=lead.row is not None,
        joined=how == "," or (how == ";" and inherited is not None),
    )
    draft.headed = headed
    return draft


def _heading(text: str, lead: Lead, value: DocNumber, last: Draft | None) -> str | None:
    """Return the body named once before a list of documents, or None."""
    found = headed_issuer(text, lead.start)
    if found or last is None or last.headed is None or last.value is None or last.value.issuer != value.issuer:
        return found
    return last.headed if set_beside(text, lead.start) else None


def _local(value: DocNumber, printed: str, issuer: str | None) -> DocNumber:
    """Return the symbol with TU for a "TƯ" that a province's Party committee printed."""
    local = value.issuer == "TW" and printed[-1] in "Ưư" and issuer and _PROVINCE.search(issuer)
    return replace(value, issuer="TU") if local else value


def _mended(text: str, position: int, reading: Reading) -> tuple[DocNumber, int]:
    """Return the symbol and its length, with the issuer that a lost dash parted from its type ("12/QĐ UBND")."""
    end = position + reading.length
    match = LOST_DASH.match(text, end) if reading.value.clipped else None
    row = issuer(match.group("issuer")) if match and match.group("issuer").isupper() else None
    if match is None or row is None or row.system != STATE:
        return reading.value, reading.length
    return replace(reading.value, issuer=row.code), match.end() - position


def _believed(text: str, position: int, reading: Reading, lead: Lead) -> bool:
    """Return whether a symbol without a type's name is a document's: no form's, and no shape seen elsewhere too."""
    before = text[max(0, position - 28) : position]
    if _FORM.search(before) or _FILE.match(text, position + reading.length):
        return False
    return reading.strong or (lead.numbered and bool(_HEADED.search(before)))


def _named(text: str, end: int, value: DocNumber, lead: Lead) -> bool:
    """Return whether a symbol that no row settles ("22-NV", "264-TB") is named as a document or heads its own."""
    settled = value.known and not value.clipped
    if settled or not value.dashed or (value.type and value.issuer):
        return not value.clipped or lead.row is not None
    if text[end : end + 1] in {"/", "-"}:
        return False
    if lead.row and "/" in value.issuer:
        return True
    return lead.numbered and (lead.row is not None or head_date(text, end) is not None)


def _inherits(last: Draft, value: DocNumber) -> bool:
    """Return whether a symbol without a type's name may take the type of the mention before it in its list."""
    return last.value is not None and (last.value.type == value.type or value.type is None)


def _act(text: str, lead: Lead, details: Details) -> None:
    """Read who issued it, and when, from before the mention."""
    act = find_act(text, lead.start)
    details.issuer, details.acted = lead.issuer or (act.issuer if act else None), bool(act or lead.issuer)
    if act:
        details.date, details.term = details.date or act.date, details.term or act.term
    heads = lead.row is None or not text[max(0, lead.start - 2) : lead.start].strip(" |*#")
    if details.date is None and lead.numbered and heads:
        details.date = head_date(text, details.end)


def _closing(text: str, position: int) -> DocNumber | None:
    """Return the symbol that closes a list of bare numbers, or None."""
    match = SYMBOL.match(text, position)
    reading = read_symbol(match) if match else None
    return reading.value if reading else None
