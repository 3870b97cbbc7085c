"""Place: the short spoken name of a part of a report, as a cadre says it over the telephone."""

from __future__ import annotations

from typing import Final

from vanban.patterns import lazy_pattern
from vanban.reports import Section
from vanban.units import Unit

_PART: Final = lazy_pattern(r"p(\d+)")
_LABEL: Final = lazy_pattern(r"[ivx]{1,5}|\d{1,3}|[a-z]")
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def section_place(section: Section) -> str:
    """Return "Phần I, mục I.1" for the section `p1-i-1`; a section whose id says nothing keeps its heading."""
    head, *rest = section.id.split("-")
    part = _PART.fullmatch(head)
    tokens = rest if part else [head, *rest]
    names = [f"Phần {roman(int(part[1]))}"] if part else []
    if tokens:
        names.append(f"mục {'.'.join([tokens[0].upper(), *tokens[1:]])}")
    if not all(_LABEL.fullmatch(token) for token in tokens):
        return section.heading
    name = ", ".join(names)
    return name[:1].upper() + name[1:]


def unit_place(section: Section, unit: Unit) -> str:
    """Return "Phần I, mục I.1, đoạn 3", or "…, chú thích 12" for a footnote."""
    place = section_place(section)
    if unit.footnote is not None:
        return f"{place}, chú thích {unit.printed_footnote}"
    return place if unit.number is None else f"{place}, đoạn {unit.number}"


def roman(number: int) -> str:
    """Return 1 to 39 as a Roman numeral, the way parts and chapters are numbered; 0 gives an empty text."""
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral
