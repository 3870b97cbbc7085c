"""Pages of documents: one for each, one for each code with several, one for each plenum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from vanban.dialect import escape
from vanban.directives import Directive
from vanban.library import DOCUMENTS, Library, Link, document_url
from vanban.pages.page import GeneratedPage, link
from vanban.reports import Section

UNKNOWN = "chưa rõ"


def document_pages(library: Library) -> Iterator[GeneratedPage]:
    """Yield the page of every document."""
    for directive in library.registry.directives:
        yield _document_page(library, directive)


def code_pages(library: Library) -> Iterator[GeneratedPage]:
    """Yield the page of every code that several documents share."""
    for slug, ids in library.homonyms.items():
        if len(ids) > 1 and slug not in library.registry.by_id:
            yield _code_page(library, slug, ids)


def plenum_pages(library: Library) -> Iterator[GeneratedPage]:
    """Yield the page of every plenum named."""
    for plenum, (number, term) in library.plenums.items():
        yield _plenum_page(library, plenum, number, term)


def printed_date(date: dt.date | None) -> str:
    """Return a date as Party documents print it: two digits for days below 10 and for months 1 and 2."""
    if date is None:
        return UNKNOWN
    month = f"{date.month:02}" if date.month <= 2 else str(date.month)  # noqa: PLR2004 (the rule's own number)
    return f"{date.day:02}-{month}-{date.year}"


def _document_page(library: Library, directive: Directive) -> GeneratedPage:
    address = f"{DOCUMENTS}/{directive.id}.md"
    parts = [f"# {escape(directive.name)}"]
    if directive.title:
        parts.append(f"{escape(directive.title)}\n{{ .vb-title }}")
    parts.append(_attributes(directive))
    parts += _backlinks(library, directive.id, address)
    if directive.body:
        parts += ["## Nội dung", directive.body]
    return GeneratedPage(address, f"{directive.name} {directive.title or ''}".strip(), "\n\n".join(parts))


def _attributes(directive: Directive) -> str:
    rows = {
        "Số và ký hiệu": directive.code,
        "Loại": directive.type,
        "Cơ quan ban hành": directive.issuer,
        "Ngày ban hành": printed_date(directive.date) if directive.date else None,
        "Khóa": directive.term,
        "Tình trạng": directive.validity,
    }
    return "\n\n".join(f"{name}\n:   {escape(value or UNKNOWN)}" for name, value in rows.items())


def _backlinks(library: Library, document: str, address: str) -> Iterator[str]:
    links = library.links_by_document.get(document, ())
    yield f"## Được dẫn trong ({len(links)})"
    if not links:
        yield "Chưa có trang nào dẫn văn bản này."
    for path, group in groupby(links, key=lambda item: item.page.path):
        found = list(group)
        del path
        yield f"### {link(_page_heading(library, found[0]), found[0].page.url, address)}"
        yield "\n".join(
            f"- “{escape(item.mention.sentence)}” {link(_place(item), item.url, address)}" for item in found
        )


def _page_heading(library: Library, item: Link) -> str:
    page = item.page
    if not isinstance(page, Section):
        return page.title
    report = next(report for report in library.reports if report.id == page.report)
    return f"{report.title}: {page.heading}"


def _place(item: Link) -> str:
    unit = item.mention.unit
    return f"chú thích {unit.footnote}" if unit.footnote else f"đoạn {unit.number}"


def _code_page(library: Library, slug: str, ids: tuple[str, ...]) -> GeneratedPage:
    address = f"{DOCUMENTS}/{slug}.md"
    directives = [library.registry.by_id[found] for found in ids]
    code = directives[0].code or slug
    rows = "\n".join(f"- {_entry(library, directive, address)}" for directive in directives)
    text = f"# {escape(code)}\n\nCó {len(ids)} văn bản cùng số và ký hiệu {escape(code)}:\n\n{rows}"
    return GeneratedPage(address, f"{code}: {len(ids)} văn bản cùng số", text)


def _entry(library: Library, directive: Directive, address: str) -> str:
    count = len(library.links_by_document.get(directive.id, ()))
    details = [
        f"ngày {printed_date(directive.date)}" if directive.date else "",
        f"khóa {directive.term}" if directive.term else "",
        directive.issuer or "",
        directive.title or "",
        f"được dẫn {count} lần",
    ]
    shown = "; ".join(escape(detail) for detail in details if detail)
    return f"{link(directive.name, document_url(directive.id), address)}: {shown}"


def _plenum_page(library: Library, plenum: str, number: int, term: str) -> GeneratedPage:
    address = f"{DOCUMENTS}/{plenum}.md"
    adopted = library.registry.by_plenum.get((number, term), ())
    title = f"Hội nghị Trung ương {number} khóa {term}"
    rows = "\n".join(f"- {_entry(library, directive, address)}" for directive in adopted)
    known = f"Văn bản của hội nghị có trong kho:\n\n{rows}" if adopted else "Kho chưa có văn bản nào của hội nghị này."
    backlinks = "\n\n".join(_backlinks(library, plenum, address))
    return GeneratedPage(address, title, f"# {title}\n\n{known}\n\n{backlinks}")
