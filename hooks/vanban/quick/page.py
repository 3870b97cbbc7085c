"""QuickReader: pages of the grammar as HTML, with what the engine must know of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from vanban.links import LibraryLinks, PageContext, link_marks
from vanban.quick.blocks import Blocks
from vanban.quick.inline import UnreadableError
from vanban.quick.outline import Heading, anchors, contents
from vanban.quick.texts import Memory, Place, TextReader, unseen


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
        blocks = Blocks(self._reader(context, place), context)
        try:
            blocks.read(markdown)
        except UnreadableError:
            return None
        return _page(blocks)

    def _reader(self, context: PageContext, place: Place) -> TextReader:
        beside = context.beside_documents
        if (place, beside) not in self._texts:
            registry = self._links.library.registry

            def marks(href: str) -> Mapping[str, str]:
                return link_marks(href, registry, beside=beside)

            common = self._memories[place.family, beside]
            self._texts[place, beside] = TextReader(place, marks, common, Memory(self._seen))
        return self._texts[place, beside]


def _page(blocks: Blocks) -> QuickPage:
    headings = [part for part in blocks.html if isinstance(part, Heading)]
    addresses = anchors(headings, blocks.ids)
    waiting = iter(addresses)
    html = [part.html(next(waiting)) if isinstance(part, Heading) else part for part in blocks.html]
    first = blocks.html[0] if blocks.html else None
    title = first.name if isinstance(first, Heading) and first.level == 1 else None
    ids = frozenset({*blocks.ids, *addresses})
    return QuickPage("\n".join(html).strip(), contents(headings, addresses), title, ids, tuple(blocks.hrefs))
