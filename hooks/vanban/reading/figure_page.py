"""The page of a report's figures: every number with a unit that it states, with its sentence and its paragraph."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Final

from vanban.dialect import escape
from vanban.memory import Memory
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.patterns import lazy_pattern
from vanban.reading.charts import Bar, bar_chart
from vanban.reading.figures import Figure, FigureKind, find_figures
from vanban.reading.places import unit_place
from vanban.records import dataclass
from vanban.reports import Report, Section
from vanban.units import Unit, UnitKind, plain_text

NAME: Final = "so-lieu"
_KINDS: Final = {
    FigureKind.SHARE: "Tỷ số (phần trên tổng)",
    FigureKind.RATE: "Tỷ lệ phần trăm",
    FigureKind.AMOUNT: "Số lượng",
}
_HEAD: Final = ("| Số liệu | Trong báo cáo | Chỗ in |", "| --- | --- | --- |")
_CLAUSE: Final = lazy_pattern(r"[;:()]|,(?=\s)|\.(?=\s|\Z)")
_SENTENCE: Final = lazy_pattern(r"[;:()]|\.(?=\s|\Z)")
_SHORT: Final = 18
"""Letters beside its figure that a clause needs to be understood alone."""
_CLOSE: Final = Decimal("0.05")
"""Percentage points by which a printed rate may differ from the one worked out before the page says so."""
_FEWEST = 3
"""Bars that make a chart."""


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure with where it stands.

    Attributes:
        figure: The figure.
        section: The section that states it.
        unit: Its paragraph or note.
        text: The plain text of that.
        beside: All figures of that text.
    """

    figure: Figure
    section: Section
    unit: Unit
    text: str
    beside: tuple[Figure, ...]

    @property
    def url(self) -> str:
        """Return the address of the paragraph."""
        return f"{self.section.url}#{self.unit.anchor}" if self.unit.anchor else self.section.url


@dataclass(frozen=True, slots=True)
class _Stated:
    """What the page says of one section.

    Attributes:
        rows: Kind of each figure and its row, in reading order.
        chart: The bars of its shares; empty when they are too few.
    """

    rows: tuple[tuple[FigureKind, str], ...]
    chart: str


def figure_page(report: Report, memory: Memory) -> Draft:
    """Return the page of figures of a report."""
    address, title = f"bao-cao/{report.id}/{NAME}.md", f"Số liệu: {report.title}"
    return Draft(address, title, partial(_page, report, memory, address, title), report.texts)


def _page(report: Report, memory: Memory, address: str, title: str) -> GeneratedPage:
    stated = {
        section.id: memory.recall("stated figures", section.key, partial(_stated, section, address))
        for section in report.sections
    }
    charts = {f"ty-so-{section}": found.chart for section, found in stated.items() if found.chart}
    rows: dict[FigureKind, list[str]] = {kind: [] for kind in _KINDS}
    for kind, row in chain.from_iterable(found.rows for found in stated.values()):
        rows[kind].append(row)
    parts = [f"# Số liệu của báo cáo\n\n{_intro(report, sum(map(len, rows.values())), address)}"]
    parts += [f"⟦vb:{name}⟧" for name in charts]
    for kind, heading in _KINDS.items():
        if rows[kind]:
            parts.append("\n".join([f"## {heading} ({len(rows[kind])})\n", *_HEAD, *rows[kind]]))
    return GeneratedPage(address, title, "\n\n".join(parts), charts, {"report": report.id})


def _intro(report: Report, count: int, address: str) -> str:
    report_link = link(report.title, report.url, address)
    return (
        f"{count} số liệu mà {report_link} nêu, ghi đúng như in, mỗi số kèm đoạn văn của nó. Biểu đồ chỉ vẽ các "
        "tỷ số (phần trên tổng), trên một thang từ 0 đến 100%. Phần trăm trong ngoặc vuông là do máy tính từ hai số "
        "của báo cáo."
    )


def _stated(section: Section, address: str) -> _Stated:
    """Return the rows of a section for the page at `address`, notes after the text, and its chart."""
    units = [unit for unit in section.units if unit.kind is not UnitKind.HEADING]
    figures = [item for unit in units for item in _figures(section, unit)]
    shares = [item for item in figures if item.figure.kind is FigureKind.SHARE]
    title = f"Các tỷ số ở mục {section.heading}"
    chart = bar_chart(title, [_bar(share) for share in shares]) if len(shares) >= _FEWEST else ""
    return _Stated(tuple((item.figure.kind, _row(item, address)) for item in figures), chart)


def _figures(section: Section, unit: Unit) -> list[StatedFigure]:
    text = " ".join(plain_text(unit.text).split())
    found = tuple(find_figures(text))
    return [StatedFigure(figure, section, unit, text, found) for figure in found]


def _bar(stated: StatedFigure) -> Bar:
    figure = stated.figure
    percent = figure.percent or Decimal(0)
    printed = f"{figure.text.split()[0]} ({_decimal(percent)}%)"
    return Bar(_clause(stated.text, figure.start, figure.end), printed, percent)


def _clause(text: str, start: int, end: int) -> str:
    """Return the clause around a figure; one that says nothing beside the figure begins at the clauses before it."""
    after = _CLAUSE.search(text, end)
    last = after.start() if after else len(text)
    first = _beginning(text, start, _CLAUSE)
    if len(text[first:start].strip()) + last - end < _SHORT:
        first = _beginning(text, start, _SENTENCE)
    clause = text[first:last].strip()
    return clause[:1].upper() + clause[1:]


def _beginning(text: str, start: int, marks: re.Pattern[str]) -> int:
    return max((match.end() for match in marks.finditer(text, 0, start)), default=0)


def _row(item: StatedFigure, address: str) -> str:
    return (
        f"| {escape(item.figure.text)}{_worked_out(item)} | {escape(_context(item))} "
        f"| {link(unit_place(item.section, item.unit), item.url, address)} |"
    )


def _context(item: StatedFigure) -> str:
    """Return the words around a figure, up to the marks that close a clause; commas do not."""
    after = _SENTENCE.search(item.text, item.figure.end)
    return item.text[_beginning(item.text, item.figure.start, _SENTENCE) : after.start() if after else None].strip()


def _worked_out(item: StatedFigure) -> str:
    """Return the share in percent, and say when the report prints another rate right beside it."""
    figure = item.figure
    if figure.kind is not FigureKind.SHARE or figure.percent is None:
        return ""
    shown = f" \\[{_decimal(figure.percent)}%\\]"
    printed = _printed_rate(item)
    if printed is None or abs(printed.value - _rounded(figure.percent, printed.value)) <= _CLOSE:
        return shown
    return f"{shown} (báo cáo in {escape(printed.text)})"


def _printed_rate(item: StatedFigure) -> Figure | None:
    """Return the rate that the text prints as this share's own: `68/117 xã (58,1%)`, `291/417 đơn, đạt 69,84%`."""
    own = re.match(r"[^%;.()]{0,30}?(?:\(|đạt )(?=\d)", item.text[item.figure.end :])
    if own is None or re.search(r"\d", own.group()):
        return None
    start = item.figure.end + own.end()
    return next((f for f in item.beside if f.start == start and f.kind is FigureKind.RATE), None)


def _rounded(exact: Decimal, like: Decimal) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)))


def _decimal(value: Decimal) -> str:
    """Return a percentage with two decimals at most, written the Vietnamese way."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
