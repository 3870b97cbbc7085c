"""Milestones: the reviews that reports mention ("sơ kết 5 năm thực hiện …") and the years a document completes.

Grammar of the text just before a mention:  KIND ["kết quả"] [N "năm"] ["việc"] "thực hiện"
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from vanban.directives import Directive
from vanban.library import Library, Link, LinkedPage
from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.units import plain_text

STEPS: Final = (5, 10, 15, 20, 25, 30)
"""Years after which Party bodies review a document."""

_REVIEW: Final = lazy_pattern(
    r"\b(?P<kind>sơ kết|tổng kết|đánh giá|báo cáo)(?: đánh giá)?(?: kết quả)?"
    r"(?: (?P<years>\d{1,2}) năm)?(?: việc)?(?: triển khai,?)? thực hiện\Z",
    re.IGNORECASE,
)
_WINDOW: Final = 90


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a document that a text mentions.

    Attributes:
        link: The mention of the document reviewed.
        kind: The word printed: "sơ kết", "tổng kết", "đánh giá" or "báo cáo".
        years: The years printed, or None.
    """

    link: Link
    kind: str
    years: int | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """The day on which a document completes a round number of years."""

    directive: Directive
    years: int
    day: dt.date


def find_reviews(library: Library) -> Iterator[Review]:
    """Yield the reviews mentioned, in reading order."""
    for linked, rows in library.read_links("reviews", _rows):
        yield from (Review(linked.links[place], kind, years) for place, kind, years in rows)


def _rows(linked: LinkedPage) -> list[tuple[int, str, int | None]]:
    """Return (place of the mention, kind, years) of each review."""
    rows: list[tuple[int, str, int | None]] = []
    for place, said in enumerate(linked.said):
        start = said.mention.citation.start
        before = " ".join(plain_text(said.mention.unit.text[max(0, start - _WINDOW) : start]).split())
        match = _REVIEW.search(before)
        if match is not None:
            years = int(match["years"]) if match["years"] else None
            rows.append((place, match["kind"].lower(), years))
    return rows


def milestones_of(directive: Directive) -> Iterator[Milestone]:
    """Yield the milestones of a document; none when its date is unknown."""
    if directive.date is not None:
        for years in STEPS:
            yield Milestone(directive, years, anniversary(directive.date, years))


def anniversary(day: dt.date, years: int) -> dt.date:
    """Return the same day `years` later; 29 February becomes the 28th in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def milestones_by_year(directives: Iterable[Directive]) -> Mapping[int, tuple[Milestone, ...]]:
    """Return the milestones of each year by day; years in order."""
    years: defaultdict[int, list[Milestone]] = defaultdict(list)
    for directive in directives:
        for milestone in milestones_of(directive):
            years[milestone.day.year].append(milestone)
    return {year: tuple(sorted(years[year], key=lambda item: (item.day, item.directive.id))) for year in sorted(years)}
