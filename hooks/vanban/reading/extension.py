"""ReadingMarks: the Markdown extension that enters paragraph addresses, abbreviations and misprints as links.

It runs after inline markup is read and before the builder checks links, so each of them is a checked link that works
without a script; the scripts only show beside it what it leads to. It adds no word to the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from vanban.errata import Erratum
from vanban.links import LibraryLinks, relative
from vanban.patterns import lazy_pattern
from vanban.reading.abbreviations import PAGE, find_abbreviations
from vanban.reading.corrections import PAGE as CORRECTIONS
from vanban.reading.corrections import anchor
from vanban.reading.places import section_place
from vanban.reports import Section

_AFTER_REFERENCES: Final = 3
_CLOSED: Final = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "script", "style"})
_BLOCKS: Final = frozenset({"ul", "ol", "p", "table", "blockquote", "dl", "div", "pre"})
_NUMBER: Final = lazy_pattern(r"-d(\d+)\Z")


class ReadingMarks(Extension):
    """Holds what the marks are made from; which page is converted is told to `links`."""

    def __init__(
        self, links: LibraryLinks, sections: Mapping[str, Section], errata: Mapping[str, Sequence[Erratum]]
    ) -> None:
        """Keep the linker (it knows the page), the sections by address and the errata by address."""
        super().__init__()
        self.links = links
        self.sections = sections
        self.errata = errata

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the step between the references and the filter of attributes."""
        md.treeprocessors.register(_MarkStep(md, self), "vanban-reading", _AFTER_REFERENCES)


class _MarkStep(Treeprocessor):
    def __init__(self, md: Markdown, extension: ReadingMarks) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        page = self.extension.links.page
        for element in root.iter("div"):
            if element.get("class") == "footnote":
                element.set("role", "doc-endnotes")
                element.set("aria-label", "Chú thích")
        section = self.extension.sections.get(page.address)
        if section is None or page.section is None:
            return
        for erratum in self.extension.errata.get(page.address, ()):
            _replace_once(root, _misprint_finder(erratum, page.address))
        for unit in list(_units(root, page.section)):
            _replace_each(unit, page.address)
            if unit.get("id", "").startswith(f"{page.section}-d"):
                _add_address(unit, section)


def _units(root: Element, section: str) -> Iterator[Element]:
    """Yield paragraphs with an address and the paragraphs of footnotes."""
    for element in root.iter():
        if element.get("id", "").startswith(f"{section}-d"):
            yield element
        elif element.tag == "li" and element.get("id", "").startswith("fn:"):
            yield from element.iter("p")


def _add_address(unit: Element, section: Section) -> None:
    number = _NUMBER.search(unit.get("id", ""))
    if number is None:
        return
    place = f"{section_place(section)}, đoạn {number[1]}"
    link = Element("a", {"class": "vb-address", "href": f"#{unit.get('id')}", "data-place": place})
    link.set("aria-label", f"Địa chỉ của {place}")
    before = next((n for n, child in enumerate(unit) if child.tag in _BLOCKS), len(unit))
    if before == 0:
        unit.text, link.tail = (unit.text or "").rstrip(), ""
    unit.insert(before, link)


def _replace_each(unit: Element, address: str) -> None:
    """Make the first use of each abbreviation in a paragraph a link to its row."""
    seen: set[str] = set()

    def split(text: str) -> list[str | Element] | None:
        pieces: list[str | Element] = []
        position = 0
        for start, end, row in find_abbreviations(text):
            if row.short in seen:
                continue
            seen.add(row.short)
            link = Element("a", {"class": "vb-term", "href": relative(_published(PAGE, row.anchor), address)})
            link.set("data-full", f"{row.full} ({row.note})" if row.note else row.full)
            link.text = AtomicString(row.short)
            pieces += [text[position:start], link]
            position = end
        return [*pieces, text[position:]] if pieces else None

    _rewrite(unit, split)


def _misprint_finder(erratum: Erratum, address: str) -> Callable[[str], list[str | Element] | None]:
    def split(text: str) -> list[str | Element] | None:
        start = text.find(erratum.printed)
        if start < 0:
            return None
        link = Element("a", {"class": "vb-mark", "href": relative(_published(CORRECTIONS, anchor(erratum)), address)})
        link.set("data-meant", erratum.meant)
        link.set("data-reason", erratum.reason)
        link.text = AtomicString(erratum.printed)
        return [text[:start], link, text[start + len(erratum.printed) :]]

    return split


def _published(page: str, name: str) -> str:
    return f"{page.removesuffix('.md')}.html#{name}"


def _replace_once(root: Element, split: Callable[[str], list[str | Element] | None]) -> None:
    """Mark the first place that `split` finds, also inside a link, where the mark is no link of its own."""
    done = False

    def once(text: str) -> list[str | Element] | None:
        nonlocal done
        pieces = None if done else split(text)
        done = done or pieces is not None
        return pieces

    _rewrite(root, once, _CLOSED - {"a"})
    for link in root.iter("a"):
        for mark in link.iter("a"):
            if mark is not link:
                mark.tag = "span"
                del mark.attrib["href"]


def _rewrite(
    element: Element, split: Callable[[str], list[str | Element] | None], closed: frozenset[str] = _CLOSED
) -> None:
    """Give every text below `element` outside `closed`, in order, to `split`, and put what it returns in its place."""
    if element.tag in closed:
        return
    pieces = split(element.text) if element.text else None
    if pieces is not None:
        element.text = _insert(element, 0, pieces)
    for child in list(element):
        if pieces is not None and child in pieces:
            continue
        _rewrite(child, split, closed)
        found = split(child.tail) if child.tail else None
        if found is not None:
            child.tail = _insert(element, list(element).index(child) + 1, found)


def _insert(parent: Element, index: int, pieces: list[str | Element]) -> str:
    """Insert the elements of `pieces` at `index`, each with the text after it as tail; return the text before them."""
    first = ""
    last: Element | None = None
    for piece in pieces:
        if isinstance(piece, Element):
            parent.insert(index, piece)
            index, last = index + 1, piece
        elif last is None:
            first += piece
        else:
            last.tail = (last.tail or "") + piece
    return first
