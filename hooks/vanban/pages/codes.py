"""Pages for a code that several documents share, and for a plenum of the Central Committee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.directives import Directive
from vanban.library import DOCUMENTS, Link
from vanban.memory import joined
from vanban.pages.backlinks import backlinks, place
from vanban.pages.entry import entries, entries_key
from vanban.pages.page import Draft, GeneratedPage


def code_pages(catalogue: Catalogue) -> Iterator[Draft]:
    """Yield the page of every code that several documents share."""
    for slug, ids in catalogue.library.homonyms.items():
        if len(ids) > 1 and slug not in catalogue.library.registry.by_id:
            yield _code_draft(catalogue, slug, [catalogue.library.registry.by_id[found] for found in ids])


def _code_draft(catalogue: Catalogue, slug: str, directives: list[Directive]) -> Draft:
    address, code = f"{DOCUMENTS}/{slug}.md", directives[0].code or slug
    title = f"{code}: {len(directives)} văn bản cùng số"
    undecided = _undecided(catalogue, directives)
    key = joined(entries_key(catalogue, directives), *(link.key for link in undecided))
    return Draft(address, title, partial(_code_page, catalogue, code, directives, address, title), key)


def _code_page(catalogue: Catalogue, code: str, directives: list[Directive], address: str, title: str) -> GeneratedPage:
    undecided = _undecided(catalogue, directives)
    parts = [
        f"# {escape(code)}",
        f"Có {len(directives)} văn bản cùng số và ký hiệu {escape(code)}. Ngày hoặc khóa cho biết là văn bản nào:",
        entries(catalogue, directives, address),
    ]
    if undecided:
        parts.append(f"## Chỗ dẫn chưa rõ văn bản nào ({len(undecided)})")
        parts.append("\n".join(f"- {place(link, address)}" for link in undecided))
    return GeneratedPage(address, title, "\n\n".join(parts))


def _undecided(catalogue: Catalogue, directives: Iterable[Directive]) -> list[Link]:
    """Return the mentions that name the code but do not say which document is meant."""
    ids = sorted({directive.id for directive in directives})
    return [link for document in ids for link in catalogue.unsettled.get(document, ())]


def plenum_pages(catalogue: Catalogue) -> Iterator[Draft]:
    """Yield the page of every plenum named."""
    for plenum, (number, term) in catalogue.library.plenums.items():
        adopted = catalogue.library.registry.by_plenum.get((number, term), ())
        cited = (link.key for link in catalogue.library.links_by_document.get(plenum, ()))
        title = f"Hội nghị Trung ương {number} khóa {term}"
        make = partial(_plenum_page, catalogue, plenum, adopted, title)
        yield Draft(f"{DOCUMENTS}/{plenum}.md", title, make, joined(entries_key(catalogue, adopted), *cited))


def _plenum_page(catalogue: Catalogue, plenum: str, adopted: Sequence[Directive], title: str) -> GeneratedPage:
    address = f"{DOCUMENTS}/{plenum}.md"
    parts = [
        f"# {title}",
        "Văn bản của hội nghị có trong kho:" if adopted else "Kho chưa có văn bản nào của hội nghị này.",
        *filter(None, [entries(catalogue, adopted, address)]),
        *backlinks(catalogue, plenum, address),
    ]
    return GeneratedPage(address, title, "\n\n".join(parts))
