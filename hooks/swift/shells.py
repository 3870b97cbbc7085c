"""Shell: the page around a text, rendered by the theme's own template once for many pages, then filled in.

Pages outside the navigation differ, for the template, in a few strings it only prints: the text, the titles, the file's
name. A stand-in page with marks in their place is rendered with the real template, the result is cut at the marks, and
a page is the join of the pieces with its own strings. Pages share a shell when everything else a template can see of
them is equal: folder, template, shape of the table of contents, front matter, and what events added to the context.

A template may do more than print (escape, shorten, count). So a string with a character that escaping would change is
not filled in, and the first page of every shell and each fiftieth after it is also rendered in full and compared: one
difference turns the trick off for the rest of the build, the page keeps the full rendering, and the log says so.

A shell that was made and compared is recalled by later builds, as long as templates, settings, programs and navigation
are the same: the pages that it was filled for are kept on the same grounds.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

CHECK_EVERY: Final = 50
_MARK: Final = re.compile(r"((?:<h1 )?vbslot[a-z]+[0-9]*x)")
_LONGEST_TOC: Final = 40
"""Headings above which a table of contents is too rare a shape to share."""
_OPAQUE: Final = re.compile(r"[^<>&\"'\s]+(?: [^<>&\"'\s]+)*")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_HEADED: Final = "<h1 vbslotcontentx"
"""Mark of a text that has a top heading: templates ask for `<h1`."""
_TEXT_META: Final = ("title", "description")
Render = Callable[[Mapping[str, Any]], str]
Recall = Callable[[str, Callable[[], list[str]]], list[str]]
"""Key of a shell, and what makes it -> the shell."""


class ShellMismatchError(Exception):
    """A page from its shell is not what the template gives: the template reads more than this module knows of."""


class Shells:
    """The shells of one build."""

    def __init__(self, config: MkDocsConfig, recall: Recall = lambda _, make: make()) -> None:
        """Start with none.

        Args:
            config: The site's configuration.
            recall: Gives the shell of a key, from an earlier build or made now.
        """
        self._config, self._recall = config, recall
        self._known: dict[str, tuple[list[str], int]] = {}

    def render(self, page: Page, context: Mapping[str, Any], render: Render, added: Mapping[str, Any]) -> str | None:
        """Return the page as the template gives it, or None when it must be rendered in full.

        Args:
            page: The page, its text converted.
            context: The template's context for it.
            render: Renders the template with a context.
            added: What events added to the context or changed in it.

        Raises:
            ShellMismatchError: A checked page differs; no page from a shell may be trusted.
        """
        slots, key = _slots(page), _key(page, added)
        if slots is None or key is None or page.parent or page.previous_page or page.next_page or not page.content:
            return None

        def make() -> list[str]:
            cut = _MARK.split(render({**context, "page": _stand_in(page, self._config)}))
            _compare(_filled(cut, slots), page, context, render)
            return cut

        pieces, used = self._known.get(key) or (self._recall(key, make), 0)
        self._known[key] = (pieces, used + 1)
        filled = _filled(pieces, slots)
        if used and used % CHECK_EVERY == 0:
            _compare(filled, page, context, render)
        return filled


def _filled(pieces: list[str], slots: Mapping[str, str]) -> str:
    return "".join(slots.get(piece, piece) for piece in pieces)


def _compare(filled: str, page: Page, context: Mapping[str, Any], render: Render) -> None:
    if filled != render(context):
        raise ShellMismatchError(page.file.src_uri)


def _slots(page: Page) -> dict[str, str] | None:
    """Return mark -> string of a page, or None when one of them is not safe to print as it is."""
    texts = {"vbslottitlex": str(page.title or ""), "vbslotnamex": page.file.name}
    texts |= {f"vbslotmeta{n}x": str(page.meta[key]) for n, key in enumerate(_TEXT_META) if key in page.meta}
    for place, item in enumerate(_items(page.toc)):
        texts[f"vbslotheading{place}x"], texts[f"vbslotanchor{place}x"] = item.title, item.id
    if not _ADDRESS.fullmatch(page.file.name) or page.file.name in {"index", "README"}:
        return None
    if not all(_OPAQUE.fullmatch(text) and not _MARK.search(text) for text in texts.values()):
        return None
    if sum(1 for _ in _items(page.toc)) > _LONGEST_TOC:
        return None
    return texts | {"vbslotcontentx": page.content or "", _HEADED: page.content or ""}


def _key(page: Page, added: Mapping[str, Any]) -> str | None:
    meta = {key: value for key, value in page.meta.items() if key not in _TEXT_META}
    present = [key for key in _TEXT_META if key in page.meta]
    seen = (
        posixpath.dirname(page.file.src_uri),
        [(item.level, len(item.children)) for item in _items(page.toc)],
        "<h1" in (page.content or ""),
        page.meta.get("title") == page.title,
        present,
        meta,
        dict(added),
    )
    try:
        return json.dumps(seen, ensure_ascii=False)
    except (TypeError, ValueError):
        return None


def _stand_in(page: Page, config: MkDocsConfig) -> Page:
    source = page.file
    folder = posixpath.dirname(source.src_uri)
    file = File(posixpath.join(folder, "vbslotnamex.md"), source.src_dir, source.dest_dir, source.use_directory_urls)
    file.inclusion, file.generated_by = source.inclusion, source.generated_by
    twin = Page("vbslottitlex", file, config)
    marks = {key: f"vbslotmeta{n}x" for n, key in enumerate(_TEXT_META) if key in page.meta}
    twin.meta = {**page.meta, **marks}
    twin.markdown = page.markdown
    twin.content = _HEADED if "<h1" in (page.content or "") else "vbslotcontentx"
    twin.toc = _marked_toc(page.toc)
    twin.active = True
    return twin


def _items(toc: object) -> Iterator[AnchorLink]:
    for item in toc:  # type: ignore[attr-defined]  # a list until the page is rendered, then a TableOfContents
        yield item
        yield from _items(item.children)


def _marked_toc(toc: TableOfContents) -> TableOfContents:
    places = iter(range(10_000))

    def mark(item: AnchorLink) -> AnchorLink:
        place = next(places)
        twin = copy(item)
        twin.title, twin.id = f"vbslotheading{place}x", f"vbslotanchor{place}x"
        twin.children = [mark(child) for child in item.children]
        return twin

    return TableOfContents([mark(item) for item in toc])
