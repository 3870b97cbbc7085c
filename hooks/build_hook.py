"""The entry file: the engine's events, in the order in which it calls them.

What they do with the library stands in `wiring.library`, which is loaded while another process finds out whether there
is anything to do, or only when there is.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

import wiring  # noqa: F401 (the engine forgets this folder after loading this file; what is known is found again)
from swift import Swift, keep_templates
from vanban.originals import Originals

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.livereload import LiveReloadServer

    from wiring.library import LibraryEvents

_SWIFT = Swift(owners={__name__}, replaced={"material.plugins.search.plugin"})


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: FBT001 (the engine's)
    """Tell the tricks whether the site is served while it is edited."""
    del dirty
    _SWIFT.startup(command)


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the library before anything is rendered, unless the site already is what would be built."""
    keep_templates(config)
    originals = Originals()
    folders = [Path(config.docs_dir), Path(config.config_file_path).parent / "directives"]
    if not _SWIFT.is_idle(config, folders, originals, _library):
        _library().read(config, originals)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Keep the pages of the last build that may serve again."""
    _SWIFT.keep_site(config)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and data made from the library; they stay in memory."""
    return _SWIFT.take_files(files, config) if _SWIFT.idle else _library().add_files(files, config)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Let the tricks take the pages out of the engine's loops."""
    _SWIFT.plan(nav, config, files)
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tell the extension which page comes next, and add what the library adds to the page."""
    del files
    return _library().complete(markdown, page, config)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Make the pages and the search index."""
    _SWIFT.make_pages(env, config, files)
    return env


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Let the theme's search box talk to our worker."""
    del page
    return _library().swap_worker(output, config)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Do the same on the page shown for a wrong address."""
    return _library().swap_worker(output_content, config) if template_name == "404.html" else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Write what the theme expects beside the pages, and leave what the next build may use."""
    if not _SWIFT.idle:
        _library().finish(config)
    _SWIFT.finish(config)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Let an edited page be shown before everything is built again."""
    del builder
    _library().serve(server, config)
    return server


@cache
def _library() -> LibraryEvents:
    return cast("LibraryEvents", import_module("wiring.library").LibraryEvents(_SWIFT))
