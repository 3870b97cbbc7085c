"""Abbreviation: a short form that a report prints, with what it stands for.

    abbreviation = a row's short form, standing alone: no letter, digit, "-" or "/" may touch it

so the UBND of `731/UBND-VHXH` and the TW of `25-NQ/TW` are never one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from vanban.records import dataclass
from vanban.vietnamese import slug, sort_key

PAGE: Final = "danh-muc/chu-viet-tat.md"
"""The page of all abbreviations."""
SOURCES: Final = {"S": "báo cáo in đủ", "K": "cách dùng thông thường"}


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One row.

    Attributes:
        short: As printed ("UBND").
        full: What it stands for ("Ủy ban nhân dân").
        source: Evidence: S when the report prints the full form, K for common usage.
        note: One line more, or nothing.
    """

    short: str
    full: str
    source: str
    note: str = ""

    @property
    def anchor(self) -> str:
        """Return its address on the page of abbreviations."""
        return f"vt-{slug(self.short)}"


@cache
def abbreviations() -> dict[str, Abbreviation]:
    """Return every row by its short form, in dictionary order."""
    text = files("vanban").joinpath("data", "abbreviations.yml").read_text("utf-8")
    rows = [Abbreviation(**row) for row in yaml.load(text, Loader=yaml.CSafeLoader)]
    return {row.short: row for row in sorted(rows, key=lambda row: sort_key(row.short))}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(abbreviations(), key=len, reverse=True)
    return re.compile(rf"(?<![\w/\-–.])(?:{'|'.join(map(re.escape, longest_first))})(?![\w/\-–])")


def find_abbreviations(text: str) -> Iterator[tuple[int, int, Abbreviation]]:
    """Yield (start, end, row) of each abbreviation of a plain text, in order."""
    for match in _pattern().finditer(text):
        yield match.start(), match.end(), abbreviations()[match.group()]
