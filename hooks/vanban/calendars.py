"""Calendars: the milestones of documents as iCalendar files (RFC 5545), one for each year and one for all.

Every event lasts the whole day and takes no time of anybody (`TRANSPARENT`). No clock is read: the stamp of an event is
the day itself, so that two builds are the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from vanban.milestones import Milestone

ALL_YEARS: Final = "data/moc-nam.ics"
_LINE: Final = 75


def year_calendar(year: int) -> str:
    """Return the address of the calendar of a year from the site's root."""
    return f"data/moc-nam/{year}.ics"


def calendar_files(years: Mapping[int, tuple[Milestone, ...]]) -> Iterator[tuple[str, str]]:
    """Yield (address, text) of every calendar; none when no document has a date."""
    for year, milestones in years.items():
        yield year_calendar(year), format_calendar(milestones)
    if years:
        yield ALL_YEARS, format_calendar(item for milestones in years.values() for item in milestones)


def format_calendar(milestones: Iterable[Milestone]) -> str:
    """Return one calendar; lines end with CR LF and hold at most 75 bytes, as the standard asks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vanban//moc nam//VI", "CALSCALE:GREGORIAN"]
    for milestone in milestones:
        lines += _event(milestone)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(milestone: Milestone) -> list[str]:
    directive, day = milestone.directive, milestone.day
    return [
        "BEGIN:VEVENT",
        f"UID:{directive.id}-{milestone.years}@vanban",
        f"DTSTAMP:{day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{directive.name}: tròn {milestone.years} năm')}",
        *([f"DESCRIPTION:{_text(directive.title)}"] if directive.title else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes that never cut a character; later pieces start with a space."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LINE:
            yield piece
            piece, size = " ", 1
        piece += char
        size += width
    yield piece
