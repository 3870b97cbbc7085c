"""What every page of a build depends on, as one digest: code, programs, configuration, templates and navigation."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from swift.manifest import digest

HOOKS: Final = Path(__file__).resolve().parent.parent
Content = Callable[[str], bytes]
"""Reads a file, given by its path."""
_PROGRAMS: Final = ("mkdocs", "mkdocs-material", "markdown", "jinja2", "pyyaml", "markupsafe")
_VARIABLES: Final = ("SOURCE_DATE_EPOCH", "VANBAN_EDITIONS", "VANBAN_WITHOUT")
_CODE: Final = (".py", ".yml", ".jsonl", ".html")
_NAV_META: Final = ("icon", "status", "subtitle")
"""Front matter that the theme shows beside a page's title in the navigation."""
_SKIPPED: Final = frozenset({".icons", "__pycache__", "assets"})


def theme_digest(config: MkDocsConfig) -> str:
    """Return the digest of the theme's templates, ours among them."""
    return digest(*(part for folder in map(Path, config.theme.dirs) for part in _contents(folder)))


def program_digest(config: MkDocsConfig, theme: str) -> str:
    """Return the digest of all but the navigation, given that of the theme's templates."""
    parts: list[str | bytes] = [sys.version, *_programs(), get_build_date()]
    parts += _settings(config)
    parts += [code_digest(), theme]
    return digest(*parts)


def environment_digest(program: str, nav: Navigation) -> str:
    """Return the digest of the program's and of the navigation; pages written under another one are made again."""
    return digest(program, *map(_shown, nav.pages), str(nav))


def _shown(page: Page) -> str:
    """Return what the theme prints of a page in the navigation of others."""
    marks = {key: page.meta[key] for key in _NAV_META if key in page.meta}
    return f"{page.file.src_uri} {page.title} {page.url} {marks}"


def inputs_digest(
    config: MkDocsConfig, theme: str, folders: Iterable[Path], environment: Mapping[str, str], content: Content
) -> str:
    """Return the digest of all that a build reads: what every page depends on, and every file of the folders."""
    parts: list[str | bytes] = [code_digest(), *_programs(), get_build_date()]
    parts += [f"{name}={value}" for name, value in sorted(environment.items()) if name in _VARIABLES]
    parts += _settings(config)
    parts.append(theme)
    for folder in folders:
        parts += _all_files(folder, content)
    return digest(*parts)


@cache
def _programs() -> tuple[str, ...]:
    """Return the name and version of each program that pages depend on."""
    return tuple(f"{name} {version(name)}" for name in _PROGRAMS)


def _all_files(folder: Path, content: Content) -> Iterator[str | bytes]:
    top = len(str(folder)) + 1
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = f"{place}{os.sep}{name}"
            yield path[top:]
            yield content(path)


@cache
def code_digest() -> str:
    """Return the digest of the code and its data, as they were when this process asked first, and of the Python."""
    return digest(sys.version, *_contents(HOOKS))


def _settings(config: MkDocsConfig) -> Iterator[str]:
    """Yield the configuration; instances (extensions, the library) are left to the code and to each page's inputs."""
    if config.config_file_path:
        yield Path(config.config_file_path).read_text("utf-8")
    for place, folders, names in os.walk(config.docs_dir):
        folders.sort()
        for name in sorted(name for name in names if name.endswith(".yml")):
            yield name
            yield Path(place, name).read_text("utf-8", errors="replace")
    yield f"{config.site_url} {config.use_directory_urls}"
    for value in (
        config.extra_css,
        config.extra_javascript,
        config.extra_templates,
        list(config.theme.static_templates),
    ):
        yield repr(sorted(map(str, value)))


def _contents(folder: Path) -> Iterator[str | bytes]:
    """Yield name and content of the templates and code below a folder; icons belong to the theme's version."""
    top = len(str(folder)) + 1
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _SKIPPED)
        for name in sorted(name for name in names if name.endswith(_CODE)):
            path = f"{place}{os.sep}{name}"
            yield path[top:]
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (called for every file of the code)
                yield file.readall()


def nav_page(page: Page) -> bool:
    """Say whether the page has a place in the navigation, so that others' pages print its title."""
    return bool(page.parent or page.previous_page or page.next_page)
