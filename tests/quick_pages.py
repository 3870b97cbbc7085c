"""Pages both ways: one Markdown text given to the quick reader and to the full converter, on a real small project."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page

from swift import build as swift_build
from swift.converter import make_converter
from swift.making import read
from swift.reader import Reader, page_outcome
from vanban.links import LibraryLinks, PageContext
from vanban.quick import QuickReader

Outcome = tuple[object, ...]


class _StopError(Exception):
    """The build has come as far as the pages."""


class Bench:
    """A project whose pages are read but not made.

    Attributes:
        pages: Its pages by address, each with its Markdown.
    """

    def __init__(self, config: Path, site: Path) -> None:
        self._build, self._config, self._files = _prepared(config, site)
        self._links: LibraryLinks = self._config.markdown_extensions[-1]
        for page in self._build.pages:
            read(page, self._config, self._files, self._build.library)
        self.pages: dict[str, Page] = {page.file.src_uri: page for page in self._build.pages}
        made = make_converter(self._config, self._files)
        assert made is not None
        self._converter = made
        self._reader = Reader(QuickReader(self._links).read, made, self._files, self._config)
        self._reader._check = lambda *_: None  # type: ignore[method-assign]  # the test compares by itself

    def page(self, address: str) -> tuple[Outcome | None, Outcome]:
        """Return what a page of the project gives in the quick reader and in the converter."""
        self._build.library.select(address)
        return self._both(self.pages[address])

    def text(self, markdown: str, context: PageContext) -> tuple[Outcome | None, Outcome]:
        """Return the same for another text at the address of a page of the project."""
        self._links.page, page = context, self.pages[context.address]
        with mock.patch.object(page, "markdown", markdown):
            return self._both(page)

    def _both(self, page: Page) -> tuple[Outcome | None, Outcome]:
        asked = self._reader.render(page)
        quick = None if asked is None else page_outcome(page, asked)
        self._converter.render(page)
        return quick, page_outcome(page, self._converter.files.asked)


def _prepared(config: Path, site: Path) -> tuple[Any, Any, Any]:
    """Return the build, the configuration and the files of a project at the moment before its pages are made."""
    caught: list[Any] = []

    def catch(swift: swift_build.Swift, _: object, config: object, files: object) -> None:
        caught.extend((swift._build, config, files))
        raise _StopError

    with mock.patch.object(swift_build.Swift, "make_pages", catch):
        try:
            build(load_config(str(config), site_dir=str(site), strict=False))
        except _StopError:
            build_state, settings, files = caught
            return build_state, settings, files
    message = "the build makes its pages"
    raise AssertionError(message)
