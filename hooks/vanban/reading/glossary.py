"""The page of abbreviations: what each stands for and where the reports use it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final, TypeAlias

from vanban.dialect import escape
from vanban.library import Library
from vanban.memory import Memory, joined
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.reading.abbreviations import PAGE, SOURCES, Abbreviation, abbreviations, find_abbreviations
from vanban.reading.places import unit_place
from vanban.reports import Report, Section
from vanban.units import Unit, UnitKind, plain_text

_TITLE: Final = "Chữ viết tắt"
_SHOWN: Final = 3
"""Places listed for each abbreviation; the search box finds the rest."""
_Rows: TypeAlias = list[tuple[int, list[str]]]
"""(place of the unit, abbreviations it uses) of each paragraph or note of a section that uses some."""


def glossary_page(library: Library) -> Draft:
    """Return the page of every abbreviation of the data file, used or not, in dictionary order."""
    key = joined(*(report.texts for report in library.reports))
    return Draft(PAGE, _TITLE, partial(_page, library), key)


def _page(library: Library) -> GeneratedPage:
    uses: dict[str, list[tuple[Section, Unit]]] = {}
    for section, unit, row in _uses(library):
        uses.setdefault(row.short, []).append((section, unit))
    rows = "\n".join(_row(row, uses.get(row.short, [])) for row in abbreviations().values())
    text = "Trong trang báo cáo, rê chuột hoặc đưa con trỏ bàn phím vào chữ gạch chân chấm để xem chữ đầy đủ."
    return GeneratedPage(PAGE, _TITLE, f"# {_TITLE}\n\n{text}\n\n{rows}")


def _uses(library: Library) -> Iterator[tuple[Section, Unit, Abbreviation]]:
    """Yield each paragraph or note with each abbreviation it uses, once."""
    recall = library.memory.recall
    for report in library.reports:
        found = recall("abbreviations of a report", report.texts, partial(_used_by_section, report, library.memory))
        for section, rows in zip(report.sections, found, strict=True):
            for place, shorts in rows:
                yield from ((section, section.units[place], abbreviations()[short]) for short in shorts)


def _used_by_section(report: Report, memory: Memory) -> list[_Rows]:
    return [memory.recall("abbreviations", section.key, partial(_used, section)) for section in report.sections]


def _used(section: Section) -> _Rows:
    running = [(place, unit) for place, unit in enumerate(section.units) if unit.kind is not UnitKind.HEADING]
    found = (
        (place, list(dict.fromkeys(row.short for _, _, row in find_abbreviations(plain_text(unit.text)))))
        for place, unit in running
    )
    return [row for row in found if row[1]]


def _row(row: Abbreviation, uses: list[tuple[Section, Unit]]) -> str:
    note = f"; {escape(row.note)}" if row.note else ""
    places = [
        link(unit_place(section, unit), f"{section.url}#{unit.anchor}" if unit.anchor else section.url, PAGE)
        for section, unit in uses[:_SHOWN]
    ]
    more = f" và {len(uses) - _SHOWN} chỗ khác" if len(uses) > _SHOWN else ""
    used = f". Có ở: {'; '.join(places)}{more}" if places else ""
    return f"- **{escape(row.short)}**: {escape(row.full)}{note} ({SOURCES[row.source]}){used}.\n  {{: #{row.anchor} }}"
