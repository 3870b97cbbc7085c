"""Forwards: small pages that keep published addresses alive (a bare code with one document, a renamed id)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from vanban.directives import Directive
from vanban.library import DOCUMENTS, Library

_PAGE: Final = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
<link rel="canonical" href="{target}">
</head>
<body>
<p>Trang này chuyển tới <a href="{target}">{name}</a>.</p>
</body>
</html>
"""


def forward_files(library: Library) -> Iterator[tuple[str, str]]:
    """Yield (address, HTML) of every forwarding page; none has the address of a real page."""
    for slug, ids in library.homonyms.items():
        if len(ids) == 1 and slug not in library.registry.by_id:
            yield _forward(slug, library.registry.by_id[ids[0]])
    for old, current in library.registry.old_ids.items():
        if old not in library.registry.by_id and old not in library.homonyms:
            yield _forward(old, library.registry.by_id[current])


def _forward(slug: str, directive: Directive) -> tuple[str, str]:
    name = escape(directive.name)
    return f"{DOCUMENTS}/{slug}.html", _PAGE.format(name=name, target=f"{directive.id}.html")
