"""QuickReader: pages of the grammar as HTML, with what the engine must know of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

from vanban.links import LibraryLinks, PageContext, link_marks
from vanban.memory import digest, joined
from vanban.quick.blocks import Blocks
from vanban.quick.inline import UnreadableError
from vanban.quick.outline import Heading, anchors, contents
from vanban.quick.texts import Memory, PageMemory, Place, Text, TextReader, unseen
from vanban.records import dataclass


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
        lasting = context.lasting and place.basis
        try:
            blocks = self._again(markdown, place) if lasting else _blocks(markdown, self._reader(place), context)
        except UnreadableError:
            return None
        return _page(blocks)

    def _again(self, markdown: str, place: Place) -> Blocks:
        """Read a long page with the texts that it had when it was first read on the same grounds."""
        context, library = self._links.page, self._links.library
        read: list[Blocks] = []

        def first() -> dict[str, Text]:
            memory = PageMemory({})
            read.append(_blocks(markdown, self._new_reader(place, memory, memory), context))
            return memory.texts()

        key = joined(library.registry.identity, digest(place.basis, context.address))
        memory = PageMemory(library.memory.recall("texts of a page", key, first))
        return read[0] if read else _blocks(markdown, self._new_reader(place, memory, memory), context)

    def _reader(self, place: Place) -> TextReader:
        beside = self._links.page.beside_documents
        if (place, beside) not in self._texts:
            common = self._memories[place.family, beside]
            self._texts[place, beside] = self._new_reader(place, common, Memory(self._seen))
        return self._texts[place, beside]

    def _new_reader(self, place: Place, common: Memory, own: Memory) -> TextReader:
        registry, beside = self._links.library.registry, self._links.page.beside_documents

        def marks(href: str) -> Mapping[str, str]:
            return link_marks(href, registry, beside=beside)

        return TextReader(place, marks, common, own)


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
