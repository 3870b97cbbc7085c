"""Manifest: what a build wrote and from what, so that the next one makes only the pages whose inputs changed.

The site itself is the cache. The manifest says of each page the digest of its inputs, the answers its link check got,
what the engine must know of a page it did not render, and how the written file looks to the file system. It is taken
away before a build touches the site and laid back, whole, after it: a build that stops half way leaves none, and the
next one starts from nothing.

A site has as many records as pages, each of many short strings, and of most of them a build asks nothing: so their
parts stay packed in memory as they are in the file.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, fields
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from mkdocs.structure.files import File

from vanban.records import dataclass

_PLAIN: Final = 2
"""The last version of the format in which the same value always gives the same bytes."""
_CHECK: Final = 4
MARK: Final = 8
"""Bytes of the mark of an answer."""
_LENGTH: Final = 8
_BATCH: Final = 512
"""Entries of one part."""
_MOST: Final = 4
"""Files of one kind kept: one for each folder that a site was lately built in."""
Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""
Look = tuple[Stamp, int]
"""A file among others: its stamp, and when its content or status last changed."""
Written = tuple[str, Stamp]
"""Digest and stamp of a file."""
Fact = tuple[str, str]
"""Kind and name of something a page was made from."""


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What is known of one page that a build wrote; equal values are equal when they are packed.

    Attributes:
        key: Digest of the page's own inputs.
        anchors: The anchors it holds (`list[str]`, packed).
        links: Source address of a page it links to -> anchor -> the link as written (packed).
        asked: Mark of each address that its link check asked for, with what was found there; see `answer_mark`.
        stamp: The written file.
        facts: What was looked up to make it, as `facts` packs it; None for a page that is known by its text alone.
        basis: Digest of all that it was made from, where that is known without reading it; else empty.
        head: Title and front matter, which other pages print in their navigation (packed); empty without a basis.
    """

    key: str
    anchors: bytes
    links: bytes
    asked: bytes
    stamp: Stamp
    facts: bytes | None = None
    basis: str = ""
    head: bytes = b""


def pack(value: Any) -> bytes:  # noqa: ANN401 (what marshal takes)
    """Return plain values as bytes: without references to what was written before, so that equal ones are equal."""
    return marshal.dumps(value, _PLAIN)


def unpack(data: bytes) -> Any:  # noqa: ANN401 (what was packed)
    """Return what was packed."""
    return marshal.loads(data)  # noqa: S302 (of our own, whole, by the manifest's check)


@dataclass(slots=True)
class Manifest:
    """What one build wrote.

    Attributes:
        environment: Digest of what every page depends on.
        addresses: Digest of every address that a link may lead to.
        clean: Whether every link to an anchor found it.
        warnings: Everything that was warned of: name of the logger, level, message.
        inputs: Digest of all that the build read.
        site: Every file of the site when the build ended.
        states: Digest of each fact that a page was made from.
        bases: Kind of facts -> digest of all that they follow from, where that is known.
        pages: The pages by source address.
        files: Digest and stamp of each other file made by us, by address.
    """

    environment: str
    addresses: str = ""
    clean: bool = False
    warnings: list[tuple[str, int, str]] = field(default_factory=list)
    inputs: str = ""
    site: dict[str, Look] = field(default_factory=dict)
    states: dict[Fact, bytes] = field(default_factory=dict)
    bases: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, PageRecord] = field(default_factory=dict)
    files: dict[str, Written] = field(default_factory=dict)

    def forget_pages(self) -> None:
        """Let go of what is known of pages, all of which will be made again."""
        self.pages, self.states, self.bases = {}, {}, {}


def answer_mark(address: str, file: File | None) -> bytes:
    """Return what stands for the answer that a link check got; thousands of pages each ask for many addresses."""
    found = f"{file.url} {file.inclusion.name}" if file is not None else ""
    return blake2b(f"{address}\0{found}".encode("utf-8", "surrogatepass"), digest_size=MARK).digest()


def addresses_digest(files: Iterable[File]) -> str:
    """Return the digest of what a link check may be answered: every file with its address."""
    return digest(*sorted(f"{file.src_uri}\0{file.url}\0{file.inclusion.name}" for file in files))


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


def look(path: str) -> Look | None:
    """Return how a file looks among others, or None when there is none."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns), status.st_ctime_ns


def take_manifest(path: Path, read: Manifest | None = None) -> Manifest | None:
    """Read the manifest, unless it was read just now, and take it away; None when there is none or it is not whole."""
    manifest = read or read_manifest(path)
    path.unlink(missing_ok=True)
    return manifest


def read_manifest(path: Path) -> Manifest | None:
    """Read the manifest; None when there is none or it is not whole."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return None
    mark, start = len(_MARK), len(_MARK) + _CHECK
    whole = data[:mark] == _MARK and zlib.crc32(data[start:]).to_bytes(_CHECK, "big") == data[mark:start]
    return _read(data[start:]) if whole else None


def lay_manifest(path: Path, manifest: Manifest) -> None:
    """Write the manifest in one step; in parts, for it is large where memory is short."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    check = 0
    with half.open("wb") as file:
        file.write(_MARK + bytes(_CHECK))
        for part in _parts(manifest):
            for data in (len(part).to_bytes(_LENGTH, "big"), part):
                check = zlib.crc32(data, check)
                file.write(data)
        file.seek(len(_MARK))
        file.write(check.to_bytes(_CHECK, "big"))
    half.replace(path)
    keep_newest(path)


def keep_newest(path: Path) -> None:
    """Remove the files of this kind that belong to folders in which no site was lately built."""
    by_age = sorted(path.parent.glob(f"*{path.suffix}"), key=lambda other: other.stat().st_mtime_ns)
    for other in by_age[:-_MOST]:
        other.unlink(missing_ok=True)


_MAPPINGS: Final = ("pages", "files", "site")
_NAMES: Final = tuple(field.name for field in fields(Manifest))
_FIELDS: Final = tuple(field.name for field in fields(PageRecord))
_MARK: Final = f"vanban manifest in parts of {' '.join((*_NAMES, *_FIELDS))}, {sys.version}\n".encode()
"""First bytes of a manifest: one that holds other things, or that another Python wrote, is not read."""


def _parts(manifest: Manifest) -> Iterator[bytes]:
    """Yield the fields that are one value, then the entries of each that is a mapping, some at a time."""
    yield marshal.dumps([getattr(manifest, name) for name in _NAMES if name not in _MAPPINGS])
    for name in _MAPPINGS:
        entries = iter(getattr(manifest, name).items())
        while batch := list(islice(entries, _BATCH)):
            values = [(address, _values(page)) for address, page in batch] if name == "pages" else batch
            yield marshal.dumps((name, values))


_values: Final[Callable[[PageRecord], tuple[object, ...]]] = attrgetter(*_FIELDS)


def _read(data: memoryview) -> Manifest:
    parts = _loaded(data)
    first = zip((name for name in _NAMES if name not in _MAPPINGS), next(parts), strict=True)
    manifest = Manifest(**dict(first))
    for name, values in parts:
        entries = ((address, PageRecord(*page)) for address, page in values) if name == "pages" else values
        getattr(manifest, name).update(entries)
    return manifest


def _loaded(data: memoryview) -> Iterator[Any]:
    position = 0
    while position < len(data):
        start = position + _LENGTH
        position = start + int.from_bytes(data[position:start], "big")
        yield marshal.loads(data[start:position])  # noqa: S302 (of our own, whole, by the manifest's check)
