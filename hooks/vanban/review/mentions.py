"""Checks of mentions: the printed term against the printed date, and mentions of one document against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from vanban.library import Library, Link
from vanban.problems import Problem, Severity
from vanban.provenance import agree
from vanban.reports import Section
from vanban.review.finding import Finding, Topic
from vanban.terms import find_term, term_of

_COMPARED: Final = {"issuer": "cơ quan", "date": "ngày", "term": "khóa", "title": "trích yếu"}
_PRINTED: Final = attrgetter(*_COMPARED)


def review_mentions(library: Library) -> Iterator[Finding]:
    """Yield the findings about what the reports print of documents."""
    for link in library.links:
        if link.mention.citation.date is not None and link.mention.citation.term is not None:
            yield from _term_against_date(link)
    for document, links in library.links_by_document.items():
        if document in library.registry.by_id:
            yield from _disagreeing(document, _differing(links))


def _differing(links: Iterable[Link]) -> list[Link]:
    """Return the first of the mentions that print the same, which none of the others can disagree with."""
    first: dict[tuple[object, ...], Link] = {}
    for link in links:
        first.setdefault(_PRINTED(link.mention.citation), link)
    return list(first.values())


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


def _disagreeing(document: str, links: Sequence[Link]) -> Iterator[Finding]:
    for field, name in _COMPARED.items() if len(links) > 1 else ():
        first: Link | None = None
        seen: list[str] = []
        for link in links:
            printed = getattr(link.mention.citation, field)
            if printed is None or any(agree(field, str(printed), other) for other in seen):
                continue
            seen.append(str(printed))
            if first is None:
                first = link
                continue
            before = getattr(first.mention.citation, field)
            said = f"{name} của {document} ghi «{printed}», chỗ khác ghi «{before}» ({place_of(first)})"
            message = f"{said}; hãy đối chiếu bản gốc"
            yield _finding(Topic.DISAGREE, link, message)


def _finding(topic: Topic, link: Link, message: str) -> Finding:
    problem = Problem(link.mention.path, link.mention.line, message, Severity.REVIEW)
    return Finding(topic, problem, link.url, place_of(link), link.mention.sentence)
