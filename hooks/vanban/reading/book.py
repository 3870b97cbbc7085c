"""Book: a report as a reader takes it away, without the site: what EPUB and PDF are made from.

Afterwards every link of a book stays inside the book: one to a page that the book does not hold keeps its words only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from vanban.patterns import lazy_pattern
from vanban.reading.chapters import Chapter
from vanban.records import dataclass
from vanban.reports import Report

_LEFT_OUT: Final = frozenset({"vb-address"})
_SECTION_PAGE: Final = lazy_pattern(r"(?P<section>[a-z0-9-]+)\.html(?:#(?P<anchor>.+))?\Z")


@dataclass(frozen=True, slots=True)
class BookChapter:
    """One chapter.

    Attributes:
        id: The section's id, unique in the book.
        heading: Printed label and title.
        level: 1 for a part, 2 for a chapter, 3 for a section.
        body: Its text, notes at its end; ids unique in the book.
    """

    id: str
    heading: str
    level: int
    body: Element


@dataclass(frozen=True, slots=True)
class Book:
    """A report to take away."""

    id: str
    title: str
    publisher: str
    chapters: tuple[BookChapter, ...]


def make_book(report: Report, chapters: Sequence[Chapter], publisher: str) -> Book:
    """Return the book of a report from its chapters as HTML."""
    known = {chapter.section.id for chapter in chapters}
    return Book(
        report.id,
        report.title,
        publisher,
        tuple(
            BookChapter(chapter.section.id, chapter.section.heading, chapter.level, _body(chapter.html, known))
            for chapter in chapters
        ),
    )


def _body(html: str, known: set[str]) -> Element:
    body = fromstring(f"<section>{html}</section>")  # noqa: S314 (our own converter's output: no entity, no doctype)
    _clean(body, known)
    return body


def _clean(element: Element, known: set[str]) -> None:
    """Keep what a book needs: notes go both ways, other links stay inside or become plain words."""
    for child in list(element):
        if child.get("class") in _LEFT_OUT:
            _drop(element, child)
            continue
        _clean(child, known)
        for name in [name for name in child.attrib if name.startswith(("data-", "aria-"))]:
            del child.attrib[name]
        if child.tag == "a" and not _keep_link(child, known):
            child.tag = "span"
            child.attrib.pop("href", None)


def _keep_link(link: Element, known: set[str]) -> bool:
    """Return whether a link leads into the book, and make it lead there."""
    target = link.get("href", "")
    match = _SECTION_PAGE.fullmatch(target)
    if match is not None and match["section"] in known:
        link.set("href", f"#{match['anchor'] or match['section']}")
        return True
    return target.startswith("#")


def _drop(parent: Element, child: Element) -> None:
    """Remove a child and keep the text that follows it."""
    index = list(parent).index(child)
    if child.tail and index:
        before = parent[index - 1]
        before.tail = (before.tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def anchors(chapter: BookChapter) -> Iterator[str]:
    """Yield every address inside a chapter, its own first."""
    yield chapter.id
    yield from (name for element in chapter.body.iter() if (name := element.get("id")))
