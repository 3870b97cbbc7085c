"""QuickReader: pages of the grammar as HTML, with what the engine must know of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any, Final

from vanban.links import LibraryLinks, PageContext, link_marks
from vanban.memory import digest
from vanban.quick.blocks import Blocks
from vanban.quick.inline import UnreadableError
from vanban.quick.outline import Heading, anchors, contents
from vanban.quick.remembered import PageMemory, PageTextReader, Remembered, remembered
from vanban.quick.texts import Memory, Place, TextReader, unseen
from vanban.records import dataclass

_LONG: Final = 10_000
"""Letters of a page that is remembered text by text: one edit or another is likely to have it made again."""


@dataclass(frozen=True, slots=True)
class QuickPage:
    """A page that was read.

    Attributes:
        html: What the converter would give.
        contents: The nested entries of its table of contents.
        title: The text of the heading that it begins with; None when it begins otherwise.
        ids: The ids in it.
        hrefs: The addresses of its links as written, each once, in order.
    """

    html: str
    contents: list[dict[str, Any]]
    title: str | None
    ids: frozenset[str]
    hrefs: tuple[str, ...]


class QuickReader:
    """Reads pages; which one comes next is told to the linker, as it is for the converter."""

    def __init__(self, links: LibraryLinks) -> None:
        """Start with nothing remembered."""
        self._links = links
        self._texts: dict[tuple[Place, bool], TextReader] = {}
        self._seen = unseen()
        self._memories: defaultdict[tuple[Hashable, bool], Memory] = defaultdict(partial(Memory, self._seen))

    def read(self, markdown: str, place: Place) -> QuickPage | None:
        """Return the page, or None when it holds something that is not in the grammar.

        Args:
            markdown: The page without front matter.
            place: Where it stands; pages that share it have the same answers to their links.
        """
        context = self._links.page
        if context.section is not None or not markdown.strip():
            return None
        long = context.lasting or len(markdown) > _LONG
        try:
            blocks = self._again(markdown, place) if long and place.basis else self._first(markdown, place)
        except UnreadableError:
            return None
        return _page(blocks)

    def _first(self, markdown: str, place: Place) -> Blocks:
        return _blocks(markdown, self._reader(place), self._links.page)

    def _again(self, markdown: str, place: Place) -> Blocks:
        """Read a long page with the texts that it had when it was first read in this place."""
        context, library = self._links.page, self._links.library
        read: list[Blocks] = []

        def first() -> Remembered:
            memory = PageMemory({})
            read.append(_blocks(markdown, self._new_reader(place, memory, PageTextReader), context))
            return remembered(memory.texts(), library.registry)

        known = library.memory.recall("texts of a page", digest(place.basis, context.address), first)
        if read:
            return read[0]
        memory = PageMemory(known.still(library.registry, place))
        return _blocks(markdown, self._new_reader(place, memory, PageTextReader), context)

    def _reader(self, place: Place) -> TextReader:
        beside = self._links.page.beside_documents
        if (place, beside) not in self._texts:
            self._texts[place, beside] = self._new_reader(place, Memory(self._seen), TextReader)
        return self._texts[place, beside]

    def _new_reader(self, place: Place, own: Memory, kind: type[TextReader]) -> TextReader:
        registry, beside = self._links.library.registry, self._links.page.beside_documents

        def marks(href: str) -> Mapping[str, str]:
            return link_marks(href, registry, beside=beside)

        return kind(place, marks, self._memories[place.family, beside], own)


def _blocks(markdown: str, texts: TextReader, context: PageContext) -> Blocks:
    blocks = Blocks(texts, context)
    blocks.read(markdown)
    return blocks


def _page(blocks: Blocks) -> QuickPage:
    headings = [part for part in blocks.html if isinstance(part, Heading)]
    addresses = anchors(headings, blocks.ids)
    waiting = iter(addresses)
    html = [part.html(next(waiting)) if isinstance(part, Heading) else part for part in blocks.html]
    first = blocks.html[0] if blocks.html else None
    title = first.name if isinstance(first, Heading) and first.level == 1 else None
    ids = frozenset({*blocks.ids, *addresses})
    return QuickPage("\n".join(html).strip(), contents(headings, addresses), title, ids, tuple(blocks.hrefs))
