"""Checks of mentions: the printed term against the printed date, and mentions of one document against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Final, TypeAlias

from vanban.library import Library, Link, LinkedPage
from vanban.problems import Problem, Severity
from vanban.provenance import agree
from vanban.reports import Section
from vanban.review.finding import Finding, Topic
from vanban.terms import find_term, term_of

_COMPARED: Final = {"issuer": "cơ quan", "date": "ngày", "term": "khóa", "title": "trích yếu"}
_read_compared: Final = attrgetter(*_COMPARED)
_Printed: TypeAlias = tuple[str | None, ...]
"""What a mention prints of a document, in the order of `_COMPARED`."""


def review_mentions(library: Library) -> Iterator[Finding]:
    """Yield the findings about what the reports print of documents."""
    for _, findings in library.read_links("review of terms", _terms):
        yield from findings
    documents: dict[str, dict[_Printed, Link]] = {}
    for linked, rows in library.read_links("printed of documents", _printed):
        for place, document, printed in rows:
            documents.setdefault(document, {}).setdefault(printed, linked.links[place])
    for document, mentions in documents.items():
        if document in library.registry.by_id:
            yield from _disagreeing(document, mentions)


def _terms(linked: LinkedPage) -> list[Finding]:
    return [finding for link in linked.links for finding in _term_against_date(link)]


def _printed(linked: LinkedPage) -> list[tuple[int, str, _Printed]]:
    """Return (place, document, what it prints) of the first of a page's mentions that print the same of a document.

    None of the others can disagree with it.
    """
    first: dict[tuple[str, _Printed], int] = {}
    for place, link in enumerate(linked.links):
        if link.document is not None:
            values = _read_compared(link.mention.citation)
            printed = tuple(None if value is None else str(value) for value in values)
            first.setdefault((link.document, printed), place)
    return [(place, document, printed) for (document, printed), place in first.items()]


def place_of(link: Link) -> str:
    """Return what the place of a mention is called: its section and paragraph or footnote."""
    heading = link.page.heading if isinstance(link.page, Section) else link.page.title
    unit = link.mention.unit
    spot = f"chú thích {unit.printed_footnote}" if unit.footnote else f"đoạn {unit.number}" if unit.number else ""
    return f"{heading}, {spot}" if spot else heading


def _term_against_date(link: Link) -> Iterator[Finding]:
    citation = link.mention.citation
    if citation.date is None or citation.term is None or "/TW" not in (citation.code or ""):
        return
    term = find_term(citation.term)
    if term is None or term.holds(citation.date):
        return
    right = term_of(citation.date)
    said = f"«{citation.code}» in khóa {citation.term} nhưng ngày {citation.date:%d-%m-%Y}"
    message = f"{said} thuộc khóa {right}; hãy ghi khóa đúng kèm nguồn trong tệp văn bản, giữ nguyên chữ báo cáo"
    yield _finding(Topic.TERM, link, message)


def _disagreeing(document: str, mentions: Mapping[_Printed, Link]) -> Iterator[Finding]:
    for field, name in enumerate(_COMPARED) if len(mentions) > 1 else ():
        seen: dict[str, Link] = {}
        for printed, link in mentions.items():
            value = printed[field]
            if value is None or any(agree(name, value, other) for other in seen):
                continue
            if seen:
                before, first = next(iter(seen.items()))
                said = f"{_COMPARED[name]} của {document} ghi «{value}», chỗ khác ghi «{before}» ({place_of(first)})"
                message = f"{said}; hãy đối chiếu bản gốc"
                yield _finding(Topic.DISAGREE, link, message)
            seen[value] = link


def _finding(topic: Topic, link: Link, message: str) -> Finding:
    problem = Problem(link.mention.path, link.mention.line, message, Severity.REVIEW)
    return Finding(topic, problem, link.url, place_of(link), link.mention.sentence)
