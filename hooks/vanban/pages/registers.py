"""Registers: all documents in one order each; without a script they read as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vanban.catalogue import Catalogue
from vanban.directives import Directive
from vanban.numbers import DocNumber
from vanban.pages.entry import ROWS, register
from vanban.pages.facets import FACETS, FOLDER, WIDE, part_links, tables
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.vietnamese import sort_key

_BY_NUMBER: Final = "Theo số"
_BY_COUNT: Final = "Theo số lần được dẫn"
_VIEWS: Final = (
    ("so", _BY_NUMBER),
    *((facet.id, facet.title) for facet in FACETS),
    ("duoc-dan", _BY_COUNT),
    ("a-z", "Tên gọi A–Z"),
    ("dong-thoi-gian", "Dòng thời gian"),
    ("moc-nam", "Mốc sơ kết, tổng kết"),
    ("chu-thich", "Chú thích của các báo cáo"),
    ("ra-soat", "Rà soát"),
    ("nguon", "Nguồn đối chiếu"),
)


def index_page(catalogue: Catalogue) -> Iterator[GeneratedPage | Draft]:
    """Yield the register of all documents, by type and number; above `ROWS` documents it leads to tables of them."""
    address, title = f"{FOLDER}/index.md", "Danh mục văn bản"
    ordered = tuple(sorted(catalogue.library.registry.directives, key=_by_type))
    views = " · ".join(link(name, f"{FOLDER}/{view}.html", address) for view, name in _VIEWS)
    intro = f"Kho có {len(ordered)} văn bản. Xem {views}\n{{ .vb-jumps }}"
    base = f"{FOLDER}/tat-ca"
    if len(ordered) <= ROWS:
        body = register(catalogue, ordered, address)
    else:
        body = f"## Tất cả, theo loại và số\n\n{part_links(base, len(ordered), address)}"
        yield from tables(catalogue, base, "Tất cả văn bản", ordered)
    yield GeneratedPage(address, title, f"# {title}\n\n{intro}\n\n{body}", meta=WIDE)


def ordered_pages(catalogue: Catalogue) -> Iterator[Draft]:
    """Yield the registers by number and by number of mentions."""
    directives = catalogue.library.registry.directives
    by_number = tuple(sorted(directives, key=_by_number))
    by_count = tuple(sorted(directives, key=lambda item: (-catalogue.counts[item.id], _by_type(item))))
    yield from tables(catalogue, f"{FOLDER}/so", _BY_NUMBER, by_number)
    yield from tables(catalogue, f"{FOLDER}/duoc-dan", _BY_COUNT, by_count)


def _number(directive: Directive) -> int:
    number = DocNumber.parse(directive.code) if directive.code else None
    return number.number if number is not None else 0


def _by_number(directive: Directive) -> tuple[int, str]:
    return _number(directive), directive.id


def _by_type(directive: Directive) -> tuple[object, int, str]:
    return sort_key(directive.type or directive.title or ""), _number(directive), directive.id
