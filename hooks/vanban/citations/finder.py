"""find_citations: one pass over the digits of a text, with bounded windows around each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from vanban.citations.citation import Citation, Kind
from vanban.citations.details import Details, find_details, head_date
from vanban.citations.drafts import Draft
from vanban.citations.leads import LAST_LETTERS, Lead, find_lead, near_lead
from vanban.citations.lists import MEMBER, MEMBERS, TAIL, connected, share
from vanban.citations.names import NameFinder, name_finder
from vanban.citations.plain import Plain, blocks
from vanban.citations.surroundings import find_act, find_pinpoint
from vanban.citations.short_forms import NUMBER, Memory, find_plenums, goes_on, read_short
from vanban.numbers import SYMBOL, DocNumber, Reading, read_symbol

_DASHES: Final = r"[-\u2010-\u2015\u2212/\u2044\u2215]"
_ANCHOR: Final = re.compile(
    r"[0-9](?<![0-9.][0-9])(?:"
    rf"(?=[0-9]{{0,5}}[a-zA-ZđĐ]?\s{{0,4}}(?:{_DASHES}\s{{0,6}}(?:(?:19|20)[0-9]{{2}}\s{{0,3}}{_DASHES}\s{{0,6}})?[A-Za-zĐđƯư]|[A-ZĐ][A-Za-zđĐ]{{0,5}}\s?{_DASHES}))"
    rf"|(?<=[{LAST_LETTERS}]\s[0-9])(?=[0-9a-z,\s]))"
)
_GLUED: Final = re.compile(r"[Ss][Ốố]\Z")
_HEADED: Final = re.compile(r"(?:\A|\n|\||văn bản|Văn bản)\s{0,3}[Ss]ố\s?:?\s{0,3}\Z")
_FORM: Final = re.compile(
    r"(?:[Mm]ẫu|MẪU|[Bb]iểu|[Bb]iểu mẫu|[Pp]hụ biểu|[Kk]ý hiệu|TCVN|QCVN|TCXDVN|ISO|[Hh]óa đơn|[Bb]iển số|[Bb]iển kiểm soát)(?:\s[Ss]ố)?\s?:?\s?\Z"
)


def find_citations(text: str, names: Mapping[str, str] | None = None) -> Iterator[Citation]:
    """Yield the citations of `text` in order.

    Args:
        text: Plain text or Markdown, in any Unicode form.
        names: Registry aliases of documents ("Luật Tiếp công dân") and their ids.

    Yields:
        Each mention, with offsets into `text`; no two overlap.
    """
    memory = Memory({})
    finder = name_finder(names) if names else None
    for offset, piece in blocks(text):
        plain = Plain(piece)
        for draft in _block(plain.text, memory, finder):
            start, end = plain.source_span(draft.start, draft.end)
            yield draft.citation(offset + start, offset + end, piece[start:end])


def _block(text: str, memory: Memory, finder: NameFinder | None) -> list[Draft]:
    """Return the mentions of one plain block in order; what prints a symbol wins over what does not."""
    numbered = list(_numbered(text, memory))
    _share_lists(numbered)
    plenums = list(find_plenums(text))
    named = finder.find(text) if finder else []
    if not plenums and not named:
        return numbered
    return _without_overlaps([*numbered, *plenums, *named])


def _without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """Return drafts in order of place; of two that overlap the one with a symbol stays, else the longer."""
    chosen: list[Draft] = []
    for draft in sorted(drafts, key=lambda each: (each.start, each.start - each.end)):
        while chosen and chosen[-1].end > draft.start:
            if _weight(chosen[-1]) >= _weight(draft):
                break
            chosen.pop()
        else:
            chosen.append(draft)
    return chosen


def _weight(draft: Draft) -> tuple[bool, int]:
    """Return how much a draft is believed."""
    return draft.kind is not Kind.SHORT and draft.plenum is None, draft.end - draft.start


def _share_lists(drafts: list[Draft]) -> None:
    """Share what lists print once, list by list."""
    run: list[Draft] = []
    for draft in drafts:
        if run and not draft.joined:
            if len(run) > 1:
                share(run)
            run = []
        run.append(draft)
    if len(run) > 1:
        share(run)


def _numbered(text: str, memory: Memory) -> Iterator[Draft]:
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
    if not _starts(text, position):
        return
    match = SYMBOL.match(text, position)
    reading = read_symbol(match) if match else None
    if reading:
        draft = _full(text, position, reading, floor, last)
        if draft:
            yield draft
            yield from _tails(text, draft)
            return
    lead, _ = near_lead(text, position, None, floor)
    if lead.row is None:
        return
    members = MEMBERS.match(text, position)
    if members and (closing := _closing(text, members.end())):
        yield from _members(text, position, members.end(), lead, closing)
        return
    number = NUMBER.match(text, position)
    draft = read_short(text, number, lead, memory) if number else None
    if draft:
        yield draft
        yield from _short_tails(text, draft, memory)


def _starts(text: str, position: int) -> bool:
    """Return whether a number may start here: not inside a longer number, a date or a ratio."""
    if position == 0:
        return True
    before = text[position - 1]
    if before in ",:-/–" and position > 1 and text[position - 2].isdigit():
        return before == ","
    return not before.isalpha() or bool(_GLUED.search(text, max(0, position - 2), position))


def _full(text: str, position: int, reading: Reading, floor: int, last: Draft | None) -> Draft | None:
    """Return the mention whose symbol starts at `position`, or None when the sentence makes no citation of it."""
    value = reading.value
    lead = find_lead(text, position, value.type, floor)
    how = connected(text, last.details.end, lead.start) if last else ""
    inherited = last.type if last and how and lead.row is None and _inherits(last, value) else None
    if lead.row is None and inherited is None and not _believed(text, position, reading, lead):
        return None
    if value.type == "HĐ" and not value.known:
        return None
    end = position + reading.length
    details = find_details(text, end, joint="-" in value.issuer)
    if details.issuer is None:
        _act(text, lead, details)
    return Draft(
        lead.start, end, Kind.FULL, details, lead.row.name if lead.row else inherited, lead.row is not None,
        value.number, value.year, value.suffix, value, joined=how == ",",
    )  # fmt: skip


def _believed(text: str, position: int, reading: Reading, lead: Lead) -> bool:
    """Return whether a symbol without a type's name is a document's: not a form's, and not a shape seen elsewhere too."""
    before = text[max(0, position - 28) : position]
    if _FORM.search(before):
        return False
    return reading.strong or (lead.numbered and bool(_HEADED.search(before)))


