"""Names A–Z: documents by what they are called: their other names, and their subject without its introduction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import Final

from vanban.catalogue import Catalogue
from vanban.dialect import escape
from vanban.directives import Directive
from vanban.library import document_url
from vanban.memory import digest, joined
from vanban.pages.facets import FOLDER, SMALL
from vanban.pages.page import Draft, GeneratedPage, link
from vanban.patterns import lazy_pattern
from vanban.vietnamese import fold, sort_key

_LEAD: Final = lazy_pattern(r"(?:về (?:việc )?|ban hành |quy định về (?:việc )?)?[“\"]?", re.IGNORECASE)
_PER_PAGE: Final = 1000


def name_pages(catalogue: Catalogue) -> Iterator[GeneratedPage | Draft]:
    """Yield the A–Z page; above `SMALL` names each letter has pages of its own."""
    directives = catalogue.library.registry.directives
    named = _ordered((name, directive) for directive in directives for name in _names(directive))
    groups = {letter: list(found) for letter, found in groupby(named, key=lambda item: _letter(item[0]))}
    address, title = f"{FOLDER}/a-z.md", "Tên gọi A–Z"
    parts = [f"# {title}", f"{_jumps(groups)}\n{{ .vb-jumps }}" if groups else "Chưa có văn bản nào được đặt tên."]
    for letter, found in groups.items():
        parts.append(f"## {letter} ({len(found)}) {{ #chu-{_anchor(letter)} }}")
        if len(named) <= SMALL:
            parts.append(_rows(found, address))
            continue
        pages = list(_letter_pages(letter, found))
        parts.append(
            "\n".join(f"- {link(page.title, page.address.replace('.md', '.html'), address)}" for page in pages)
        )
        yield from pages
    yield GeneratedPage(address, title, "\n\n".join(parts))


def _names(directive: Directive) -> Iterator[str]:
    yield from directive.aliases
    if directive.title:
        subject = directive.title[_LEAD.match(directive.title).end() :].strip('”" ')  # type: ignore[union-attr]  # every part of the pattern is optional
        if subject:
            yield f"{subject[0].upper()}{subject[1:]}"


def _letter(name: str) -> str:
    first = name[0].upper()
    return first if first == "Đ" else fold(first).upper() if first.isalpha() else "0–9"


def _anchor(letter: str) -> str:
    return {"Đ": "dd", "0–9": "so"}.get(letter, letter.lower())


def _ordered(named: Iterable[tuple[str, Directive]]) -> list[tuple[str, Directive]]:
    """Return the names with equal letters together: A, Ă and  stand under A."""
    return sorted(named, key=lambda item: (sort_key(_letter(item[0])), sort_key(item[0]), item[1].id))


def _jumps(groups: dict[str, list[tuple[str, Directive]]]) -> str:
    return " · ".join(f"[{letter} ({len(found)})](#chu-{_anchor(letter)})" for letter, found in groups.items())


def _rows(named: list[tuple[str, Directive]], address: str) -> str:
    return "\n".join(
        f"- {escape(name)}: {link(directive.name, document_url(directive.id), address)}" for name, directive in named
    )


def _letter_pages(letter: str, named: list[tuple[str, Directive]]) -> Iterator[Draft]:
    for start in range(0, len(named), _PER_PAGE):
        part = f"-{start // _PER_PAGE + 1}" if start else ""
        address = f"{FOLDER}/a-z/{_anchor(letter)}{part}.md"
        title = f"Tên gọi: {letter}{part.replace('-', ' ')}"
        rows = named[start : start + _PER_PAGE]
        key = joined(*(directive.identity for _, directive in rows), digest(*(name for name, _ in rows)))
        yield Draft(address, title, partial(_letter_page, address, title, rows), key)


def _letter_page(address: str, title: str, named: list[tuple[str, Directive]]) -> GeneratedPage:
    return GeneratedPage(address, title, f"# {title}\n\n{_rows(named, address)}")
