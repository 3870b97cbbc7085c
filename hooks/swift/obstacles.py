"""Obstacles: what would make a page otherwise if it were not the engine that makes it."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

import mkdocs
from mkdocs.config.defaults import MkDocsConfig

_ENGINE: Final = "1.6."
"""Version of the engine whose two loops over pages this package stands in for."""
_PAGE_EVENTS: Final = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


def find_obstacle(config: MkDocsConfig, known: Container[str]) -> str | None:
    """Return why pages must be left to the engine: its version is another, or a module unknown to us follows them."""
    if not mkdocs.__version__.startswith(_ENGINE):
        return f"mkdocs {mkdocs.__version__} is not {_ENGINE}x"
    for event in _PAGE_EVENTS:
        for method in config.plugins.events[event]:
            owner = getattr(method, "__module__", "")
            if owner not in known:
                return f"{owner} follows {event}"
    return None
