"""LibraryEvents: what the library has to do with each event of the engine."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from functools import partial
from importlib import import_module
from itertools import starmap
from pathlib import Path
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from swift import Indexer, Library, MadeFile, Rest, Swift, made_file, made_pages
from vanban.dialect import CONFIGS, EXTENSIONS, PlainText, theme_title
from vanban.exports import Keyed
from vanban.links import LibraryLinks
from vanban.loading import Means
from vanban.memory import Memory
from vanban.originals import Originals
from vanban.problems import stopping
from vanban.quick import QuickReader
from vanban.reading import available_formats
from vanban.searchbox import opensearch, placeholder_files, swap_worker
from vanban.site import Site, build_site, revise_site
from vanban.units import first_heading

_LOG = get_plugin_logger("vanban")


class LibraryEvents:
    """The events of builds; the site of the build that runs is found in its configuration."""

    def __init__(self, swift: Swift) -> None:
        """Take the tricks by which pages are made."""
        self._swift = swift

    def read(self, config: MkDocsConfig, originals: Originals) -> None:
        """Read the library; findings that stop a publication become warnings."""
        formats = available_formats() if os.environ.get("VANBAN_EDITIONS") else ()
        means = Means(self._swift.memory(config, Memory), self._swift.spread, originals)
        site = build_site(Path(config.docs_dir), _directives(config), formats, means)
        for problem in stopping(site.problems):
            _LOG.warning("%s", problem)
        config.mdx_configs = {**config.mdx_configs, **CONFIGS}
        config.nav = site.navigation(config.nav)
        self._swift.begin(_adopt(site, config, originals))

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the pages and data made from the library."""
        site = _site(config)
        modified = dt.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), dt.UTC)
        editions = site.reading.editions(config.site_name, Path(config.docs_dir) / "assets" / "fonts", modified)
        files = self._swift.take_files(files, config)
        site.foresee()
        for page in made_pages(config, ((page.address, page) for page in site.generated())):
            files.append(page)
        made = [*site.data_files(), *((address, partial(bytes, content)) for address, content in editions)]
        rest = Rest(partial(_load_indexer, site, files), [page.parts for page in site.shared.values() if page.slow])
        self._swift.set_out(config, files, list(starmap(partial(_made_file, config), made)), rest)
        return files

    def complete(self, markdown: str, page: Page, config: MkDocsConfig) -> str:
        """Return a page's text with what the library adds; the extensions know afterwards which page it is."""
        _select(config, page.file.src_uri)
        page.meta.setdefault("title", first_heading(markdown) or page.file.name)
        page.meta.update({key: theme_title(value) for key, value in page.meta.items() if isinstance(value, str)})
        return _site(config).complete(page.file.src_uri, markdown)

    def swap_worker(self, output: str, config: MkDocsConfig) -> str:
        """Return a page whose search box talks to our worker."""
        return swap_worker(output) if "material/search" in config.plugins else output

    def finish(self, config: MkDocsConfig) -> None:
        """Leave an empty index where the theme expects its own: it loads one before it asks the worker."""
        described = [opensearch(config.site_url, config.site_name)] if config.site_url else []
        for file in [*placeholder_files(), *described]:
            path = Path(config.site_dir, file.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        self._swift.wait()
        _site(config).library.memory.save()

    def serve(self, server: Any, config: MkDocsConfig) -> None:  # noqa: ANN401 (the engine loads it only to serve)
        """Let an edited page be shown before everything is built again."""
        self._swift.serve(server, config, [Path(config.docs_dir), _directives(config)], _revise)


def _made_file(config: MkDocsConfig, address: str, make: Callable[[], bytes]) -> MadeFile:
    return made_file(config, address, make, make.key if isinstance(make, Keyed) else None)


def _load_indexer(site: Site, files: Files) -> Indexer:
    return cast("Indexer", import_module("wiring.indexing").make_indexer(site, files))


def _revise(config: MkDocsConfig, path: Path) -> Library | None:
    site = revise_site(_site(config), Path(config.docs_dir), _directives(config), path)
    return _adopt(site, config, Originals()) if site is not None else None


def _directives(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / "directives"


def _adopt(site: Site, config: MkDocsConfig, originals: Originals) -> Library:
    """Let the converter and the events work with a site; return what the tricks must know of it."""
    links = LibraryLinks(site.library)
    config.markdown_extensions = [*EXTENSIONS, PlainText(), site.marks(links), links]  # type: ignore[list-item]  # instances are what Python-Markdown takes
    config.extra["vanban"] = site
    root = Path(config.config_file_path).parent
    return Library(
        inputs=site.inputs,
        select=partial(_select, config),
        read=QuickReader(links).read,
        facts=site.facts,
        basis=site.basis,
        content=originals.last,
        origin=site.origin,
        title=lambda address: theme_title(site.origin(address).title),
        address=lambda path: site.source_address(path.relative_to(root).as_posix()),
        memory=site.library.memory,
    )


def _select(config: MkDocsConfig, address: str) -> None:
    _extension(config).page = _site(config).context(address)


def _site(config: MkDocsConfig) -> Site:
    site: Site = config.extra["vanban"]
    return site


def _extension(config: MkDocsConfig) -> LibraryLinks:
    extension: LibraryLinks = config.markdown_extensions[-1]  # type: ignore[assignment]  # put there by `read`
    return extension
