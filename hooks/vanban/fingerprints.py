"""page_inputs: everything a page is made from beyond its own Markdown, as one text that changes when any of it does.

The build keeps a page when its Markdown and this text are those of the build that wrote it, so whatever the extensions
read of the library must be in here. A test edits projects at random and compares with a build from nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from vanban.directives import Directive
from vanban.library import Link
from vanban.links import PageContext, card
from vanban.patterns import lazy_pattern
from vanban.registry import Registry

_PAGE: Final = lazy_pattern(r"\.(?:md|html)\b")
_BACKWARDS: Final = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_NAME: Final = 255


def page_inputs(context: PageContext, registry: Registry, markdown: str, place: str | None = None) -> str:
    """Return the text for one page.

    Args:
        context: What the links extension is told of the page.
        registry: Where the cards beside its links come from.
        markdown: The page as it goes into the converter.
        place: What a section's paragraph addresses are named after.
    """
    linked = {link.document for link in context.links} | set(named_documents(markdown))
    cards = {name: _card(registry.by_id[name]) for name in sorted(filter(None, linked)) if name in registry.by_id}
    return json.dumps([named_inputs(context, place), cards], ensure_ascii=False)


def named_inputs(context: PageContext, place: str | None = None) -> str:
    """Return the same text for a page whose links only name their documents, without their cards."""
    links = [link.key.hex() or _place(link) for link in context.links]
    return json.dumps([place, context.section, links, dict(context.blocks)], ensure_ascii=False)


def _card(directive: Directive) -> object:
    """Return what stands for the card of a document: the digest of its fields, where it was read from a file."""
    return directive.identity.hex() or card(directive)


def named_documents(markdown: str) -> Iterator[str]:
    """Yield what may be a document's id before `.md` or `.html`: read backwards from there, for pages are long."""
    if ".md" not in markdown and ".html" not in markdown:
        return
    for page in _PAGE.finditer(markdown):
        before = markdown[max(0, page.start() - _LONGEST_NAME) : page.start()][::-1]
        name = _BACKWARDS.match(before)
        if name is not None:
            yield name.group()[::-1]


def _place(link: Link) -> tuple[object, ...]:
    citation = link.mention.citation
    return link.mention.index, citation.start, citation.end, link.target, link.document
