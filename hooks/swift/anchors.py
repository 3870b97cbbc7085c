"""Anchors: the engine's check of links to anchors, for the pages for which it may say something new."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from swift.making import Build
from swift.manifest import PageRecord
from swift.workers import Listener


def check_anchors(build: Build, files: Files, config: MkDocsConfig) -> bool:
    """Check the links to anchors of every page that may have come to a wrong one; say whether all are right.

    A page that was kept has only right ones, if all were right before and no page it leads to has other anchors now.
    """
    before = build.before.pages if build.before is not None and build.before.clean else {}
    changed = {address for address, record in build.made.items() if _anchors(before.get(address)) != record.anchors}
    by_address = {page.file.src_uri: page for page in build.pages}
    with Listener() as heard:
        for address, record in build.made.items():
            known = by_address[address].file.dest_uri in build.kept and address in before
            if not known or not changed.isdisjoint(record.links):
                _remember(by_address[address], record, build.made, files)
                by_address[address].validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    return not heard.warned


def _anchors(record: PageRecord | None) -> list[str] | None:
    return record.anchors if record is not None else None


def _remember(page: Page, record: PageRecord, made: Mapping[str, PageRecord], files: Files) -> None:
    """Give a page that was made elsewhere what the engine's check of anchors asks for."""
    targets = [(files.get_file_from_path(address), anchors) for address, anchors in record.links.items()]
    page.links_to_anchors = {file: anchors for file, anchors in targets if file is not None}
    for file in page.links_to_anchors:
        if file.page is not None and file.src_uri in made:
            file.page.present_anchor_ids = set(made[file.src_uri].anchors)
