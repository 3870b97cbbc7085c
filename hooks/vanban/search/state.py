"""IndexState: what one build of the index hands to the next, kept in one file, whole or not at all."""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from struct import Struct
from typing import Any, BinaryIO, Final, TypeAlias
from unicodedata import unidata_version

from vanban.records import dataclass
from vanban.search.groups import KeptGroup
from vanban.search.layout import Layout
from vanban.search.tables import EMPTY_TABLE, KeptTable
from vanban.search.vocabulary import Head

FORMAT: Final = 2
"""Raised when the files change meaning, so that a worker kept by a browser says so instead of showing nonsense."""
Cuts: TypeAlias = tuple[int, int, tuple[str, ...], tuple[str, ...]]
"""Places a unit file has, shards of numbers, types, issuers."""
_MARK: Final = 16
_HEAD: Final = Struct(">QI")
"""Length and CRC-32 of a part."""
_BATCH: Final = 512
"""Groups or shards of one part."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """The index as a build left it.

    Attributes:
        layout: Where groups stand.
        groups: The groups by name.
        words: Posting lists of words.
        pairs: Those of pairs.
        heads: The words made of letters.
        cuts: How the small tables are cut.
        digests: Digest of every file by its path below the site's root.
    """

    layout: Layout = field(default_factory=lambda: Layout(0, 0, {}))
    groups: Mapping[str, KeptGroup] = field(default_factory=dict)
    words: KeptTable = EMPTY_TABLE
    pairs: KeptTable = EMPTY_TABLE
    heads: Mapping[str, Head] = field(default_factory=dict)
    cuts: Cuts = (0, 0, (), ())
    digests: Mapping[str, bytes] = field(default_factory=dict)


def save_state(path: Path, state: IndexState, environment: str) -> None:
    """Write a state in one step.

    Args:
        path: The file; its folder is made.
        state: What to keep.
        environment: Digest of the code and settings; another one makes the file worthless.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.half")
    with half.open("wb") as file:
        file.write(_mark(environment))
        for part in _parts(state):
            body = marshal.dumps(part)
            file.write(_HEAD.pack(len(body), zlib.crc32(body)))
            file.write(body)
        file.write(_HEAD.pack(0, 0))
    half.replace(path)


def _parts(state: IndexState) -> Iterator[Any]:
    """Yield the state in parts of a size that is easily held twice, the counts of what follows first."""
    layout = (state.layout.span, state.layout.end, dict(state.layout.starts))
    tables = (state.words, state.pairs)
    sizes = [(len(table.shards), table.sizes) for table in tables]
    yield layout, len(state.groups), sizes, dict(state.heads), state.cuts, dict(state.digests)
    yield from _batches(map(tuple, state.groups.values()))
    for table in tables:
        yield from _batches(table.shards)


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(values)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def load_state(path: Path, environment: str) -> IndexState | None:
    """Return a state as `save_state` wrote it; None when there is none, it is damaged or of another environment."""
    try:
        with path.open("rb") as file:
            return _read(file) if file.read(_MARK) == _mark(environment) else None
    except (OSError, _DamagedError):
        return None


def _read(file: BinaryIO) -> IndexState:
    layout, count, sizes, heads, cuts, digests = _part(file)
    groups = {group[0]: KeptGroup(*group) for group in _gathered(file, count)}
    words, pairs = (KeptTable(tuple(_gathered(file, shards)), each) for shards, each in sizes)
    if file.read() != _HEAD.pack(0, 0):
        raise _DamagedError
    return IndexState(Layout(*layout), groups, words, pairs, heads, cuts, digests)


def _gathered(file: BinaryIO, count: int) -> Iterator[Any]:
    while count > 0:
        batch = _part(file)
        yield from batch
        count -= len(batch)


def _part(file: BinaryIO) -> Any:  # noqa: ANN401 (what marshal gives)
    head = file.read(_HEAD.size)
    length, check = _HEAD.unpack(head) if len(head) == _HEAD.size else (0, 0)
    if not length or length > os.fstat(file.fileno()).st_size:
        raise _DamagedError
    body = file.read(length)
    if len(body) != length or zlib.crc32(body) != check:
        raise _DamagedError
    return marshal.loads(body)  # noqa: S302 (our own bytes, and whole)


class _DamagedError(Exception):
    """The file is not as it was written."""


def _mark(environment: str) -> bytes:
    """Return what begins a file that this program can read."""
    program = f"{FORMAT} {sys.implementation.cache_tag} {sys.byteorder} {unidata_version} {environment}"
    return blake2b(program.encode(), digest_size=_MARK).digest()
