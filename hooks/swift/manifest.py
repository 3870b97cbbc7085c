"""Manifest: what a build wrote and from what, so that the next one makes only the pages whose inputs changed.

The site itself is the cache. The manifest says of each page the digest of its inputs, the answers its link check got,
what the engine must know of a page it did not render, and how the written file looks to the file system. It is taken
away before a build touches the site and laid back, whole, after it: a build that stops half way leaves none, and the
next one starts from nothing.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

FORMAT: Final = 1
_MOST: Final = 4
"""Manifests kept: one for each folder that a site was lately built in."""
Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What is known of one page that a build wrote.

    Attributes:
        key: Digest of the page's own inputs.
        anchors: The anchors it holds.
        links: Source address of a page it links to -> anchor -> the link as written.
        asked: Address its link check asked for -> address found, or None.
        stamp: The written file.
    """

    key: str
    anchors: list[str]
    links: dict[str, dict[str, str]]
    asked: dict[str, str | None]
    stamp: Stamp


@dataclass(slots=True)
class Manifest:
    """What one build wrote.

    Attributes:
        environment: Digest of what every page depends on.
        pages: The pages by source address.
        files: Digest and stamp of each other file made by us, by address.
    """

    environment: str
    pages: dict[str, PageRecord] = field(default_factory=dict)
    files: dict[str, tuple[str, Stamp]] = field(default_factory=dict)


def digest(*parts: str | bytes) -> str:
    """Return the digest of the parts; no other list of parts gives the same."""
    state = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def stamp(path: str | Path) -> Stamp | None:
    """Return how a file looks to the file system, or None when there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 (called for every page)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def take_manifest(path: Path) -> Manifest | None:
    """Read the manifest and take it away; None when there is none or it is not whole."""
    try:
        data = json.loads(path.read_text("utf-8"))
        path.unlink()
        return _read(data) if data["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        path.unlink(missing_ok=True)
        return None


def lay_manifest(path: Path, manifest: Manifest) -> None:
    """Write the manifest in one step."""
    pages = {
        address: [page.key, page.anchors, page.links, page.asked, page.stamp]
        for address, page in manifest.pages.items()
    }
    data = {"format": FORMAT, "environment": manifest.environment, "pages": pages, "files": manifest.files}
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
    half.replace(path)
    by_age = sorted(path.parent.glob("*.json"), key=lambda other: other.stat().st_mtime_ns)
    for other in by_age[:-_MOST]:
        other.unlink(missing_ok=True)


def _read(data: dict[str, Any]) -> Manifest:
    pages = {
        address: PageRecord(key, anchors, links, asked, (size, changed))
        for address, (key, anchors, links, asked, (size, changed)) in data["pages"].items()
    }
    files = {address: (key, (size, changed)) for address, (key, (size, changed)) in data["files"].items()}
    return Manifest(data["environment"], pages, files)
