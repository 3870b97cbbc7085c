"""Provenance: for each fact of a document, who says so, and where a report and a public source differ.

A value without any statement behind it has no source: the page says so and the check reports it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Final

from vanban.directive_fields import UNVERIFIED
from vanban.directives import Claim, Directive, Printed
from vanban.records import dataclass
from vanban.vietnamese import fold

FIELD_NAMES: Final = {
    "code": "Số và ký hiệu",
    "type": "Loại",
    "issuer": "Cơ quan ban hành",
    "date": "Ngày ban hành",
    "term": "Khóa",
    "plenum": "Hội nghị Trung ương",
    "title": "Trích yếu",
    "validity": "Tình trạng",
}
_PRINTED_FIELDS: Final = ("type", "issuer", "date", "term", "title")
_LEADS: Final = ("ve viec ", "ve ")
MEMORY: Final = "K"
PRINTED: Final = "S"


@dataclass(frozen=True, slots=True)
class Statement:
    """One voice about one field.

    Attributes:
        field: Key of the front matter.
        value: What it says, dates as year-month-day.
        mark: Evidence mark; "S" when a report prints it.
        source: The report's id, or the name of a public source.
        checked: When a public source was last looked at.
        note: The editor's note for the reader.
    """

    field: str
    value: str
    mark: str
    source: str | None = None
    checked: dt.date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field for which a report and a public source, or two reports, do not say the same."""

    field: str
    printed: tuple[Statement, ...]
    public: tuple[Statement, ...]


def statements(directive: Directive) -> Iterator[Statement]:
    """Yield what each report prints and what each public source says, in the order of the file."""
    for printed in directive.printed:
        yield from _printed(printed)
    for claim in directive.sources:
        yield _claimed(claim)


def _printed(printed: Printed) -> Iterator[Statement]:
    for field in _PRINTED_FIELDS:
        value = getattr(printed, field)
        if value is not None:
            yield Statement(field, shown_value(value), PRINTED, printed.report)


def _claimed(claim: Claim) -> Statement:
    return Statement(claim.field, claim.value, claim.mark, claim.source, claim.checked, claim.note)


def shown_value(value: object) -> str:
    """Return a field's value as statements hold it."""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


@lru_cache(maxsize=1 << 14)
def comparable(field: str, value: str) -> str:
    """Return a value in the form in which two voices agree: folded, without introductions, quotes and "Đảng"."""
    text = " ".join(fold(value).replace("“", "").replace("”", "").replace('"', "").split())
    if field == "title":
        for lead in _LEADS:
            text = text.removeprefix(lead)
        return text.rstrip(".;, ")
    return _body(text) if field == "issuer" else text


def _body(text: str) -> str:
    """Return a folded body without what some print and some leave out."""
    text = text.replace("ubnd", "uy ban nhan dan").replace("hdnd", "hoi dong nhan dan").removesuffix(" dang")
    return text.removesuffix(" trung uong") if text.startswith("ban bi thu") else text


def agree(field: str, one: str, other: str) -> bool:
    """Say whether two values do not differ: equal, or one title the beginning of the other (one is cut short)."""
    first, second = comparable(field, one), comparable(field, other)
    return first == second or (field == "title" and (first.startswith(second) or second.startswith(first)))


def support(directive: Directive) -> dict[str, tuple[Statement, ...]]:
    """Return, for each field that has a value, the statements that say the same."""
    found = tuple(statements(directive))
    values = {field: getattr(directive, field) for field in FIELD_NAMES}
    return {
        field: tuple(statement for statement in found if _says(statement, field, shown_value(value)))
        for field, value in values.items()
        if value is not None and value != UNVERIFIED
    }


def _says(statement: Statement, field: str, value: str) -> bool:
    return statement.field == field and comparable(field, statement.value) == comparable(field, value)


def differences(directive: Directive) -> Iterator[Difference]:
    """Yield each field whose voices differ, with all of them."""
    found = tuple(statements(directive))
    for field in FIELD_NAMES:
        voices = [statement for statement in found if statement.field == field]
        printed = tuple(voice for voice in voices if voice.mark == PRINTED)
        if field == "code" and directive.code is not None:
            printed = (Statement("code", directive.code, PRINTED), *printed)
        public = tuple(voice for voice in voices if voice.mark != PRINTED)
        if printed and _differ(field, (*printed, *public)):
            yield Difference(field, _distinct(printed), public)


def _differ(field: str, voices: tuple[Statement, ...]) -> bool:
    return any(not agree(field, one.value, other.value) for one, other in combinations(voices, 2))


def _distinct(voices: tuple[Statement, ...]) -> tuple[Statement, ...]:
    seen: dict[str, Statement] = {}
    for voice in voices:
        seen.setdefault(comparable(voice.field, voice.value), voice)
    return tuple(seen.values())
