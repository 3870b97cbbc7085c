"""Attributes: the block under a document's name: what it is, who says so, and where the voices differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from vanban.catalogue import UNKNOWN, level
from vanban.dates import printed_date
from vanban.dialect import escape
from vanban.directive_fields import EVIDENCE, UNVERIFIED
from vanban.directives import Directive
from vanban.provenance import FIELD_NAMES, PRINTED, Statement, differences, statements, support
from vanban.terms import place_name, places

_ORDER: Final = ("type", "code", "issuer", "date", "term", "plenum", "title", "validity")
_JOINERS: Final = ("về ", "ban hành ", "quy định ", "thực hiện ", "tiếp tục ")


def attributes(directive: Directive) -> str:
    """Return the attribute block as a definition list; each value is followed by who says it."""
    voices = support(directive)
    differing = {item.field for item in differences(directive) if item.public}
    rows = [
        _row(directive, field, voices.get(field, ()), differs=field in differing)
        for field in _ORDER
        if _shown(directive, field)
    ]
    rows.append(_definition("Cấp, phạm vi", _scope(directive)))
    if directive.aliases:
        rows.append(_definition("Tên gọi khác", escape("; ".join(directive.aliases))))
    if directive.topics:
        rows.append(_definition("Chủ đề", escape("; ".join(directive.topics)), "người biên tập xếp"))
    return "\n\n".join(rows)


def _shown(directive: Directive, field: str) -> bool:
    """Say whether a field has a row: the two that many documents lack have one only when somebody says something."""
    known = getattr(directive, field) is not None or any(voice.field == field for voice in statements(directive))
    return field not in {"plenum", "term"} or known


def _row(directive: Directive, field: str, voices: tuple[Statement, ...], *, differs: bool) -> str:
    value = getattr(directive, field)
    if value is None:
        return _definition(FIELD_NAMES[field], UNKNOWN, "; ".join(_offered(directive, field)))
    shown = printed_date(value) if isinstance(value, dt.date) else str(value)
    note = told(voices) if voices else "" if value == UNVERIFIED or field == "code" else "chưa ghi nguồn"
    pointer = " [có nguồn ghi khác](#khac-nhau)" if differs else ""
    return _definition(FIELD_NAMES[field], escape(shown), note) + pointer


def _offered(directive: Directive, field: str) -> Iterator[str]:
    """Yield the values that were offered for an empty field but not taken, such as those known from memory only."""
    for voice in statements(directive):
        if voice.field == field:
            yield f"{_readable(voice)}, {_public(voice)}"


def _definition(name: str, value: str, note: str = "") -> str:
    shown = f"{value} *({escape(note)})*{{ .vb-source }}" if note else value
    return f"{name}\n:   {shown}"


def _scope(directive: Directive) -> str:
    if directive.jurisdiction is None:
        return level(directive)
    place = places().get(directive.jurisdiction)
    name = place_name(directive.jurisdiction)
    shown = name if name == level(directive) else f"{level(directive)} ({name})"
    note = f" *{escape(place.note)}*{{ .vb-source }}" if place is not None and place.note else ""
    return escape(shown) + note


def told(voices: Iterable[Statement]) -> str:
    """Return who says a value: the reports that print it, then public sources with what their mark means."""
    parts: list[str] = []
    if any(voice.mark == PRINTED and voice.source is not None for voice in voices):
        parts.append("báo cáo in")
    parts += [_public(voice) for voice in voices if voice.mark != PRINTED or voice.source is None]
    return "; ".join(dict.fromkeys(parts))


def _public(voice: Statement) -> str:
    source = f": {voice.source}" if voice.source else ""
    checked = f", kiểm tra ngày {printed_date(voice.checked)}" if voice.checked else ""
    note = f"; {voice.note}" if voice.note else ""
    return f"{EVIDENCE[voice.mark]}{source}{checked}{note}"


def difference_table(directive: Directive) -> str:
    """Return the chapter that sets what the report prints beside what public sources say; empty when they agree."""
    rows = [
        f"| {FIELD_NAMES[item.field]} | {_values(item.printed)} | {_sourced(item.public)} |"
        for item in differences(directive)
    ]
    if not rows:
        return ""
    head = "| Dữ kiện | Báo cáo ghi | Nguồn khác ghi |\n| --- | --- | --- |"
    intro = "Chữ của báo cáo được giữ nguyên. Chỗ khác nhau nêu ở đây để người đọc cân nhắc khi trích dẫn."
    return "\n\n".join(["## Báo cáo ghi, nguồn khác ghi {#khac-nhau}", intro, "\n".join([head, *rows])])


def _values(voices: Iterable[Statement]) -> str:
    return "; ".join(escape(_readable(voice)) for voice in voices)


def _sourced(voices: Iterable[Statement]) -> str:
    shown = [f"{escape(_readable(voice))} *({escape(_public(voice))})*{{ .vb-source }}" for voice in voices]
    return "; ".join(shown) or "chưa tìm thấy"


def _readable(voice: Statement) -> str:
    if voice.field != "date":
        return voice.value
    try:
        return printed_date(dt.date.fromisoformat(voice.value))
    except ValueError:
        return voice.value


def citation(directive: Directive) -> str:
    """Return the full official citation, made of what is known: type, symbol, date, body, term and subject."""
    if directive.code is None:
        return directive.name
    head = f"{directive.type} số {directive.code}" if directive.type else f"Văn bản số {directive.code}"
    date = f", ngày {printed_date(directive.date)}" if directive.date else ""
    body = f" của {directive.issuer}" if directive.issuer and " và " not in directive.issuer else ""
    joint = f", giữa {directive.issuer}" if directive.issuer and " và " in directive.issuer else ""
    term = f" khóa {directive.term}" if directive.term and (body or joint) else ""
    return f"{head}{date}{joint}{body}{term}{_subject(directive.title)}"


def _subject(title: str | None) -> str:
    if title is None:
        return ""
    return f" {title}" if title.startswith(_JOINERS) else f": {title}"
