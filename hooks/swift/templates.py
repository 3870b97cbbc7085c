"""Templates: the theme's environment, made so that compiled templates serve the next build and icons are not listed.

By the time one page was edited, compiling templates is most of the work on it; and each time the engine looks for the
theme's files it lists every icon there is, ten thousand of them, only to leave out all that lie in a hidden folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig

from swift.places import cache
from swift.switches import Trick, wanted_tricks


def keep_templates(config: MkDocsConfig) -> None:
    """Let every environment that the theme gives from now on keep its templates and pass over hidden folders.

    An environment whose loader is not the engine's usual one is given as it is.
    """
    if Trick.TEMPLATES not in wanted_tricks(os.environ):
        return
    kept = Trick.CACHE in wanted_tricks(os.environ) and bool(config.config_file_path)
    folder = cache(config) / "templates" if kept else None
    make = type(config.theme).get_env
    config.theme.get_env = partial(_environment, partial(make, config.theme), folder)  # type: ignore[method-assign]  # this theme alone


def _environment(make: Callable[[], jinja2.Environment], folder: Path | None) -> jinja2.Environment:
    env = make()
    loader = env.loader
    if type(loader) is jinja2.FileSystemLoader:
        env.loader = _Shown(loader.searchpath, loader.encoding, loader.followlinks)
    if folder is not None and env.bytecode_cache is None:
        folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(folder))
    return env


class _Shown(jinja2.FileSystemLoader):
    """Loads every template, and lists those outside hidden folders: the engine takes no file from these."""

    def list_templates(self) -> list[str]:
        """Return the names, sorted."""
        found: set[str] = set()
        for top in self.searchpath:
            for place, folders, names in os.walk(top, followlinks=self.followlinks):
                folders[:] = [folder for folder in folders if not folder.startswith(".")]
                below = Path(place).relative_to(top).as_posix()
                found.update(names if below == "." else (f"{below}/{name}" for name in names))
        return sorted(found)
