"""Sources: every public source that the registry names, with the facts it is named for; and what rests on memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Final

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.directive_fields import EVIDENCE
from vanban.directives import Directive
from vanban.library import document_url
from vanban.pages.facets import FOLDER
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.provenance import FIELD_NAMES, MEMORY, PRINTED
from vanban.vietnamese import sort_key

MOST: Final = 200
"""Facts listed of one source, and of memory; the counts are those of all."""


def sources_page(catalogue: Catalogue) -> Draft:
    """Return the page of sources by name, then of the facts that nobody has confirmed yet."""
    address, title = f"{FOLDER}/nguon.md", "Nguồn đối chiếu"
    return Draft(address, title, partial(_page, catalogue, address, title), catalogue.library.registry.identity)


def _page(catalogue: Catalogue, address: str, title: str) -> GeneratedPage:
    named: defaultdict[str, list[str]] = defaultdict(list)
    remembered: list[str] = []
    for directive in catalogue.library.registry.directives:
        name = link(directive.name, document_url(directive.id), address)
        for mark, source, fact in _facts(directive):
            if mark == MEMORY:
                remembered.append(f"- {name}: {escape(fact)}")
            for part in (source or "").split("; ") if mark != MEMORY else ():
                named[part].append(f"{name} ({escape(fact)})")
    parts = [f"# {title}", "Mỗi dòng là một nguồn và các dữ kiện của kho dựa vào nguồn đó."]
    rows = [f"- {escape(name)}: {_some(facts)}" for name, facts in sorted(named.items(), key=_by_name) if name]
    parts += ["\n".join(rows) or "Kho chưa ghi nguồn nào."]
    if remembered:
        parts += [
            f"## {EVIDENCE[MEMORY].capitalize()} ({len(remembered)}) {{ #tri-nho }}",
            "\n".join(remembered[:MOST]),
        ]
    return GeneratedPage(address, title, "\n\n".join(parts))


def _some(facts: list[str]) -> str:
    hidden = len(facts) - MOST
    return ", ".join([*facts[:MOST], *([f"và {hidden} dữ kiện khác"] if hidden > 0 else [])])


def _by_name(item: tuple[str, list[str]]) -> tuple[str, str]:
    return sort_key(item[0])


def _facts(directive: Directive) -> Iterator[tuple[str, str | None, str]]:
    """Yield (mark, source, fact) of every claim and every entered relation that names its evidence."""
    for claim in directive.sources:
        if claim.mark != PRINTED:
            yield claim.mark, claim.source, f"{FIELD_NAMES[claim.field].lower()}: {claim.value}"
    for relation in directive.relations:
        if relation.mark is not None:
            verb = (
                f"{relation.to} {relation.verb} văn bản này" if relation.reverse else f"{relation.verb} {relation.to}"
            )
            yield relation.mark, relation.source, f"quan hệ: {verb}"
