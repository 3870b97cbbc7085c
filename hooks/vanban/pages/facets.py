"""Facets: the documents by type, body, level, year, term, topic and status, with counts; one page a facet.

A heading keeps its address however large the registry grows: up to `SMALL` documents it is followed by them, above that
by links to tables of at most `ROWS` rows each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from vanban.catalogue import UNKNOWN, Catalogue, level
from vanban.dialect import escape
from vanban.directives import Directive
from vanban.memory import digest, joined
from vanban.pages.entry import ROWS, entries, entries_key, register
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.records import dataclass
from vanban.vietnamese import slug, sort_key

FOLDER: Final = "danh-muc"
WIDE: Final[Mapping[str, object]] = {"hide": ["toc"]}
"""Front matter of a page of one table: it has no chapters, so the table takes the room of their list."""
SMALL: Final = 300
"""Documents up to which a facet lists them on its own page."""
_LEVELS: Final = ("Trung ương", "Tỉnh", "Huyện", "Cơ sở")


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to divide the documents.

    Attributes:
        id: Its address part and the name of its parameter in a deep link.
        title: The title of its page.
        values: The values of a document; an empty answer counts as unknown.
        order: Sorts the values.
    """

    id: str
    title: str
    values: Callable[[Directive], tuple[str, ...]]
    order: Callable[[str], Any] = sort_key


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _year(directive: Directive) -> tuple[str, ...]:
    return (str(directive.date.year),) if directive.date else ()


def _newest(value: str) -> tuple[int, str]:
    return (-int(value), "") if value.isdecimal() else (1, value)


def _roman(value: str) -> tuple[int, str]:
    digits = {"I": 1, "V": 5, "X": 10, "L": 50}
    numbers = [digits.get(letter, 0) for letter in value]
    total = sum(-a if a < b else a for a, b in zip(numbers, [*numbers[1:], 0], strict=True))
    return (-total, value) if all(numbers) else (1, value)


def _level_order(value: str) -> int:
    return _LEVELS.index(value) if value in _LEVELS else len(_LEVELS)


FACETS: Final = (
    Facet("loai", "Theo loại văn bản", lambda directive: _one(directive.type)),
    Facet("co-quan", "Theo cơ quan ban hành", lambda directive: _one(directive.issuer)),
    Facet("cap", "Theo cấp", lambda directive: (level(directive),), _level_order),
    Facet("nam", "Theo năm ban hành", _year, _newest),
    Facet("khoa", "Theo khóa", lambda directive: _one(directive.term), _roman),
    Facet("chu-de", "Theo chủ đề", lambda directive: directive.topics),
    Facet("tinh-trang", "Theo tình trạng", lambda directive: _one(directive.validity)),
)


def divide(facet: Facet, directives: tuple[Directive, ...]) -> Mapping[str, tuple[Directive, ...]]:
    """Return the documents of each value in the facet's order, the unknown last; no document is left out."""
    groups: defaultdict[str, list[Directive]] = defaultdict(list)
    for directive in directives:
        for value in facet.values(directive) or (UNKNOWN,):
            groups[value].append(directive)
    known = sorted((value for value in groups if value != UNKNOWN), key=facet.order)
    ordered = [*known, *([UNKNOWN] if UNKNOWN in groups else [])]
    return {value: tuple(groups[value]) for value in ordered}


def facet_pages(catalogue: Catalogue) -> Iterator[GeneratedPage | Draft]:
    """Yield the page of every facet and, for a large registry, the tables behind it."""
    directives = catalogue.library.registry.directives
    for facet in FACETS:
        groups = divide(facet, directives)
        addresses = value_addresses(facet, tuple(groups))
        if len(directives) <= SMALL:
            yield _small(catalogue, facet, groups, addresses)
            continue
        yield _large(facet, groups, addresses)
        for value, found in groups.items():
            yield from tables(catalogue, f"{FOLDER}/{facet.id}/{addresses[value]}", f"{facet.title}: {value}", found)


def value_addresses(facet: Facet, values: tuple[str, ...]) -> Mapping[str, str]:
    """Return the address part of each value, each one once."""
    taken: dict[str, str] = {}
    for value in values:
        base = slug(value) or "khac"
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base}-{count}"
        taken[name] = value
    del facet
    return {value: name for name, value in taken.items()}


def _heading(value: str, name: str, count: int) -> str:
    return f"## {escape(value[0].upper() + value[1:])} ({count}) {{ #{name} }}"


def _small(
    catalogue: Catalogue, facet: Facet, groups: Mapping[str, tuple[Directive, ...]], addresses: Mapping[str, str]
) -> GeneratedPage:
    address = f"{FOLDER}/{facet.id}.md"
    parts = [f"# {facet.title}", _jumps(groups, addresses)]
    for value, found in groups.items():
        parts += [_heading(value, addresses[value], len(found)), entries(catalogue, found, address)]
    return GeneratedPage(address, facet.title, "\n\n".join(filter(None, parts)))


def _jumps(groups: Mapping[str, tuple[Directive, ...]], addresses: Mapping[str, str]) -> str:
    links = [f"[{escape(value)} ({len(found)})](#{addresses[value]})" for value, found in groups.items()]
    return f"{' · '.join(links)}\n{{ .vb-jumps }}" if links else "Kho chưa có văn bản nào."


def _large(facet: Facet, groups: Mapping[str, tuple[Directive, ...]], addresses: Mapping[str, str]) -> GeneratedPage:
    address = f"{FOLDER}/{facet.id}.md"
    parts = [f"# {facet.title}", _jumps(groups, addresses)]
    for value, found in groups.items():
        base = f"{FOLDER}/{facet.id}/{addresses[value]}"
        parts += [_heading(value, addresses[value], len(found)), part_links(base, len(found), address)]
    return GeneratedPage(address, facet.title, "\n\n".join(parts))


def part_links(base: str, count: int, address: str) -> str:
    """Return links to the tables that start at `base`, as one list."""
    names = part_addresses(base, count)
    spans = [(1 + place * ROWS, min(count, (place + 1) * ROWS)) for place in range(len(names))]
    rows = [
        f"- {link(f'Văn bản {first} đến {last}', name.replace('.md', '.html'), address)}"
        for name, (first, last) in zip(names, spans, strict=True)
    ]
    return "\n".join(rows)


def part_addresses(base: str, count: int) -> list[str]:
    """Return the addresses of the tables of `count` documents; the first keeps the plain name."""
    return [f"{base}.md", *(f"{base}-{part}.md" for part in range(2, -(-count // ROWS) + 1))]


def tables(catalogue: Catalogue, base: str, title: str, directives: tuple[Directive, ...]) -> Iterator[Draft]:
    """Yield pages of one table each, at most `ROWS` rows, that lead to one another."""
    names = part_addresses(base, len(directives))
    for place, address in enumerate(names):
        shown = title if len(names) == 1 else f"{title} ({place + 1}/{len(names)})"
        others = part_links(base, len(directives), address) if len(names) > 1 else ""
        rows = directives[place * ROWS : (place + 1) * ROWS]
        key = joined(entries_key(catalogue, rows), digest(shown, others))
        yield Draft(address, shown, partial(_table, catalogue, address, shown, rows, others), key)


def _table(
    catalogue: Catalogue, address: str, title: str, directives: tuple[Directive, ...], others: str
) -> GeneratedPage:
    parts = [f"# {escape(title)}", register(catalogue, directives, address), others]
    return GeneratedPage(address, title, "\n\n".join(filter(None, parts)), meta=WIDE)
