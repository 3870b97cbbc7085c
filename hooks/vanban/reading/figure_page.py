"""The page of a report's figures: every number with a unit that it states, with its sentence and its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
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
    """A figure with where it stands: `text` is the plain text of its paragraph or note."""

    figure: Figure
    section: Section
    unit: Unit
    text: str

    @property
    def url(self) -> str:
        """Return the address of the paragraph."""
        return f"{self.section.url}#{self.unit.anchor}" if self.unit.anchor else self.section.url


def report_figures(report: Report, memory: Memory) -> Iterator[StatedFigure]:
    """Yield every figure of a report in reading order, notes after the text of their page."""
    for section in report.sections:
        for place, text, figures in memory.recall("figures", section.key, partial(_figures, section)):
            for figure in figures:
                yield StatedFigure(figure, section, section.units[place], text)


def _figures(section: Section) -> list[tuple[int, str, list[Figure]]]:
    """Return (place of the unit, its plain text, its figures) of each unit that states some."""
    texts = [
        (place, " ".join(plain_text(unit.text).split()))
        for place, unit in enumerate(section.units)
        if unit.kind is not UnitKind.HEADING
    ]
    found = ((place, text, list(find_figures(text))) for place, text in texts)
    return [row for row in found if row[2]]


def figure_page(report: Report, memory: Memory) -> Draft:
    """Return the page of figures of a report."""
    address, title = f"bao-cao/{report.id}/{NAME}.md", f"Số liệu: {report.title}"
    return Draft(address, title, partial(_page, report, memory, address, title), report.texts)


def _page(report: Report, memory: Memory, address: str, title: str) -> GeneratedPage:
    stated = list(report_figures(report, memory))
    charts = _charts(report, stated)
    parts = [f"# Số liệu của báo cáo\n\n{_intro(report, stated, address)}"]
    parts += [f"⟦vb:{name}⟧" for name in charts]
    for kind, heading in _KINDS.items():
        chosen = [item for item in stated if item.figure.kind is kind]
        if chosen:
            parts.append(f"## {heading} ({len(chosen)})\n\n{_table(chosen, address)}")
    return GeneratedPage(address, title, "\n\n".join(parts), charts, {"report": report.id})


def _intro(report: Report, stated: Sequence[StatedFigure], address: str) -> str:
    report_link = link(report.title, report.url, address)
    return (
        f"{len(stated)} số liệu mà {report_link} nêu, ghi đúng như in, mỗi số kèm đoạn văn của nó. Biểu đồ chỉ vẽ các "
        "tỷ số (phần trên tổng), trên một thang từ 0 đến 100%. Phần trăm trong ngoặc vuông là do máy tính từ hai số "
        "của báo cáo."
    )


def _charts(report: Report, stated: Sequence[StatedFigure]) -> dict[str, str]:
    charts: dict[str, str] = {}
    for section in report.sections:
        shares = [s for s in stated if s.section is section and s.figure.kind is FigureKind.SHARE]
        if len(shares) >= _FEWEST:
            title = f"Các tỷ số ở mục {section.heading}"
            charts[f"ty-so-{section.id}"] = bar_chart(title, [_bar(share) for share in shares])
    return charts


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


def _table(stated: Sequence[StatedFigure], address: str) -> str:
    rows = [
        f"| {escape(item.figure.text)}{_worked_out(item)} | {escape(_context(item))} "
        f"| {link(unit_place(item.section, item.unit), item.url, address)} |"
        for item in stated
    ]
    return "\n".join(["| Số liệu | Trong báo cáo | Chỗ in |", "| --- | --- | --- |", *rows])


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
    return next((f for f in find_figures(item.text) if f.start == start and f.kind is FigureKind.RATE), None)


def _rounded(exact: Decimal, like: Decimal) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)))


def _decimal(value: Decimal) -> str:
    """Return a percentage with two decimals at most, written the Vietnamese way."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
