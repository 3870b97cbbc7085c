"""Related: the relations of a document in words, its ladder, and its neighbours in the series."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vanban.catalogue import Catalogue
from vanban.dates import printed_date
from vanban.dialect import escape
from vanban.directive_fields import EVIDENCE
from vanban.directives import Directive
from vanban.library import document_url, plenum_id
from vanban.pages.backlinks import place
from vanban.pages.entry import entry
from vanban.pages.page import link
from vanban.registry import code_slug
from vanban.relations import AUTOMATIC, Edge, View


def relations(catalogue: Catalogue, document: str, address: str) -> Iterator[str]:
    """Yield the blocks of the chapter "Quan hệ"; nothing when the document has none."""
    views = catalogue.relations.of(document)
    if not views:
        return
    yield f"## Quan hệ với văn bản khác ({len(views)}) {{ #quan-he }}"
    yield "⟦vb:ladder⟧"
    ordered = sorted(views, key=lambda view: view.verb)
    for verb, group in groupby(ordered, key=lambda view: view.verb):
        rows = "\n".join(f"- {_view(catalogue, view, address)}" for view in group)
        yield f"**{verb[0].upper()}{verb[1:]}**\n\n{rows}"


def _view(catalogue: Catalogue, view: View, address: str) -> str:
    directive = catalogue.library.registry.by_id.get(view.other)
    name = _named(directive, address) if directive is not None else escape(view.other)
    return f"{name} *({escape(_origin(view.edge))})*{{ .vb-source }}{_sentences(view.edge, address)}"


def _named(directive: Directive, address: str) -> str:
    title = f" {escape(directive.title)}" if directive.title else ""
    return f"{link(directive.name, document_url(directive.id), address)}{title}"


def _origin(edge: Edge) -> str:
    if edge.origin == AUTOMATIC:
        return "tự động, đọc từ câu dẫn"
    mark = EVIDENCE[edge.mark] if edge.mark else "chưa ghi nguồn"
    source = f": {edge.evidence}" if edge.evidence else ""
    checked = f", kiểm tra ngày {printed_date(edge.checked)}" if edge.checked else ""
    return f"thủ công, {mark}{source}{checked}"


def _sentences(edge: Edge, address: str) -> str:
    return "".join(f"\n    - {place(item, address)}" for item in edge.links)


def kin(catalogue: Catalogue, directive: Directive, address: str) -> Iterator[str]:
    """Yield a line that leads to the other documents of the same code and to the plenum that adopted this one."""
    library = catalogue.library
    slug = code_slug(directive.code) if directive.code else ""
    others = [found for found in library.homonyms.get(slug, ()) if found != directive.id]
    if others and slug not in library.registry.by_id:
        yield link(f"{len(others) + 1} văn bản cùng số {directive.code}", document_url(slug), address)
    elif others:
        yield ", ".join(link(catalogue.signs[other].name, document_url(other), address) for other in others)
    if directive.plenum is not None and directive.term is not None:
        name = f"Hội nghị Trung ương {directive.plenum} khóa {directive.term}"
        yield link(name, document_url(plenum_id(directive.plenum, directive.term)), address)


def neighbours(catalogue: Catalogue, document: str, address: str) -> Iterator[str]:
    """Yield the chapter of the documents before and after one in its series, as far as they are known."""
    found = catalogue.neighbours.get(document)
    if found is None:
        return
    yield "## Cùng dãy số"
    rows = [("Số liền trước trong kho", found.previous), ("Số liền sau trong kho", found.following)]
    yield "\n".join(f"- {name}: {entry(catalogue, item, address)}" for name, item in rows if item is not None)
