"""Checks of figures: a ratio against the percentage printed beside it, and numbers whose groups cannot be right.

Figures follow Vietnamese printing: "." groups thousands, "," starts decimals. A percentage agrees with its ratio when
it is the ratio rounded to the printed decimals.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Final

from vanban.library import Library
from vanban.patterns import lazy_pattern
from vanban.problems import Problem, Severity
from vanban.reports import Section
from vanban.review.finding import Finding, Topic
from vanban.units import Unit, UnitKind, plain_text

_RATIO: Final = lazy_pattern(
    r"(?<![\d./,-])(?P<part>\d{1,3}(?:\.\d{3})+|\d{1,6})/(?P<whole>\d{1,3}(?:\.\d{3})+|\d{1,6})(?![\d/.-])"
    r"(?P<between>[^\d%;/]{0,60}?)(?P<percent>\d{1,3}(?:,\d{1,3})?) ?%"
)
_GROUPED: Final = lazy_pattern(r"(?<![\d.,/-])\d{1,3}(?:\.\d+)+(?:,\d+)?(?![\d/-])")
_GOOD_GROUPS: Final = lazy_pattern(r"\d{1,3}(?:\.\d{3})+(?:,(?!000)\d+)?|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}(?:\.\d{1,2})+")
_CONTEXT: Final = 60


def review_figures(library: Library) -> Iterator[Finding]:
    """Yield the findings about figures printed in the reports."""
    for report in library.reports:
        for section in report.sections:
            yield from library.memory.recall("review of figures", section.key, partial(_section_figures, section))


def _section_figures(section: Section) -> list[Finding]:
    return [
        text_finding(Topic.FIGURES, section, unit, message, around(text, start, end))
        for unit in section.units
        for text in [plain_text(unit.text)]
        for start, end, message in (*_ratios(text), *_groups(text))
    ]


def _ratios(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _RATIO.finditer(text):
        part, whole = (int(match[name].replace(".", "")) for name in ("part", "whole"))
        if not whole or part > whole:
            continue
        printed = Decimal(match["percent"].replace(",", "."))
        exact = Decimal(part) * 100 / Decimal(whole)
        step = Decimal(1).scaleb(int(printed.as_tuple().exponent))
        if abs(exact - printed) > step / 2:
            right = str(exact.quantize(step)).replace(".", ",")
            said = f"{match['part']}/{match['whole']} là {right}%, báo cáo in {match['percent']}%"
            yield *match.span(), f"{said}; hãy đối chiếu bản gốc, nếu in sai thì giữ chữ và ghi đính chính"


def _groups(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _GROUPED.finditer(text):
        if not _GOOD_GROUPS.fullmatch(match.group()):
            message = f"số «{match.group()}» viết lạ (mỗi nhóm sau dấu chấm phải có 3 chữ số); hãy đối chiếu bản gốc"
            yield *match.span(), message


def around(text: str, start: int, end: int) -> str:
    """Return the words at `start:end` with a little of what stands about them."""
    left, right = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    head = text[left:start].partition(" ")[2] if left else text[:start]
    tail = text[end:right].rpartition(" ")[0] if right < len(text) else text[end:]
    shown = f"{'… ' if left else ''}{head}{text[start:end]}{tail}{' …' if right < len(text) else ''}"
    return " ".join(shown.split())


def text_finding(topic: Topic, section: Section, unit: Unit, message: str, quote: str) -> Finding:
    """Return a finding about words of a report's page."""
    spot = f"chú thích {unit.printed_footnote}" if unit.footnote else f"đoạn {unit.number}" if unit.number else ""
    url = f"{section.url}#{unit.anchor}" if unit.anchor else section.url
    heading = f"{section.heading}, {spot}" if spot and unit.kind is not UnitKind.HEADING else section.heading
    return Finding(topic, Problem(section.path, unit.line, message, Severity.REVIEW), url, heading, quote)
