"""LibraryLinks: the Markdown extension that enters links, paragraph addresses and printed footnote numbers.

It works on the block tree before inline markup is read, by the same walk as the scan (`units`): a mention becomes an
ordinary Markdown link in the text of its unit, so the converter reads it and MkDocs checks it like any other.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from vanban.dates import printed_date
from vanban.dialect import written
from vanban.directives import Directive
from vanban.library import DOCUMENTS, Library, Link
from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.registry import Registry
from vanban.units import printed_number, walk_units

BLOCK: Final = lazy_pattern(r"⟦vb:([a-z0-9-]+)⟧")
_OCCUPIED: Final = lazy_pattern(r"`+[^`]*`+|!?\[[^\[\]]{0,400}\]\([^()]{0,400}\)|<https?://[^<>]*>")
_BEFORE_INLINE, _AFTER_INLINE = 45, 4
_CITE: Final = "vb-cite"
_NAMED: Final = "data-vb-document"
_NAMED_LINK: Final = lazy_pattern(rf' {_NAMED}="([^"]*)"')


@dataclass(frozen=True)
class PageContext:
    """What the extension must know of the page that is converted.

    Attributes:
        address: The page's source address from the root of the docs (`bao-cao/dan-van-2019/p1-i-1.md`).
        section: The id that its paragraph addresses start with; None gives none.
        links: Its mentions.
        blocks: HTML of our own by name, placed where a paragraph is just `⟦vb:name⟧`.
        lasting: Whether its texts are worth remembering from build to build: they are many, and most of them stay.
    """

    address: str
    section: str | None = None
    links: tuple[Link, ...] = ()
    blocks: Mapping[str, str] = field(default_factory=dict)
    lasting: bool = False

    @property
    def beside_documents(self) -> bool:
        """Say whether a link without a folder leads to a document: the page stands among them."""
        return self.address.startswith(DOCUMENTS)


def unit_links(links: Iterable[Link]) -> Mapping[str, Mapping[int, Link]]:
    """Return the mentions by the text of their unit and by where they start in it."""
    by_text: defaultdict[str, dict[int, Link]] = defaultdict(dict)
    for link in links:
        by_text[link.mention.unit.text][link.mention.citation.start] = link
    return dict(by_text)


def placed_block(name: str, block: str) -> str:
    """Return HTML of our own as it stands in the page."""
    return f'<div class="vb-{name}">{block}</div>'


def splice_links(text: str, links: Iterable[Link], address: str) -> str:
    """Return the inline Markdown of one unit with its mentions as links relative to the page `address`.

    A mention that an editor has already linked, or that lies in code, is left as it stands.
    """
    occupied = [match.span() for match in _OCCUPIED.finditer(text)]
    for link in sorted(links, key=lambda link: -link.mention.citation.start):
        start, end = link.mention.citation.start, link.mention.citation.end
        free = all(end <= low or start >= high for low, high in occupied)
        if link.target is not None and free and "[" not in text[start:end]:
            before = text[: start - 1] + "\\!" if text[:start].endswith("!") else text[:start]
            text = f"{before}[{text[start:end]}]({relative(link.target, address)}){text[end:]}"
    return text


def relative(url: str, address: str) -> str:
    """Return the link from the Markdown page `address` to the page that is published at `url`."""
    path, hash_, anchor = url.partition("#")
    folder, _, name = path.removesuffix(".html").rpartition("/")
    return f"{_way(folder, address.rpartition('/')[0])}{name}.md{hash_}{anchor}"


@cache
def _way(folder: str, start: str) -> str:
    """Return the way from one folder to another, with a slash behind it; nothing when they are the same."""
    way = posixpath.relpath(folder or ".", start or ".")
    return "" if way == "." else f"{way}/"


class LibraryLinks(Extension):
    """Holds the library and the page under conversion; the build sets `page` before each conversion."""

    def __init__(self, library: Library, *, named: bool = False) -> None:
        """Start with no page.

        Args:
            library: The library.
            named: Whether a link only names its document, for `Cards`: such a text stays as it is when the fields
                of a document change.
        """
        super().__init__()
        self.library, self.named = library, named
        self.page = PageContext("")

    def marks(self, href: str) -> Mapping[str, str]:
        """Return the attributes of a link, given the address as written."""
        beside = self.page.beside_documents
        if self.named:
            name = document_name(href, beside=beside)
            return {} if name is None else {"class": _CITE, _NAMED: name}
        return link_marks(href, self.library.registry, beside=beside)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the two steps around the inline reader."""
        md.treeprocessors.register(_UnitStep(md, self), "vanban-units", _BEFORE_INLINE)
        md.treeprocessors.register(_ReferenceStep(md, self), "vanban-references", _AFTER_INLINE)


