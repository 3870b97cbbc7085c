"""The only file that knows MkDocs: its events, in the order in which MkDocs calls them."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from vanban.dialect import CONFIGS, EXTENSIONS, PlainText, theme_title
from vanban.links import LibraryLinks
from vanban.problems import stopping
from vanban.site import Site, build_site
from vanban.units import first_heading

_LOG = get_plugin_logger("vanban")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the library before anything is rendered; findings that stop a publication become warnings."""
    root = Path(config.config_file_path).parent
    site = build_site(Path(config.docs_dir), root / "directives")
    for problem in stopping(site.problems):
        _LOG.warning("%s", problem)
    links = LibraryLinks(site.library)
    config.markdown_extensions = [*EXTENSIONS, PlainText(), site.marks(links), links]  # type: ignore[list-item]  # instances are what Python-Markdown takes
    config.mdx_configs = {**config.mdx_configs, **CONFIGS}
    config.nav = site.navigation(config.nav)
    config.extra["vanban"] = site
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and data made from the library; they stay in memory."""
    for address, content in _site(config).generated():
        files.append(File.generated(config, address, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tell the extension which page comes next."""
    del files
    site = _site(config)
    _extension(config).page = site.context(page.file.src_uri)
    page.meta.setdefault("title", first_heading(markdown) or page.file.name)
    page.meta.update({key: theme_title(value) for key, value in page.meta.items() if isinstance(value, str)})
    return site.complete(page.file.src_uri, markdown)


def _site(config: MkDocsConfig) -> Site:
    site: Site = config.extra["vanban"]
    return site


def _extension(config: MkDocsConfig) -> LibraryLinks:
    extension: LibraryLinks = config.markdown_extensions[-1]  # type: ignore[assignment]  # put there by on_config
    return extension
