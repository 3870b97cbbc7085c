"""Anchors: the engine's check of links to anchors, for the pages for which it may say something new."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from swift.manifest import PageRecord, unpack
from swift.state import Build
from swift.workers import Listener

_PAGES_KEPT: Final = 1 << 11
"""Pages whose anchors are held while links are checked: pages of one report lead to the same few."""


def check_anchors(build: Build, files: Files, config: MkDocsConfig) -> bool:
    """Check the links to anchors of every page that may have come to a wrong one; say whether all are right.

    A page that was kept has only right ones, if all were right before and no page it leads to has other anchors now.
    The engine is asked only where a link finds no anchor, to say so in its own words.
    """
    before = build.before.pages if build.before is not None and build.before.clean else {}
    changed = {address for address, record in build.made.items() if _anchors(before.get(address)) != record.anchors}
    by_address = {page.file.src_uri: page for page in build.pages}
    with Listener() as heard:
        for address, record in build.made.items():
            known = by_address[address].file.dest_uri in build.kept and address in before
            if (not known or changed) and not _right(record, None if not known else changed, build.made):
                _remember(by_address[address], record, build.made, files)
                by_address[address].validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    return not heard.warned


def _anchors(record: PageRecord | None) -> bytes | None:
    return record.anchors if record is not None else None


def _right(record: PageRecord, changed: Collection[str] | None, made: Mapping[str, PageRecord]) -> bool:
    """Say whether every link of a page to an anchor finds it, as far as they lead to pages with other anchors now."""
    links = unpack(record.links)
    addresses = links.keys() if changed is None else links.keys() & changed
    return all(address in made and links[address].keys() <= _held(made[address].anchors) for address in addresses)


@lru_cache(maxsize=_PAGES_KEPT)
def _held(anchors: bytes) -> frozenset[str]:
    return frozenset(unpack(anchors))


def _remember(page: Page, record: PageRecord, made: Mapping[str, PageRecord], files: Files) -> None:
    """Give a page what the engine's check of anchors asks for."""
    targets = [(files.get_file_from_path(address), anchors) for address, anchors in unpack(record.links).items()]
    page.links_to_anchors = {file: anchors for file, anchors in targets if file is not None}
    for file in page.links_to_anchors:
        if file.page is not None and file.src_uri in made:
            file.page.present_anchor_ids = set(_held(made[file.src_uri].anchors))
