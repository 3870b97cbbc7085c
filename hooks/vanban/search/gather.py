"""search_groups: every landing place of a library, each once, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import Final

from vanban.dates import printed_date
from vanban.directives import Directive
from vanban.library import Library, document_url, plenum_id
from vanban.linking import body_units
from vanban.numbers import DocNumber
from vanban.reports import Footnote, Section, read_footnotes
from vanban.search.groups import SearchGroup, content_key
from vanban.search.units import SearchUnit, UnitKind
from vanban.units import Unit, plain_text, read_units
from vanban.units import UnitKind as TextKind

_LEAD_WORDS: Final = 40
"""Words of a page shown under its title; the rest of its text is found by its paragraphs."""
_SKIPPED: Final = (TextKind.HEADING, TextKind.FOOTNOTE)
_REGISTERS: Final = "danh-muc/"


def search_groups(
    library: Library, pages: Iterable[tuple[str, str, str]] = (), digests: Mapping[str, str | bytes] | None = None
) -> Iterator[SearchGroup]:
    """Yield documents, sections, footnotes, plenums and other pages, each with its paragraphs, made when asked for.

    Args:
        library: The library the site is made of.
        pages: (address from the site's root ending in `.html`, title, Markdown) of pages that are neither documents
            nor report pages: registers and what editors write.
        digests: Digest of the whole text of source files by path, as in `Directive.path` and `Page.path`, where the
            caller knows it; a group of another file gets its key from what was read.
    """
    known = digests or {}
    for directive in library.registry.directives:
        cited = len(library.links_by_document.get(directive.id, ()))
        key = content_key(known.get(directive.path) or directive, cited)
        yield SearchGroup(document_url(directive.id), key, partial(_document, library, directive))
    for report in library.reports:
        yield _page_group(report.url, report.title)
        for section in report.sections:
            key = content_key(known.get(section.path) or (section.heading, section.title, section.units))
            yield SearchGroup(section.url, key, partial(_section, section))
    for section in library.sections.values():
        if any(unit.footnote is not None for unit in section.units):
            yield _note_group(section, known.get(section.path))
    for number, term in library.plenums.values():
        unit = _plenum(number, term)
        yield SearchGroup(unit.location, content_key(unit), partial(tuple, (unit,)))
    for address, title, markdown in pages:
        yield SearchGroup(address, content_key(title, markdown), partial(_page, address, title, markdown))


def search_units(library: Library, pages: Iterable[tuple[str, str, str]] = ()) -> Iterator[SearchUnit]:
    """Yield the units of all groups."""
    for group in search_groups(library, pages):
        yield from group.units()


def _page_group(address: str, title: str) -> SearchGroup:
    return SearchGroup(address, content_key(title), lambda: [SearchUnit(address, UnitKind.PAGE, title, "")])


def _note_group(section: Section, digest: str | bytes | None) -> SearchGroup:
    key = content_key(digest or (section.heading, [(note.number, note.text) for note in read_footnotes(section)]))
    return SearchGroup(f"{section.url}#fn", key, partial(_notes, section))


def _notes(section: Section) -> Iterator[SearchUnit]:
    return map(_note, read_footnotes(section))


def _note(note: Footnote) -> SearchUnit:
    name = f"Chú thích {note.printed}"
    heading = f"{name} · {note.section.heading}"
    return SearchUnit(note.url, UnitKind.FOOTNOTE, heading, note.text, title_found=False, aliases=(name,))


def _document(library: Library, directive: Directive) -> Iterator[SearchUnit]:
    address = document_url(directive.id)
    number = DocNumber.parse(directive.code) if directive.code else None
    paragraphs = body_units(directive, library.memory)
    yield SearchUnit(
        location=address,
        kind=UnitKind.DOCUMENT if directive.code else UnitKind.NAMED,
        title=_document_title(directive),
        text=" ".join([*_described(directive), *_lead(paragraphs)]),
        code=directive.code,
        number=number.number if number else None,
        year=directive.date.year if directive.date else number.year if number else None,
        type_code=number.type if number else None,
        type_name=directive.type,
        issuer=directive.issuer,
        date=directive.date,
        term=directive.term,
        aliases=(*directive.aliases, *((directive.title,) if directive.code and directive.title else ())),
        weight=len(library.links_by_document.get(directive.id, ())),
    )
    yield from _paragraphs(address, _document_title(directive), paragraphs)


def _document_title(directive: Directive) -> str:
    """Return type, code and title: "Nghị quyết 25-NQ/TW về …", or "Pháp lệnh 34/2007/PL-UBTVQH11: thực hiện …"."""
    title = directive.title
    if directive.code is None or title is None:
        return directive.name
    return f"{directive.name} {title}" if title.startswith("về ") else f"{directive.name}: {title}"


def _described(directive: Directive) -> Iterator[str]:
    """Yield what a reader knows a document by beside its name: issuer, term, date, other printed titles."""
    date = f"ngày {printed_date(directive.date)}" if directive.date else None
    issued = [directive.issuer, f"khóa {directive.term}" if directive.term else None, date]
    if any(issued):
        yield ", ".join(filter(None, issued)) + "."
    seen = {_bare(directive.title or "")}
    for title in (printed.title for printed in directive.printed if printed.title):
        if _bare(title) not in seen:
            seen.add(_bare(title))
            yield f"Báo cáo ghi: {title}."


def _bare(title: str) -> str:
    """Return a title in lower case without its leading "về", which is printed or not."""
    return title.casefold().removeprefix("về ")


def _section(section: Section) -> Iterator[SearchUnit]:
    yield SearchUnit(
        section.url, UnitKind.SECTION, section.heading, " ".join(_lead(section.units)), aliases=(section.title,)
    )
    yield from _paragraphs(section.url, section.heading, section.units)


def _paragraphs(address: str, title: str, units: Iterable[Unit]) -> Iterator[SearchUnit]:
    for unit, text in _running(units):
        location = f"{address}#{unit.anchor}" if unit.anchor else address
        yield SearchUnit(location, UnitKind.PARAGRAPH, title, text, title_found=False)


def _plenum(number: int, term: str) -> SearchUnit:
    name = f"Hội nghị Trung ương {number} khóa {term}"
    aliases = (f"Nghị quyết Trung ương {number} khóa {term}", f"Hội nghị lần thứ {number} khóa {term}")
    return SearchUnit(document_url(plenum_id(number, term)), UnitKind.NAMED, name, "", aliases=aliases)


def _page(address: str, title: str, markdown: str) -> Iterator[SearchUnit]:
    kind = UnitKind.REGISTER if address.startswith(_REGISTERS) else UnitKind.PAGE
    if kind is UnitKind.REGISTER:  # its rows are other places, each found by itself
        yield SearchUnit(address, kind, title, "")
        return
    units = list(read_units(markdown, None, 1))
    yield SearchUnit(address, kind, title, " ".join(_lead(units)))
    yield from _paragraphs(address, title, units)


def _lead(units: Iterable[Unit]) -> list[str]:
    """Return the first words of a page's running text."""
    found = list(islice(chain.from_iterable(text.split() for _, text in _running(units)), _LEAD_WORDS + 1))
    return found if len(found) <= _LEAD_WORDS else [*found[:_LEAD_WORDS], "…"]


def _running(units: Iterable[Unit]) -> Iterator[tuple[Unit, str]]:
    """Yield the units of running text that say something, with what a reader sees of them."""
    for unit in units:
        if unit.kind not in _SKIPPED and (text := _plain(unit)):
            yield unit, text


def _plain(unit: Unit) -> str:
    return " ".join(plain_text(unit.text).split())
