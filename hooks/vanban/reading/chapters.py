"""Chapter: one section of a report as HTML of our own, for the whole-report page, handouts, EPUB and PDF.

Afterwards every id of a list of chapters is unique, every note stands in the chapter of its marker, and every link to
another page of the site leads to the published address.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from markdown import Markdown

from vanban.front_matter import read_front_matter
from vanban.links import Cards, LibraryLinks, PageContext
from vanban.patterns import lazy_pattern
from vanban.records import dataclass
from vanban.reports import Section

_TITLE: Final = lazy_pattern(r"\A\s*# [^\n]*\n")
_SOURCE_LINK: Final = lazy_pattern(r'href="([^":#]+)\.md(#[^"]*)?"')
_RELATIVE: Final = lazy_pattern(r'href="([^":#?]+)(?=[#"])')
_ID: Final = lazy_pattern(r' id="([^"]+)"')
_HEADING: Final = lazy_pattern(r"<(/?)h([1-6])\b")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with its text as HTML, without its heading."""

    section: Section
    html: str

    @property
    def level(self) -> int:
        """Return its depth: 1 for a part, 2 for a chapter, 3 for a section."""
        return self.section.id.count("-") + 1


def render_chapters(
    converter: Markdown,
    links: LibraryLinks,
    sections: Iterable[Section],
    sources: Mapping[str, str],
    key: Callable[[Section], bytes] = lambda _: b"",
) -> Iterator[Chapter]:
    """Yield each section converted by `converter`, whose linker is `links`.

    Args:
        converter: Converts a text.
        links: Its linker, to be told the page; its links only name their documents.
        sections: The sections in order.
        sources: The files' texts by path.
        key: Digest of all that a section's HTML is made from, but for the cards of documents; under it the library's
            memory keeps the HTML.
    """
    used: set[str] = set()
    cards = Cards(links.library.registry)
    for section in sections:
        work = partial(_convert, converter, links, section, sources.get(section.path, ""))
        html = links.library.memory.recall("chapter", key(section), work)
        yield Chapter(section, _unique(cards.enter(html), section.id, used))


def _convert(converter: Markdown, links: LibraryLinks, section: Section, source: str) -> str:
    body = read_front_matter(section.path, source)[0].body
    before, links.page = links.page, _context(links, section)
    converter.reset()
    html = _SOURCE_LINK.sub(r'href="\1.html\2"', converter.convert(_TITLE.sub("", body)))
    links.page = before
    return html


def _context(links: LibraryLinks, section: Section) -> PageContext:
    found = links.library.links_by_path.get(section.path, ())
    return PageContext(section.path.removeprefix("docs/"), section.id, found)


def _unique(html: str, section: str, used: set[str]) -> str:
    """Return the HTML with every id that an earlier chapter has already used renamed, links to it included."""
    for name in _ID.findall(html):
        if name in used:
            fresh = f"{section}-{name}"
            html = html.replace(f' id="{name}"', f' id="{fresh}"').replace(f'href="#{name}"', f'href="#{fresh}"')
            used.add(fresh)
        used.add(name)
    return html


def moved(chapter: Chapter, address: str) -> str:
    """Return a chapter's HTML with its links leading to the same places from the page `address`."""
    home, place = posixpath.dirname(chapter.section.url), posixpath.dirname(address)
    return _RELATIVE.sub(
        lambda match: f'href="{posixpath.relpath(posixpath.join(home, match[1]), place)}', chapter.html
    )


def demote(html: str, levels: int) -> str:
    """Return the HTML with its headings `levels` deeper, h6 at most."""
    return _HEADING.sub(lambda match: f"<{match[1]}h{min(6, int(match[2]) + levels)}", html)