class _UnitStep(Treeprocessor):
    """Gives each unit its address and enters its links; afterwards no block placeholder of this page is left."""

    def __init__(self, md: Markdown, extension: LibraryLinks) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        page = self.extension.page
        by_text = unit_links(page.links)
        for element, unit in walk_units(root, page.section):
            if unit.anchor is not None and unit.footnote is None:
                element.set("id", unit.anchor)
            if unit.text in by_text:
                element.text = splice_links(unit.text, by_text[unit.text].values(), page.address)
            self._place_block(element, page.blocks)

    def _place_block(self, element: Element, blocks: Mapping[str, str]) -> None:
        match = BLOCK.fullmatch((element.text or "").strip())
        if match is not None and match.group(1) in blocks:
            name = match.group(1)
            element.text = self.md.htmlStash.store(placed_block(name, blocks[name]))


class _ReferenceStep(Treeprocessor):
    """Marks links to documents with what a preview shows, and gives footnotes their printed numbers."""

    def __init__(self, md: Markdown, extension: LibraryLinks) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                self._mark_link(element)
            elif element.tag == "li" and element.get("id", "").startswith("fn:"):
                _number_note(element, element.get("id", "")[3:])

    def _mark_link(self, link: Element) -> None:
        classes, href = link.get("class", ""), link.get("href", "")
        if classes == "footnote-ref":
            link.text = printed_number(href.removeprefix("#fn:"))
            link.set("aria-label", f"Chú thích {link.text}")
            return
        for key, value in self.extension.marks(href).items():
            link.set(key, f"{classes} {value}".strip() if key == "class" else value)


def link_marks(href: str, registry: Registry, *, beside: bool) -> dict[str, str]:
    """Return the attributes of a link to a document: its class and its card; nothing for other links.

    Args:
        href: The address as written.
        registry: The documents.
        beside: Whether the link stands on a page among the documents.
    """
    name = document_name(href, beside=beside)
    if name is None:
        return {}
    directive = registry.by_id.get(name)
    return {"class": _CITE} | (_card_data(directive) if directive is not None else {})


def document_name(href: str, *, beside: bool) -> str | None:
    """Return the id of the document that a link leads to if there is one; None for links to other pages."""
    folder, name = posixpath.split(href.partition("#")[0])
    if posixpath.basename(folder) != DOCUMENTS and (folder or not beside):
        return None
    return name.removesuffix(".md")


class Cards:
    """Enters cards into HTML made with `named` links: afterwards it is as it would have been made with them.

    Attributes are written in alphabetical order, and those of a card stand where the name of its document does.
    """

    def __init__(self, registry: Registry) -> None:
        """Take the documents."""
        self._known = registry.by_id
        self._shown: dict[str, str] = {}

    def enter(self, html: str) -> str:
        """Return the HTML with its cards."""
        return _NAMED_LINK.sub(self._card, html) if _NAMED in html else html

    def _card(self, found: re.Match[str]) -> str:
        name = found[1]
        if name not in self._shown:
            directive = self._known.get(name)
            self._shown[name] = written(_card_data(directive)) if directive is not None else ""
        return self._shown[name]


def _card_data(directive: Directive) -> dict[str, str]:
    return {f"data-{key}": value for key, value in card(directive).items()}


def card(directive: Directive) -> dict[str, str]:
    """Return what the preview of a document shows, by name; what is unknown is left out."""
    shown = {
        "name": directive.name,
        "title": directive.title,
        "issuer": directive.issuer,
        "date": printed_date(directive.date) if directive.date else None,
        "term": directive.term,
        "validity": directive.validity,
    }
    return {key: value for key, value in shown.items() if value}


def _number_note(note: Element, number: str) -> None:
    shown = printed_number(number)
    if shown.isdecimal():
        note.set("value", shown)
    for link in note.iter("a"):
        if link.get("class") == "footnote-backref":
            label = f"Về chỗ dẫn chú thích {shown} trong văn bản"
            link.set("title", label)
            link.set("aria-label", label)
