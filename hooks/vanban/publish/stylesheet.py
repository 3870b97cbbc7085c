"""Stylesheet: the addresses a piece of CSS makes a browser load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vanban.patterns import lazy_pattern

_COMMENT: Final = lazy_pattern(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/")
_URL: Final = lazy_pattern(
    r"""url\(\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^)'"\s]*))"""
    r"""|@import\s*(?:"(?P<import_double>[^"\n]*)"|'(?P<import_single>[^'\n]*)')""",
    re.IGNORECASE,
)


def stylesheet_urls(css: str) -> Iterator[str]:
    """Yield each address `css` loads by `url()` or `@import`, comments left out; `data:` addresses included."""
    for match in _URL.finditer(_COMMENT.sub(" ", css)):
        url = next((group for group in match.groups() if group is not None), "")
        if url:
            yield url
