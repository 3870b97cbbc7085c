"""Timeline: how many documents each year brought, drawn and in words; and the dates each report speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from html import escape as html_escape
from typing import Final, TypeAlias

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.directives import Directive
from vanban.memory import Memory
from vanban.mentions import sentence_around
from vanban.pages.entry import entries
from vanban.pages.facets import FACETS, FOLDER, SMALL, divide
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.patterns import lazy_pattern
from vanban.reports import Report, Section
from vanban.units import Unit

_YEAR: Final = next(facet for facet in FACETS if facet.id == "nam")
_BAR, _GAP, _TALL, _FOOT, _SIDE = 14, 4, 120, 34, 22
_DAY: Final = lazy_pattern(r"\b(?:ngày )?(?P<day>\d{1,2})[-/](?P<month>\d{1,2})[-/](?P<year>(?:19|20)\d\d)\b")
_SPAN: Final = lazy_pattern(r"\b(?:giai đoạn|nhiệm kỳ) (?P<year>(?:19|20)\d\d)-(?:19|20)\d\d\b")
_ONLY_YEAR: Final = lazy_pattern(r"\b[Nn]ăm (?P<year>(?:19|20)\d\d)\b")
_LONGEST: Final = 240
FACTS: Final = 500
"""Sentences of one page of dates."""
_Fact: TypeAlias = tuple[str, str, tuple[str, str]]
"""(day, year or period as printed, its sentence, (name, address) of the place)."""
_Facts: TypeAlias = Callable[[], dict[int, list[_Fact]]]
"""Reads the facts of a report, by year."""


def timeline_page(catalogue: Catalogue) -> GeneratedPage:
    """Return the page of all documents by year."""
    address, title = f"{FOLDER}/dong-thoi-gian.md", "Dòng thời gian"
    directives = catalogue.library.registry.directives
    groups = divide(_YEAR, directives)
    dated = {int(year): found for year, found in groups.items() if year.isdecimal()}
    facts = "\n".join(
        f"- {link(report.title, facts_address(report).replace('.md', '.html'), address)}"
        for report in catalogue.library.reports
    )
    parts = [
        f"# {title}",
        "Mỗi cột là số văn bản ban hành trong một năm; phần chữ bên dưới nêu từng văn bản.",
        "⟦vb:timeline⟧" if dated else "",
        *_years(catalogue, dated, address, listed=len(directives) <= SMALL),
        f"Chưa rõ năm: {len(directives) - sum(map(len, dated.values()))} văn bản.",
        f"## Ngày và năm mà báo cáo nhắc tới {{ #bao-cao }}\n\n{facts}" if facts else "",
    ]
    return GeneratedPage(address, title, "\n\n".join(filter(None, parts)), {"timeline": _chart(dated)})


def _years(
    catalogue: Catalogue, dated: Mapping[int, tuple[Directive, ...]], address: str, *, listed: bool
) -> Iterator[str]:
    for year in sorted(dated):
        found = sorted(dated[year], key=lambda item: (item.date is None, item.date, item.id))
        yield f"## Năm {year} ({len(found)}) {{ #nam-{year} }}"
        if listed:
            yield entries(catalogue, found, address)
        else:
            yield f"[Các văn bản năm {year}](nam.md#{year})"


def _chart(dated: Mapping[int, tuple[Directive, ...]]) -> str:
    """Return the bars of every year from the first to the last; each leads to its chapter below."""
    if not dated:
        return ""
    years = range(min(dated), max(dated) + 1)
    most = max(map(len, dated.values()))
    width, height = len(years) * (_BAR + _GAP) + _SIDE, _TALL + _FOOT + 16
    bars = "".join(
        _column(place, year, len(dated.get(year, ())), most) for place, year in enumerate(years) if year in dated
    )
    return (
        f'<figure class="vb-timeline" tabindex="0" role="group" aria-label="Biểu đồ số văn bản theo năm">'
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-labelledby="vb-timeline-name"><title id="vb-timeline-name">Số văn bản ban hành mỗi năm</title>'
        f"{bars}</svg></figure>"
    )


def _column(place: int, year: int, count: int, most: int) -> str:
    tall = max(4, round(count / most * _TALL))
    x, y = _SIDE + place * (_BAR + _GAP), 16 + _TALL - tall
    label = html_escape(f"Năm {year}: {count} văn bản")
    return (
        f'<a href="#nam-{year}" aria-label="{label}"><rect class="vb-timeline-bar" x="{x}" y="{y}" width="{_BAR}" '
        f'height="{tall}"/><text class="vb-timeline-count" x="{x + _BAR // 2}" y="{y - 3}" text-anchor="middle">{count}'
        f'</text><text class="vb-timeline-year" x="{x + _BAR // 2}" y="{16 + _TALL + 10}" text-anchor="end" '
        f'transform="rotate(-60 {x + _BAR // 2} {16 + _TALL + 10})">{year}</text></a>'
    )


def facts_address(report: Report) -> str:
    """Return the address of the page of a report's dates."""
    return f"{FOLDER}/thoi-gian/{report.id}.md"


