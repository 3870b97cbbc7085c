"""Where search meets Material's pages: its box and result list stay, the worker behind them is ours.

Seen in Material 9.8.1: a page starts the worker whose address stands under `search` in its `#__config` block, and
nothing else changes it. The bridge script must run before the theme's own script, because on file:// it stands in for
the worker, and everywhere it hands over pasted text and shows the filters.
"""

from __future__ import annotations

import html as markup
import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

from vanban.patterns import lazy_pattern

SCRIPTS: Final = "assets/search"
"""Folder of the worker and the bridge, below the site's root."""
_WORKER_ADDRESS: Final = lazy_pattern(
    r'"search": ?"((?:[^"\\]|\\.)*assets/javascripts/workers/search\.[0-9a-f]+\.min\.js)"'
)
_CONFIG: Final = lazy_pattern(r'<script id="__config" type="application/json">(.*?)</script>', re.DOTALL)


class BoxFile(NamedTuple):
    """A file beside the pages: where it goes below the site's root, and its bytes."""

    path: str
    content: bytes


class ThemeChangedError(Exception):
    """The page is not as the theme version we know writes it; search would silently fall back to the theme's own."""


def swap_worker(page: str) -> str:
    """Return a page whose search box talks to our worker.

    Args:
        page: HTML as the theme rendered it. Its `#__config` says under `base` where the site's root is.

    Raises:
        ThemeChangedError: The page does not name the theme's worker exactly once. A page without a search box (no
            `#__config` at all) is an error too: call this for rendered pages only.
    """
    configs = _CONFIG.findall(page)
    if len(configs) != 1 or len(_WORKER_ADDRESS.findall(configs[0])) != 1:
        found = sum(len(_WORKER_ADDRESS.findall(config)) for config in configs)
        message = f"expected the theme's search worker once in #__config, found it {found} times"
        raise ThemeChangedError(message)
    folder = f"{json.loads(configs[0])['base'].rstrip('/')}/{SCRIPTS}"
    config = _WORKER_ADDRESS.sub(lambda _: f'"search": {_json_text(folder + "/worker.js")}', configs[0])
    bridge = f'<script src="{markup.escape(folder)}/bridge.js"></script>'
    return _CONFIG.sub(lambda _: f'{bridge}<script id="__config" type="application/json">{config}</script>', page)


def _json_text(address: str) -> str:
    """Return a JSON string that cannot end the script block it stands in."""
    return json.dumps(address).replace("<", "\\u003c")


def placeholder_files() -> Iterator[BoxFile]:
    """Yield what the theme still loads before it asks the worker: its own index, empty.

    The separator cuts the words to highlight on the page a result opens: only at the commas our worker puts between
    runs of words, so that a page shows "dân vận" marked and not every "dân".
    """
    config = {"lang": ["vi"], "separator": " [,;] ", "pipeline": [], "fields": {}}
    text = json.dumps({"config": config, "docs": []})
    yield BoxFile("search/search_index.json", text.encode())
    yield BoxFile("search/search_index.js", f"var __index = {text}\n".encode())


def opensearch(site_url: str, name: str) -> BoxFile:
    """Return the OpenSearch description by which a browser's address bar searches the site.

    Args:
        site_url: Absolute address of the site's root; the format has no relative addresses.
        name: Name of the site, shown by the browser (the format allows 16 characters).
    """
    template = f"{site_url.rstrip('/')}/index.html?q={{searchTerms}}"
    icon = f"{site_url.rstrip('/')}/{quote('assets/images/favicon.png')}"
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"  <ShortName>{markup.escape(name[:16])}</ShortName>\n"
        f"  <Description>{markup.escape(name)}</Description>\n"
        "  <InputEncoding>UTF-8</InputEncoding>\n"
        f'  <Image width="32" height="32" type="image/png">{markup.escape(icon)}</Image>\n'
        f'  <Url type="text/html" template="{markup.escape(template)}"/>\n'
        "</OpenSearchDescription>\n"
    )
    return BoxFile("search/opensearch.xml", text.encode())
