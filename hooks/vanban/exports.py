"""Exports for other programs: JSON (the fixed field names of each list), CSV, calendars, a feed and a schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from json.encoder import encode_basestring as _quoted
from typing import Final, NamedTuple, TypeAlias, TypeVar

from vanban.bundles import bundles
from vanban.calendars import calendar_addresses, format_calendar, format_events
from vanban.catalogue import Catalogue
from vanban.directives import Directive
from vanban.feeds import FEED, format_feed
from vanban.json_schema import directive_schema
from vanban.library import Library, Link, LinkedPage, document_url
from vanban.memory import Memory, digest, joined
from vanban.numbers import DocNumber
from vanban.records import dataclass
from vanban.relations import View
from vanban.reports import Footnote, Report, Section, read_footnotes
from vanban.spreadsheets import format_csv, format_rows

SCHEMA: Final = "data/directive.schema.json"
Make: TypeAlias = Callable[[], bytes]
"""Makes the content of a file: some are large, so one is made after the other."""
_Record: TypeAlias = dict[str, object]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Keyed:
    """Makes the content of a file that need not be made while its key is the same.

    Attributes:
        make: Makes it.
        key: Gives the digest of all that the content follows from, empty when that is unknown, and lets the memory keep
            the texts that it is put together from.
    """

    make: Make
    key: Callable[[], bytes]

    def __call__(self) -> bytes:
        """Return the content."""
        return self.make()


def export_files(library: Library, catalogue: Catalogue | None = None) -> Iterator[tuple[str, Make]]:
    """Yield the address from the site's root of every export, and what makes it.

    Args:
        library: What is exported.
        catalogue: What follows from it, where that is known already.
    """
    catalogue = catalogue or Catalogue(library)
    directives, memory = library.registry.directives, library.memory
    first: Callable[[], _Record] | None = partial(_directive, catalogue, directives[0]) if directives else None
    yield from _list_files(memory, "directives", partial(_directive_parts, catalogue), first)
    yield from _list_files(memory, "footnotes", partial(_report_parts, library, _report_footnotes))
    yield from _list_files(memory, "sections", partial(_report_parts, library, _report_sections))
    cited = any(linked.documents for group in library.groups for linked in group.pages)
    first = partial(_first_citation, library) if cited else None
    yield from _list_files(memory, "citations", partial(_citation_parts, library), first)
    yield from _calendar_files(catalogue)
    yield FEED, lambda: format_feed(library.registry.directives).encode()
    yield SCHEMA, f"{json.dumps(directive_schema(), ensure_ascii=False, indent=1)}\n".encode


@dataclass(frozen=True, slots=True)
class _Part:
    """Records of a list that are written, and remembered, together.

    Attributes:
        key: Digest of all that they follow from; empty when that is unknown.
        records: Makes them, where they are not written in pieces.
        pieces: Smaller parts, of which some may be remembered when the whole is not.
    """

    key: bytes
    records: Callable[[], list[_Record]] = list
    pieces: tuple[_Part, ...] = ()


class _Form(NamedTuple):
    """A form that a list is written in.

    Attributes:
        name: Its name.
        write: Writes some records.
        between: What stands between the texts of two parts.
    """

    name: str
    write: Callable[[list[_Record]], str]
    between: bytes


def _list_files(
    memory: Memory, name: str, parts: Callable[[], Iterable[_Part]], first: Callable[[], _Record] | None = None
) -> Iterator[tuple[str, Make]]:
    """Yield a list as JSON, and as CSV where its first record names the columns; what did not change is recalled."""
    known = cache(lambda: list(parts()))

    def room(form: _Form) -> str:
        return f"{name} as {form.name}"

    def key(form: _Form) -> bytes:
        for part in known():
            for each in (part, *part.pieces):
                memory.keep(room(form), each.key)
        return joined(*(part.key for part in known()))

    def text(part: _Part, form: _Form) -> bytes:
        return memory.recall(room(form), part.key, partial(make, part, form))

    def make(part: _Part, form: _Form) -> bytes:
        pieces = [text(piece, form) for piece in part.pieces]
        return form.between.join(filter(None, pieces)) if pieces else form.write(part.records()).encode()

    yield f"data/{name}.json", Keyed(lambda: _listed(text(part, _JSON) for part in known()), partial(key, _JSON))
    if first is None:
        return
    columns = cache(lambda: tuple(first()))
    csv = _Form("CSV", lambda records: format_rows(columns(), records), b"")

    def table() -> bytes:
        return b"".join([format_csv(columns(), []).encode(), *(text(part, csv) for part in known())])

    yield f"data/{name}.csv", Keyed(table, partial(key, csv))


def _directive_parts(catalogue: Catalogue) -> list[_Part]:
    return [_directive_part(catalogue, names) for names in bundles(catalogue.library.registry.by_id)]


def _directive_part(catalogue: Catalogue, names: Sequence[str]) -> _Part:
    directives = [catalogue.library.registry.by_id[name] for name in names]
    seen = [(catalogue.counts[name], *map(_view_of, catalogue.relations.of(name))) for name in names]
    key = joined(*(directive.identity for directive in directives), digest(repr(seen)))
    return _Part(key, partial(_records, partial(_directive, catalogue), directives))


def _citation_parts(library: Library) -> Iterator[_Part]:
    for group in library.groups:
        yield _Part(group.key, pieces=tuple(_Part(linked.key, partial(_cited, linked)) for linked in group.pages))


def _cited(linked: LinkedPage) -> list[_Record]:
    return _records(_citation, linked.links)


def _report_parts(library: Library, records: Callable[[Report], list[_Record]]) -> Iterator[_Part]:
    return (_Part(report.texts, partial(records, report)) for report in library.reports)


def _report_footnotes(report: Report) -> list[_Record]:
    return [_footnote(note) for section in report.sections for note in read_footnotes(section)]


def _report_sections(report: Report) -> list[_Record]:
    return [_section(section) for section in report.sections if section.leaf]


def _records(record: Callable[[Item], _Record], items: Iterable[Item]) -> list[_Record]:
    return list(map(record, items))


def _listed(parts: Iterable[bytes]) -> bytes:
    records = _JSON.between.join(filter(None, parts))
    return b"".join([b"[\n", records, b"\n]\n"]) if records else b"[]\n"


def _calendar_files(catalogue: Catalogue) -> Iterator[tuple[str, Make]]:
    """Yield the calendars; the events of a year are recalled while none of its documents changed."""
    memory, room = catalogue.library.memory, "events of a year"

    def year_key(year: int) -> bytes:
        _, key = catalogue.milestone_years[year]
        return key and digest(key, str(year))

    def key(years: Iterable[int]) -> bytes:
        keys = list(map(year_key, years))
        for each in keys:
            memory.keep(room, each)
        return joined(*keys)

    def calendar(years: Iterable[int]) -> bytes:
        return format_calendar(
            memory.recall(room, year_key(year), partial(_events_of, catalogue, year)) for year in years
        )

    for address, years in calendar_addresses(catalogue.milestone_years):
        yield address, Keyed(partial(calendar, years), partial(key, years))


def _events_of(catalogue: Catalogue, year: int) -> bytes:
    return format_events(catalogue.milestones[year])


def format_records(records: Iterable[Mapping[str, object]]) -> str:
    """Return a list of records as JSON, a field a line, as `json.dumps(…, ensure_ascii=False, indent=1)` writes it.

    The standard encoder indents in Python, many times slower than it writes plain values.
    """
    text = _json_records(records)
    return f"[\n{text}\n]\n" if text else "[]\n"


def _json_records(records: Iterable[Mapping[str, object]]) -> str:
    return ",\n".join(map(_record, records))


_JSON: Final = _Form("JSON", _json_records, b",\n")


def _record(record: Mapping[str, object]) -> str:
    return f" {_value(record, ' ')}"


def _value(value: object, margin: str) -> str:
    """Return a value as JSON; its further lines begin with the margin."""
    if isinstance(value, str):
        return _quoted(value)
    inner = f"{margin} "
    if isinstance(value, list):
        return _bracketed("[", [_value(each, inner) for each in value], "]", margin)
    if isinstance(value, Mapping):
        return _bracketed("{", [f"{_quoted(name)}: {_value(each, inner)}" for name, each in value.items()], "}", margin)
    return json.dumps(value)


def _bracketed(left: str, parts: list[str], right: str, margin: str) -> str:
    return f"{left}\n{margin} " + f",\n{margin} ".join(parts) + f"\n{margin}{right}" if parts else left + right


def _directive(catalogue: Catalogue, directive: Directive) -> _Record:
    number = DocNumber.parse(directive.code) if directive.code else None
    return {
        "id": directive.id,
        "url": document_url(directive.id),
        "code": directive.code,
        "type": directive.type,
        "number": number.number if number else None,
        "year": number.year if number else None,
        "issuer_code": number.issuer if number else None,
        "issuer": directive.issuer,
        "date": directive.date.isoformat() if directive.date else None,
        "term": directive.term,
        "title": directive.title,
        "jurisdiction": directive.jurisdiction,
        "validity": directive.validity,
        "aliases": list(directive.aliases),
        "relations": _related(catalogue, directive.id),
        "citations": catalogue.counts[directive.id],
    }


def _related(catalogue: Catalogue, document: str) -> list[_Record]:
    views = map(_view_of, catalogue.relations.of(document))
    return [{"verb": verb, "to": other, "origin": origin} for verb, other, origin in views]


def _view_of(view: View) -> tuple[str, str, str]:
    """Return what a record says of a relation."""
    return view.verb, view.other, view.edge.origin


def _first_citation(library: Library) -> _Record:
    return _citation(library.links[0])


def _citation(link: Link) -> _Record:
    section = link.page if isinstance(link.page, Section) else None
    return {
        "document": link.document,
        "url": link.url,
        "anchor": link.mention.unit.anchor,
        "report": section.report if section else None,
        "section": section.id if section else None,
        "footnote": _number(link.mention.unit.printed_footnote),
        "text": link.mention.citation.text,
        "sentence": link.mention.sentence,
        "kind": link.mention.citation.kind.value,
    }


def _number(footnote: str) -> int | str | None:
    """Return the printed number of a footnote as a number when it is one ("*" stays text); None outside footnotes."""
    return int(footnote) if footnote.isdecimal() else footnote or None


def _footnote(note: Footnote) -> _Record:
    return {
        "number": _number(note.printed),
        "report": note.section.report,
        "section": note.section.id,
        "url": note.url,
        "text": note.text,
    }


def _section(section: Section) -> _Record:
    return {
        "id": section.id,
        "report": section.report,
        "url": section.url,
        "number": section.number,
        "title": section.title,
    }
