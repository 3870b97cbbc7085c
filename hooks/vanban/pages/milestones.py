"""Milestones: the reviews that reports mention, and the documents that complete 5, 10, 15, 20, 25 or 30 years."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator
from functools import partial
from typing import Final

from vanban.calendars import ALL_YEARS, year_calendar
from vanban.catalogue import UNKNOWN, Catalogue
from vanban.dates import printed_date
from vanban.dialect import escape
from vanban.library import document_url
from vanban.memory import digest, joined
from vanban.milestones import Milestone, Review, anniversary
from vanban.pages.backlinks import place_name
from vanban.pages.facets import FOLDER
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.reports import Section

_ADDRESS: Final = f"{FOLDER}/moc-nam.md"
_TITLE: Final = "Mốc sơ kết, tổng kết"
LISTED: Final = 600
"""Milestones up to which one page lists those of every year."""
_HEAD: Final = "| Ngày | Tròn | Văn bản | Trích yếu |\n| --- | --- | --- | --- |"
_REVIEWS: Final = "| Văn bản | Đợt | Đến hạn | Nơi nhắc |\n| --- | --- | --- | --- |"


def milestone_pages(catalogue: Catalogue) -> Iterator[GeneratedPage | Draft]:
    """Yield the page of reviews and milestones; above `LISTED` milestones each year has a page of its own."""
    years = catalogue.milestone_years
    listed = sum(count for count, _ in years.values()) <= LISTED
    if not listed:
        yield from (_year_page(catalogue, year, key) for year, (_, key) in years.items())
    reviews = catalogue.reviews
    said = digest(repr([(review.kind, review.years) for review in reviews]))
    key = joined(catalogue.library.registry.identity, said, *(review.link.key for review in reviews))
    yield Draft(_ADDRESS, _TITLE, partial(_page, catalogue, listed=listed), key)


def _page(catalogue: Catalogue, *, listed: bool) -> GeneratedPage:
    years = catalogue.milestone_years
    jumps = " · ".join(f"[{year} ({count})](#nam-{year})" for year, (count, _) in years.items())
    parts = [
        f"# {_TITLE}",
        *_reviews(catalogue, _ADDRESS),
        "## Văn bản tròn năm {#tron-nam}",
        "Tính từ ngày ban hành đã biết: tròn 5, 10, 15, 20, 25 và 30 năm. Trang không cho biết có tổ chức hay không.",
        f"[Lịch của mọi năm (tệp .ics)]({_file(ALL_YEARS, _ADDRESS)})" if years else "Chưa có văn bản nào rõ ngày.",
        f"{jumps}\n{{ .vb-jumps }}" if jumps else "",
    ]
    for year, (count, _) in years.items():
        parts.append(f"### Năm {year} ({count}) {{ #nam-{year} }}")
        shown = _table(catalogue.milestones[year], _ADDRESS) if listed else f"[Các mốc năm {year}](moc-nam/{year}.md)"
        parts.append(shown)
    return GeneratedPage(_ADDRESS, _TITLE, "\n\n".join(filter(None, parts)))


def _reviews(catalogue: Catalogue, address: str) -> Iterator[str]:
    yield f"## Các đợt báo cáo nhắc tới ({len(catalogue.reviews)}) {{ #cac-dot }}"
    if catalogue.reviews:
        yield "\n".join([_REVIEWS, *(_review(catalogue, review, address) for review in catalogue.reviews)])
    else:
        yield "Chưa báo cáo nào nhắc tới sơ kết hoặc tổng kết một văn bản."


def _review(catalogue: Catalogue, review: Review, address: str) -> str:
    item = review.link
    directive = catalogue.library.registry.by_id.get(item.document or "")
    name = directive.name if directive is not None else item.mention.citation.text
    target = item.target or item.url
    years = f" {review.years} năm" if review.years else ""
    due = anniversary(directive.date, review.years) if directive and directive.date and review.years else None
    heading = item.page.heading if isinstance(item.page, Section) else item.page.title
    where = link(f"{heading}, {place_name(item)}", item.url, address)
    cells = (link(name, target, address), f"{review.kind}{years}", _day(due) if due else UNKNOWN, where)
    return f"| {' | '.join(cells)} |"


def _table(milestones: tuple[Milestone, ...], address: str) -> str:
    return "\n".join([_HEAD, *(_row(milestone, address) for milestone in milestones)])


def _row(milestone: Milestone, address: str) -> str:
    directive = milestone.directive
    name = link(directive.name, document_url(directive.id), address)
    day = _day(milestone.day)
    return f"| {day} | {milestone.years} năm | {name} | {escape(directive.title or UNKNOWN)} |"


def _year_page(catalogue: Catalogue, year: int, key: bytes) -> Draft:
    address, title = f"{FOLDER}/moc-nam/{year}.md", f"Văn bản tròn năm trong {year}"
    return Draft(address, title, partial(_listed_year, catalogue, year, address, title), key)


def _listed_year(catalogue: Catalogue, year: int, address: str, title: str) -> GeneratedPage:
    calendar = f"[Lịch năm {year} (tệp .ics)]({_file(year_calendar(year), address)})"
    table = _table(catalogue.milestones[year], address)
    return GeneratedPage(address, title, f"# {title}\n\n{calendar}\n\n{table}")


def _day(day: dt.date) -> str:
    """Return a date that is never broken over two lines."""
    return f"*{escape(printed_date(day))}*{{ .vb-day }}"


def _file(url: str, address: str) -> str:
    return posixpath.relpath(url, posixpath.dirname(address))