def _inherits(last: Draft, value: DocNumber) -> bool:
    """Return whether a symbol without a type's name may take the type of the mention before it in its list."""
    return last.value is not None and (last.value.type == value.type or value.type is None)


def _act(text: str, lead: Lead, details: Details) -> None:
    """Read who issued it, and when, from before the mention."""
    act = find_act(text, lead.start)
    details.issuer, details.acted = lead.issuer or (act.issuer if act else None), act is not None
    if act:
        details.date, details.term = details.date or act.date, details.term or act.term
    if details.date is None and lead.row is None and lead.numbered:
        details.date = head_date(text, details.end)


def _closing(text: str, position: int) -> DocNumber | None:
    """Return the symbol that closes a list of bare numbers, or None."""
    match = SYMBOL.match(text, position)
    reading = read_symbol(match) if match else None
    return reading.value if reading else None


def _members(text: str, position: int, stop: int, lead: Lead, closing: DocNumber) -> Iterator[Draft]:
    """Yield the bare numbers of a list that a symbol closes."""
    row = lead.row
    start, first = lead.start, True
    while position < stop and (match := MEMBER.match(text, position)):
        year = int(match.group(3)) if match.group(3) else closing.year
        value = _like(closing, int(match.group(1)), match.group(2), year)
        yield Draft(
            start, match.end(), Kind.LIST_TAIL, Details(match.end()), row.name if row else None, first,
            value.number, value.year, value.suffix, value, joined=not first,
        )  # fmt: skip
        position = next((i for i in range(match.end(), stop) if text[i].isdigit()), stop)
        start, first = position, False


def _like(model: DocNumber, number: int, suffix: str, year: int | None) -> DocNumber:
    """Return another number of the same symbol."""
    return DocNumber(number, year, model.type, model.issuer, model.system, suffix, model.dashed)


def _tails(text: str, full: Draft) -> Iterator[Draft]:
    """Yield bare numbers after a symbol, when a plural or "số" says that they are documents too."""
    value = full.value
    plural = full.own_type and text[max(0, full.start - 6) : full.start].rstrip().lower().endswith(
        ("các", "hai", "ba", "những")
    )
    position = full.end
    while value and (match := TAIL.match(text, position)):
        if not (plural or "số" in match.group()) or not goes_on(text, match.end()):
            return
        member = _like(value, int(match.group(1)), match.group(2), value.year)
        yield Draft(
            match.start(1), match.end(), Kind.LIST_TAIL, find_details(text, match.end()), full.type, False,
            member.number, member.year, member.suffix, member, joined=True,
        )  # fmt: skip
        position = match.end()


def _short_tails(text: str, short: Draft, memory: Memory) -> Iterator[Draft]:
    """Yield the further numbers of a list of short forms: "Nghị quyết 57, 59 và 66"."""
    position, kind = short.end, short.type or ""
    while match := TAIL.match(text, position):
        number, suffix = int(match.group(1)), match.group(2)
        if len(match.group(1)) < 2 or not goes_on(text, match.end()) or (number >= 1900 and number <= 2100):
            return
        same = memory.only(kind, number, suffix, None, None)
        yield Draft(
            match.start(1), match.end(), Kind.LIST_TAIL, find_details(text, match.end()), kind, False,
            number, None, suffix, same.value if same else None, joined=True,
        )  # fmt: skip
        position = match.end()
