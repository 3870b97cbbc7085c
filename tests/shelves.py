"""Libraries made in memory: documents given as values, and one report of one section for each text given."""

from __future__ import annotations

from collections.abc import Iterable

from vanban.directives import Directive
from vanban.library import Library, LinkGroup
from vanban.linking import link_page
from vanban.registry import Registry
from vanban.reports import Report, Section
from vanban.units import read_units


def doc(name: str, code: str | None = None, **fields: object) -> Directive:
    return Directive(id=name, code=code, path=f"directives/{name}.md", **fields)  # type: ignore[arg-type]  # a table of cases


def shelf(directives: Iterable[Directive], *texts: str) -> Library:
    registry = Registry(tuple(sorted(directives, key=lambda directive: directive.id)))
    reports = tuple(_report(f"bc{place}", text) for place, text in enumerate(texts, 1))
    sections = [section for report in reports for section in report.sections]
    pages = tuple(link_page(section, registry, "kien-giang") for section in sections)
    return Library(registry, reports, (LinkGroup(pages),), ())


def _report(name: str, text: str) -> Report:
    path = f"docs/bao-cao/{name}"
    units = tuple(read_units(text, "p1"))
    section = Section(f"{path}/p1.md", f"bao-cao/{name}/p1.html", "Kết quả", units, "p1", name, "I-", leaf=True)
    url = f"bao-cao/{name}/index.html"
    return Report(name, f"Báo cáo {name}", f"{path}/index.md", url, "kien-giang", (section,))