def facts_pages(catalogue: Catalogue) -> Iterator[Draft]:
    """Yield, for each report, the days, years and periods it speaks of; above `FACTS` each year has its own page."""
    memory = catalogue.library.memory
    for report in catalogue.library.reports:
        facts = cache(partial(_facts, report, memory))
        years = memory.recall("years", report.texts, partial(_counts, facts))
        listed = sum(years.values()) <= FACTS
        made = partial(_facts_page, report, facts, listed=listed)
        yield Draft(facts_address(report), _title(report), made, report.texts)
        if not listed:
            yield from (_year_draft(report, year, facts) for year in sorted(years))


def _counts(facts: _Facts) -> dict[int, int]:
    return {year: len(rows) for year, rows in facts().items()}


def _title(report: Report) -> str:
    return f"Ngày và năm trong {report.title}"


def _facts_page(report: Report, facts: _Facts, *, listed: bool) -> GeneratedPage:
    address, title = facts_address(report), _title(report)
    parts = [f"# {escape(title)}", "Mỗi dòng là một câu của báo cáo, xếp theo năm được nhắc tới."]
    for year, rows in sorted(facts().items()):
        parts.append(f"## Năm {year} ({len(rows)}) {{ #nam-{year} }}")
        parts.append(_list(rows, address) if listed else f"[Các câu nhắc năm {year}]({report.id}/{year}.md)")
    return GeneratedPage(address, title, "\n\n".join(parts))


def _year_draft(report: Report, year: int, facts: _Facts) -> Draft:
    address = f"{facts_address(report).removesuffix('.md')}/{year}.md"
    title = f"Năm {year} trong {report.title}"
    return Draft(address, title, partial(_year_page, address, title, year, facts), report.texts)


def _year_page(address: str, title: str, year: int, facts: _Facts) -> GeneratedPage:
    rows = facts()[year]
    parts = [f"# {escape(title)}", _list(rows[:FACTS], address)]
    if len(rows) > FACTS:
        parts.append(f"Còn {len(rows) - FACTS} câu; hãy dùng ô tìm kiếm.")
    return GeneratedPage(address, title, "\n\n".join(parts))


def _list(facts: Iterable[_Fact], address: str) -> str:
    return "\n".join(
        f"- **{escape(shown)}**: “{escape(sentence)}” {link(*spot, address)}" for shown, sentence, spot in facts
    )


def _facts(report: Report, memory: Memory) -> dict[int, list[_Fact]]:
    years: defaultdict[int, dict[tuple[str, str], _Fact]] = defaultdict(dict)
    for section in report.sections:
        for year, shown, sentence, spot in memory.recall("dates", section.key, partial(_section_dates, section)):
            years[year].setdefault((spot[1], sentence), (shown, sentence, spot))
    return {year: list(rows.values()) for year, rows in years.items()}


def _section_dates(section: Section) -> list[tuple[int, str, str, tuple[str, str]]]:
    return [
        (year, shown, sentence, _spot(section, unit))
        for unit in section.units
        for year, shown, sentence in _dates(unit)
    ]


def _dates(unit: Unit) -> Iterator[tuple[int, str, str]]:
    for pattern in (_DAY, _SPAN, _ONLY_YEAR):
        for match in pattern.finditer(unit.text):
            sentence = sentence_around(unit.text, *match.span())
            yield int(match["year"]), match.group(), _cut(sentence)


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rpartition(' ')[0]}…"


def _spot(section: Section, unit: Unit) -> tuple[str, str]:
    url = f"{section.url}#{unit.anchor}" if unit.anchor else section.url
    spot = f"chú thích {unit.footnote}" if unit.footnote else f"đoạn {unit.number}" if unit.number else "tiêu đề"
    return f"{section.heading}, {spot}", url
