"""Address: an address written in a page or stylesheet, resolved against the file that holds it."""

from __future__ import annotations

import posixpath
from enum import Enum
from typing import Final
from urllib.parse import unquote, urlsplit

from vanban.records import dataclass

_OWN_SCHEMES: Final = frozenset({"mailto", "tel", "data", "about"})


class Place(Enum):
    """Where an address leads, seen from the file that holds it."""

    INSIDE = "inside"
    """A path of the same site."""
    ROOTED = "rooted"
    """A path from the server's root: breaks below `/dan-van/` and on a USB stick."""
    ESCAPES = "escapes"
    """A relative path that climbs out of the site."""
    FOREIGN = "foreign"
    """Another host."""
    SCRIPT = "script"
    """Code in an address (`javascript:`)."""
    NEUTRAL = "neutral"
    """`mailto:`, `tel:`, `data:`: nothing is fetched."""
    BROKEN = "broken"
    """Not an address at all."""


@dataclass(frozen=True, slots=True)
class Address:
    """A resolved address.

    Attributes:
        place: Where it leads.
        path: For `INSIDE` and `ROOTED`, the path inside the site, never starting with `/`; empty for the root.
        fragment: The part after `#`, decoded.
    """

    place: Place
    path: str = ""
    fragment: str = ""


def resolve(url: str, holder: str) -> Address:
    """Return where `url` leads when it stands in the site's file `holder` (a path inside the site)."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return Address(Place.BROKEN)
    if parts.scheme or parts.netloc:
        return Address(_outside(parts.scheme.lower()))
    if "\\" in url or "\0" in url:
        return Address(Place.BROKEN)  # browsers read a backslash as a slash: `/\\host` is another host
    fragment = unquote(parts.fragment)
    if not parts.path:
        return Address(Place.INSIDE, holder, fragment)
    return _inside(unquote(parts.path), holder, fragment)


def _outside(scheme: str) -> Place:
    if scheme in {"javascript", "vbscript"}:
        return Place.SCRIPT
    return Place.NEUTRAL if scheme in _OWN_SCHEMES else Place.FOREIGN


def _inside(path: str, holder: str, fragment: str) -> Address:
    """Resolve a path without scheme or host; a folder keeps its final `/` so that nothing takes it for a page."""
    if path.startswith("/"):
        place, joined = Place.ROOTED, posixpath.normpath(path).lstrip("/")
    else:
        place, joined = Place.INSIDE, posixpath.normpath(posixpath.join(posixpath.dirname(holder), path))
    if joined == ".." or joined.startswith("../"):
        return Address(Place.ESCAPES)
    folder = path.endswith(("/", "/.", "/..")) or path in {".", ".."}
    clean = "" if joined == "." else joined
    return Address(place, f"{clean}/" if folder and clean else clean, fragment)
