"""Pages for a code that several documents share, and for a plenum of the Central Committee."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.library import DOCUMENTS
from vanban.pages.backlinks import backlinks, place
from vanban.pages.entry import entries
from vanban.pages.page import GeneratedPage


def code_pages(catalogue: Catalogue) -> Iterator[GeneratedPage]:
    """Yield the page of every code that several documents share."""
    for slug, ids in catalogue.library.homonyms.items():
        if len(ids) > 1 and slug not in catalogue.library.registry.by_id:
            yield _code_page(catalogue, slug, ids)


def _code_page(catalogue: Catalogue, slug: str, ids: tuple[str, ...]) -> GeneratedPage:
    address = f"{DOCUMENTS}/{slug}.md"
    directives = [catalogue.library.registry.by_id[found] for found in ids]
    code = directives[0].code or slug
    parts = [
        f"# {escape(code)}",
        f"Có {len(ids)} văn bản cùng số và ký hiệu {escape(code)}. Ngày hoặc khóa cho biết là văn bản nào:",
        entries(catalogue, directives, address),
        *_undecided(catalogue, set(ids), address),
    ]
    return GeneratedPage(address, f"{code}: {len(ids)} văn bản cùng số", "\n\n".join(parts))


def _undecided(catalogue: Catalogue, ids: set[str], address: str) -> Iterator[str]:
    """Yield the mentions that name the code but do not say which document is meant."""
    found = [link for document in sorted(ids) for link in catalogue.unsettled.get(document, ())]
    if found:
        yield f"## Chỗ dẫn chưa rõ văn bản nào ({len(found)})"
        yield "\n".join(f"- {place(link, address)}" for link in found)


def plenum_pages(catalogue: Catalogue) -> Iterator[GeneratedPage]:
    """Yield the page of every plenum named."""
    for plenum, (number, term) in catalogue.library.plenums.items():
        yield _plenum_page(catalogue, plenum, number, term)


def _plenum_page(catalogue: Catalogue, plenum: str, number: int, term: str) -> GeneratedPage:
    address = f"{DOCUMENTS}/{plenum}.md"
    adopted = catalogue.library.registry.by_plenum.get((number, term), ())
    title = f"Hội nghị Trung ương {number} khóa {term}"
    parts = [
        f"# {title}",
        "Văn bản của hội nghị có trong kho:" if adopted else "Kho chưa có văn bản nào của hội nghị này.",
        *filter(None, [entries(catalogue, adopted, address)]),
        *backlinks(catalogue, plenum, address),
    ]
    return GeneratedPage(address, title, "\n\n".join(parts))
