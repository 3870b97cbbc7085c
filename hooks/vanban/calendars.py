"""Calendars: the milestones of documents as iCalendar files (RFC 5545), one for each year and one for all.

Every event lasts the whole day and takes no time of anybody (`TRANSPARENT`). No clock is read: the stamp of an event is
the day itself, so that two builds are the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from vanban.milestones import Milestone

ALL_YEARS: Final = "data/moc-nam.ics"
_HEAD: Final = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//vanban//moc nam//VI\r\nCALSCALE:GREGORIAN\r\n"
_LINE: Final = 75
_CONTINUATION_MASK: Final = 0xC0
_CONTINUATION: Final = 0x80
"""The two highest bits of a byte inside a character, in UTF-8."""


def year_calendar(year: int) -> str:
    """Return the address of the calendar of a year from the site's root."""
    return f"data/moc-nam/{year}.ics"


def calendar_addresses(years: Iterable[int]) -> Iterator[tuple[str, list[int]]]:
    """Yield the address of every calendar with the years that it tells of.

    Args:
        years: The years that have milestones, in order; none when no document has a date.
    """
    listed = list(years)
    yield from ((year_calendar(year), [year]) for year in listed)
    if listed:
        yield ALL_YEARS, listed


def format_calendar(events: Iterable[bytes]) -> bytes:
    """Return a calendar of the events of some years, as `format_events` writes them."""
    return b"".join([_HEAD.encode(), *events, b"END:VCALENDAR\r\n"])


def format_events(milestones: Iterable[Milestone]) -> bytes:
    """Return milestones as the events of a calendar."""
    lines = (line for milestone in milestones for line in _event(milestone))
    return "".join([f"{part}\r\n" for line in lines for part in _folded(line)]).encode()


def _event(milestone: Milestone) -> list[str]:
    directive, day = milestone.directive, _digits(milestone.day)
    return [
        "BEGIN:VEVENT",
        f"UID:{directive.id}-{milestone.years}@vanban",
        f"DTSTAMP:{day}T000000Z",
        f"DTSTART;VALUE=DATE:{day}",
        f"DTEND;VALUE=DATE:{_digits(milestone.day + dt.timedelta(days=1))}",
        f"SUMMARY:{_text(f'{directive.name}: tròn {milestone.years} năm')}",
        *([f"DESCRIPTION:{_text(directive.title)}"] if directive.title else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _digits(day: dt.date) -> str:
    """Return a day as eight digits; a format of dates takes several times as long."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes that never cut a character; later pieces start with a space."""
    data = line.encode()
    if len(data) <= _LINE:
        yield line
        return
    start, end, margin = 0, _LINE, ""
    while end < len(data):
        while data[end] & _CONTINUATION_MASK == _CONTINUATION:
            end -= 1
        yield margin + data[start:end].decode()
        start, end, margin = end, end + _LINE - 1, " "
    yield margin + data[start:].decode()
