"""Documents: the distinct documents that a report cites, and the directive files that record them.

Mentions of one symbol are one document unless they contradict: two dates, or two terms, are two documents. A mention
without date and term joins the only document it can mean; when it can mean several it joins none and is listed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from vanban.citations import Citation, Kind
from vanban.directives import Directive, Printed
from vanban.importer.notes import Doubt
from vanban.importer.terms import term_contains
from vanban.numbers import DocNumber
from vanban.records import dataclass
from vanban.registry import CENTRAL, Registry, code_slug
from vanban.vocabulary import PARTY, issuer

_CENTRAL_ISSUERS: Final = frozenset({"TW", "CP", "TTg", "QH", "UBTVQH", "CTN", "VPTW", "BTCTW"})


@dataclass(frozen=True, slots=True)
class Cited:
    """A mention with a symbol and the page it stands on."""

    citation: Citation
    page: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One distinct document: its symbol and everything the report prints about it."""

    code: str
    mentions: tuple[Cited, ...]

    @property
    def dates(self) -> list[dt.date]:
        """Return the dates printed, without repeats."""
        return list(dict.fromkeys(m.citation.date for m in self.mentions if m.citation.date))

    @property
    def terms(self) -> list[str]:
        """Return the terms printed, without repeats."""
        return list(dict.fromkeys(m.citation.term for m in self.mentions if m.citation.term))

    def accepts(self, citation: Citation) -> bool:
        """Say whether nothing that the mention prints contradicts this document."""
        if citation.date and self.dates:
            return citation.date in self.dates
        if citation.term and self.terms:
            return citation.term in self.terms
        if citation.term and self.dates:
            return all(term_contains(citation.term, date) is not False for date in self.dates)
        if citation.date and self.terms:
            return all(term_contains(term, citation.date) is not False for term in self.terms)
        return True


@dataclass(frozen=True, slots=True)
class Harvest:
    """The documents of a report in order of first mention, and the mentions that fit several."""

    documents: tuple[Document, ...]
    doubts: tuple[Doubt, ...] = ()
    unsettled: tuple[Cited, ...] = field(default=())


def group_documents(mentions: Iterable[Cited]) -> Harvest:
    """Group mentions into documents: afterwards each mention with a symbol is in one document or in `unsettled`."""
    by_code: dict[str, list[Cited]] = {}
    for mention in mentions:
        if mention.citation.code and mention.citation.kind is not Kind.SHORT:
            by_code.setdefault(mention.citation.code, []).append(mention)
    documents: list[Document] = []
    unsettled: list[Cited] = []
    for code, found in by_code.items():
        grouped, left = _group(code, found)
        documents += grouped
        unsettled += left
    doubts = [
        Doubt(
            0,
            f"{mention.page}:{mention.line}: «{mention.citation.text}» có thể là nhiều văn bản cùng số; không tự chọn",
        )
        for mention in unsettled
    ]
    return Harvest(tuple(documents), tuple(doubts), tuple(unsettled))


def _group(code: str, mentions: Sequence[Cited]) -> tuple[list[Document], list[Cited]]:
    """Settle the mentions that say most first: dated, then with a term, then bare."""
    groups: list[Document] = []
    unsettled: list[Cited] = []
    for mention in sorted(mentions, key=lambda m: (m.citation.date is None, m.citation.term is None)):
        fits = [index for index, group in enumerate(groups) if group.accepts(mention.citation)]
        if len(fits) == 1:
            group = groups[fits[0]]
            groups[fits[0]] = replace(group, mentions=(*group.mentions, mention))
        elif not fits:
            groups.append(Document(code, (mention,)))
        else:
            unsettled.append(mention)
    return groups, unsettled


def directive_id(document: Document, taken: Iterable[str] = ()) -> str:
    """Return the id of a document seen for the first time: code and year of issue, else term, else the code alone."""
    base = code_slug(document.code)
    number = DocNumber.parse(document.code)
    if number is not None and number.year is not None:
        name = base
    elif document.dates:
        name = f"{base}-{document.dates[0].year}"
    else:
        name = f"{base}-{document.terms[0].lower()}" if document.terms else base
    used = set(taken)
    if name in used and document.dates:
        name = f"{name}-{document.dates[0]:%m-%d}"
    return name if name not in used else next(f"{name}-{n}" for n in range(2, 1000) if f"{name}-{n}" not in used)


def printed_records(document: Document, report: str) -> tuple[Printed, ...]:
    """Return what the report prints about a document, one record for each distinct way."""
    records = [
        Printed(report, c.type, c.date, c.issuer, c.term, c.title) for c in (m.citation for m in document.mentions)
    ]
    unique = list(dict.fromkeys(records))
    return tuple(record for record in unique if not any(_within(record, other) for other in unique if other != record))


def _within(record: Printed, other: Printed) -> bool:
    """Say whether `other` states everything that `record` does, and more."""
    parts = [(getattr(record, key), getattr(other, key)) for key in ("type", "date", "issuer", "term", "title")]
    return all(mine is None or mine == theirs for mine, theirs in parts)


def new_directive(document: Document, name: str, report: str, jurisdiction: str) -> Directive:
    """Return the directive of a document seen for the first time; what is not printed stays empty."""
    citations = [mention.citation for mention in document.mentions]
    types = [c.type for c in citations if c.type]
    issuers = [c.issuer for c in citations if c.issuer]
    titles = [c.title for c in citations if c.title]
    return Directive(
        id=name,
        code=document.code,
        type=max(types, key=types.count) if types else None,
        issuer=max(issuers, key=len) if issuers else None,
        date=document.dates[0] if document.dates else None,
        term=document.terms[0] if document.terms else None,
        title=titles[0] if titles else None,
        jurisdiction=_jurisdiction(document.code, jurisdiction),
        printed=printed_records(document, report),
    )


def _jurisdiction(code: str, local: str) -> str | None:
    number = DocNumber.parse(code)
    head = number.issuer.split("-")[0].rstrip("0123456789") if number else ""
    if head in _CENTRAL_ISSUERS:
        return CENTRAL
    known = issuer(head)
    if known is not None and (
        head.endswith("TW") or (number is not None and number.system != PARTY and head.startswith("B"))
    ):
        return CENTRAL
    return local or None


def match_existing(document: Document, registry: Registry) -> list[str]:
    """Return the ids of registered documents that this document can be."""
    found: list[str] = []
    for directive in registry.by_code.get(document.code, ()):
        dates, terms = directive.dates(), directive.terms()
        known = Document(document.code, tuple(_known(document, dates, terms)))
        if all(known.accepts(mention.citation) for mention in document.mentions):
            found.append(directive.id)
    dated = [name for name in found if registry.by_id[name].dates() & set(document.dates)]
    return dated or found


def _known(document: Document, dates: Iterable[dt.date], terms: Iterable[str]) -> Iterator[Cited]:
    page = document.mentions[0]
    for date in sorted(dates):
        yield replace(page, citation=replace(page.citation, date=date, term=None))
    for term in sorted(terms):
        yield replace(page, citation=replace(page.citation, date=None, term=term))


def by_code(documents: Iterable[Document]) -> Mapping[str, list[Document]]:
    """Return the documents by symbol."""
    result: dict[str, list[Document]] = {}
    for document in documents:
        result.setdefault(document.code, []).append(document)
    return result
