"""The only file that knows MkDocs: its events, in the order in which MkDocs calls them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from functools import partial
from itertools import chain, starmap
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from swift import Indexer, Library, Swift, made_file, made_page
from vanban.dialect import CONFIGS, EXTENSIONS, PlainText, theme_title
from vanban.front_matter import read_front_matter
from vanban.links import LibraryLinks
from vanban.memory import Memory
from vanban.problems import stopping
from vanban.quick import QuickReader
from vanban.reading import available_formats
from vanban.search import HEAD, load_state, opensearch, placeholder_files, save_state, swap_worker
from vanban.site import Site, build_site, revise_site
from vanban.units import first_heading

_LOG = get_plugin_logger("vanban")
_SWIFT = Swift(owners={__name__}, replaced={"material.plugins.search.plugin"})


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: FBT001 (the engine's)
    """Tell the tricks whether the site is served while it is edited."""
    del dirty
    _SWIFT.startup(command)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the library before anything is rendered; findings that stop a publication become warnings."""
    docs, directives = Path(config.docs_dir), _directives(config)
    if _SWIFT.is_idle(config, [docs, directives]):
        return config
    formats = available_formats() if os.environ.get("VANBAN_EDITIONS") else ()
    memory = _SWIFT.memory(config, Memory)
    site = build_site(docs, directives, formats, memory, _SWIFT.spread)
    for problem in stopping(site.problems):
        _LOG.warning("%s", problem)
    config.mdx_configs = {**config.mdx_configs, **CONFIGS}
    config.nav = site.navigation(config.nav)
    _SWIFT.begin(_adopt(site, config))
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Keep the pages of the last build that may serve again."""
    _SWIFT.keep_site(config)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and data made from the library; they stay in memory."""
    if _SWIFT.idle:
        return _SWIFT.take_files(files, config)
    site = _site(config)
    modified = dt.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), dt.UTC)
    editions = site.reading.editions(config.site_name, Path(config.docs_dir) / "assets" / "fonts", modified)
    files = _SWIFT.take_files(files, config)
    for page in site.generated():
        files.append(made_page(config, page.address, page))
    for file in starmap(partial(made_file, config), chain(site.data_files(), editions)):
        files.append(_SWIFT.write(file))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Let the tricks take the pages out of the engine's loops."""
    _SWIFT.plan(nav, config, files)
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tell the extension which page comes next."""
    del files
    site = _site(config)
    _select(config, page.file.src_uri)
    page.meta.setdefault("title", first_heading(markdown) or page.file.name)
    page.meta.update({key: theme_title(value) for key, value in page.meta.items() if isinstance(value, str)})
    return site.complete(page.file.src_uri, markdown)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Make the pages and the search index."""
    if not _SWIFT.idle:
        indexer = Indexer(HEAD, partial(_site(config).search_index, _written(config, files)), load_state, save_state)
        _SWIFT.make_pages(env, config, files, indexer)
    return env


def _written(config: MkDocsConfig, files: Files) -> list[tuple[str, str]]:
    """Return (address, text) of the pages that editors wrote and that belong to no report."""
    found = (file for file in files.documentation_pages() if _site(config).is_written(file.src_uri))
    return [(file.src_uri, read_front_matter(file.src_uri, file.content_string)[0].body) for file in found]


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Let the theme's search box talk to our worker."""
    del page
    return swap_worker(output) if "material/search" in config.plugins else output


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Do the same on the page shown for a wrong address."""
    search = template_name == "404.html" and "material/search" in config.plugins
    return swap_worker(output_content) if search else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Leave an empty index where the theme expects its own: it loads one before it asks the worker."""
    if _SWIFT.idle:
        _SWIFT.finish(config)
        return
    described = [opensearch(config.site_url, config.site_name)] if config.site_url else []
    for file in [*placeholder_files(), *described]:
        path = Path(config.site_dir, file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    _site(config).library.memory.save()
    _SWIFT.finish(config)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Let an edited page be shown before everything is built again."""
    del builder
    _SWIFT.serve(server, config, [Path(config.docs_dir), _directives(config)], _revise)
    return server


def _revise(config: MkDocsConfig, path: Path) -> Library | None:
    site = revise_site(_site(config), Path(config.docs_dir), _directives(config), path)
    return _adopt(site, config) if site is not None else None


def _directives(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / "directives"


def _adopt(site: Site, config: MkDocsConfig) -> Library:
    """Let the converter and the events work with a site; return what the tricks must know of it."""
    links = LibraryLinks(site.library)
    config.markdown_extensions = [*EXTENSIONS, PlainText(), site.marks(links), links]  # type: ignore[list-item]  # instances are what Python-Markdown takes
    config.extra["vanban"] = site
    root = Path(config.config_file_path).parent
    return Library(
        inputs=site.inputs,
        select=partial(_select, config),
        read=QuickReader(links).read,
        state=site.facts.digest,
        origin=site.origin,
        title=lambda address: theme_title(site.origin(address).title),
        address=lambda path: site.source_address(path.relative_to(root).as_posix()),
    )


def _select(config: MkDocsConfig, address: str) -> None:
    _extension(config).page = _site(config).context(address)


def _site(config: MkDocsConfig) -> Site:
    site: Site = config.extra["vanban"]
    return site


def _extension(config: MkDocsConfig) -> LibraryLinks:
    extension: LibraryLinks = config.markdown_extensions[-1]  # type: ignore[assignment]  # put there by on_config
    return extension
