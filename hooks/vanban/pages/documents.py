"""Pages of documents: everything known of one, on one page worth opening."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.directives import Directive
from vanban.fulltext import anchored_text
from vanban.jsonld import directive_script
from vanban.library import DOCUMENTS
from vanban.pages.attributes import attributes, citation, difference_table
from vanban.pages.backlinks import backlinks
from vanban.pages.ladder import ladder
from vanban.pages.page import GeneratedPage
from vanban.pages.related import kin, neighbours, relations


def document_pages(catalogue: Catalogue) -> Iterator[GeneratedPage]:
    """Yield the page of every document."""
    for directive in catalogue.library.registry.directives:
        yield document_page(catalogue, directive)


def document_page(catalogue: Catalogue, directive: Directive) -> GeneratedPage:
    """Return the page of one document."""
    address = f"{DOCUMENTS}/{directive.id}.md"
    parts = [
        f"# {escape(directive.name)}",
        f"{escape(directive.title or 'Chưa rõ trích yếu')}\n{{ .vb-title }}",
        attributes(directive),
        f"Trích dẫn đầy đủ: *{escape(citation(directive))}*{{ .vb-citation }}\n{{ .vb-copy }}",
        *filter(None, [" · ".join(kin(catalogue, directive, address))]),
        *_differences(directive),
        *backlinks(catalogue, directive.id, address),
        *relations(catalogue, directive.id, address),
        *neighbours(catalogue, directive.id, address),
        *_body(directive),
        "⟦vb:jsonld⟧",
    ]
    blocks = {"ladder": ladder(catalogue, directive.id), "jsonld": directive_script(catalogue, directive)}
    title = f"{directive.name} {directive.title or ''}".strip()
    return GeneratedPage(address, title, "\n\n".join(parts), blocks, {"description": citation(directive)})


def _differences(directive: Directive) -> Iterator[str]:
    """Yield the table of differing voices, after a line beside the citation that warns who is about to copy it."""
    table = difference_table(directive)
    if table:
        yield "[Trước khi trích dẫn, hãy xem chỗ các nguồn ghi khác nhau](#khac-nhau)\n{ .vb-caution }"
        yield table


def _body(directive: Directive) -> Iterator[str]:
    if directive.body:
        yield "## Nội dung"
        yield anchored_text(directive.body)
