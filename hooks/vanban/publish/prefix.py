"""Prefix: the folder of the server under which the site lives (`/`, `/dan-van/`), needed by the not-found page alone.

Every other page uses relative addresses. The not-found page is sent for any address, so its own links start at the
server's root, and must be told where the site is.
"""

from __future__ import annotations

from typing import Final

from vanban.patterns import lazy_pattern
from vanban.problems import InputError, Problem

_SHAPE: Final = lazy_pattern(r"/(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*")
_BASE: Final = lazy_pattern(r'new URL\("(?P<base>/[^"]*)",location\)')
_ROOTED: Final = lazy_pattern(r'"/(?!/)')


def parse_prefix(text: str) -> str:
    """Return the prefix with its slashes (`dan-van` gives `/dan-van/`).

    Raises:
        InputError: It could not be a folder of a server.
    """
    prefix = f"/{text.strip().strip('/')}/".replace("//", "/")
    if not _SHAPE.fullmatch(prefix):
        raise InputError(Problem(text, 0, "thư mục trên máy chủ chỉ gồm chữ không dấu, số, gạch nối; ví dụ /dan-van/"))
    return prefix


def page_prefix(html: str) -> str:
    """Return the prefix the theme wrote into a not-found page, `/` when it wrote none."""
    match = _BASE.search(html)
    return f"/{match['base'].strip('/')}/".replace("//", "/") if match else "/"


def rebase(html: str, prefix: str) -> str:
    """Return a not-found page whose addresses start at `prefix` instead of the prefix it was built with."""
    built = page_prefix(html)
    if built == prefix:
        return html
    if built != "/":
        return html.replace(f'"{built}', f'"{prefix}')
    return _ROOTED.sub(f'"{prefix}', html)
