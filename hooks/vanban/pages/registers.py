"""Registers: lists of all documents that need no script."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.dialect import escape
from vanban.library import Library, document_url
from vanban.pages.documents import printed_date
from vanban.pages.page import GeneratedPage, link
from vanban.vietnamese import sort_key


def register_pages(library: Library) -> Iterator[GeneratedPage]:
    """Yield the register of documents."""
    address = "danh-muc/index.md"
    head = "| Văn bản | Trích yếu | Cơ quan | Ngày | Dẫn |\n| --- | --- | --- | --- | ---: |"
    ordered = sorted(library.registry.directives, key=lambda directive: sort_key(directive.name))
    rows = [
        f"| {link(directive.name, document_url(directive.id), address)} | {escape(directive.title or '')} "
        f"| {escape(directive.issuer or '')} | {escape(printed_date(directive.date))} "
        f"| {len(library.links_by_document.get(directive.id, ()))} |"
        for directive in ordered
    ]
    table = "\n".join([head, *rows])
    yield GeneratedPage(address, "Danh mục văn bản", f"# Danh mục văn bản\n\n{table}")
