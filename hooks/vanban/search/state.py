"""IndexState: what one build of the index hands to the next, kept in one file.

The file holds parts, which are bytes, and at its end where they stand and all that is not bytes. A build after an edit
asks for a few parts and writes a few new ones behind the end, with another end: what a crash leaves has no end that
fits, and is not read.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import field
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from struct import Struct
from typing import BinaryIO, Final, NamedTuple, TypeAlias
from unicodedata import unidata_version

from vanban.records import dataclass
from vanban.search.groups import KeptGroup
from vanban.search.layout import Layout
from vanban.search.parts import DamagedError, FiledPart, Part, Place
from vanban.search.tables import EMPTY_TABLE, KeptTable
from vanban.search.vocabulary import Head

FORMAT: Final = 2
"""Raised when the files change meaning, so that a worker kept by a browser says so instead of showing nonsense."""
Cuts: TypeAlias = tuple[int, int, tuple[str, ...], tuple[str, ...]]
"""Places a unit file has, shards of numbers, types, issuers."""
_MARK: Final = 16
_END: Final = Struct(f">{_MARK}sQQI")
"""End of the file: mark of the environment, and start, length and CRC-32 of what says where the parts stand."""
_SPARE: Final = 2
"""How many times as long as its parts a file may be to get more written behind it."""


class Origin(NamedTuple):
    """A file from which a state was read: its size, and its last bytes, which no other state ends with."""

    size: int
    end: bytes


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
        origin: The file that parts of it stand in; None when some may stand elsewhere or nowhere.
    """

    layout: Layout = field(default_factory=lambda: Layout(0, 0, {}))
    groups: Mapping[str, KeptGroup] = field(default_factory=dict)
    words: KeptTable = EMPTY_TABLE
    pairs: KeptTable = EMPTY_TABLE
    heads: Mapping[str, Head] = field(default_factory=dict)
    cuts: Cuts = (0, 0, (), ())
    digests: Mapping[str, bytes] = field(default_factory=dict)
    origin: Origin | None = field(default=None, compare=False)


def save_state(path: Path, state: IndexState, environment: str) -> None:
    """Write a state: as a whole in one step, or behind what the file holds of it already.

    What the file holds besides is left out when it has grown as long as what is needed. A part that turns out damaged
    then was not asked for; there is no file afterwards, and the next build makes everything anew.

    Args:
        path: The file; its folder is made.
        state: What to keep.
        environment: Digest of the code and settings; another one makes the file worthless.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    origin = state.origin
    needed = sum(map(len, _all_parts(state)))
    if origin is not None and origin == _origin(path) and origin.size < _SPARE * needed:
        with path.open("r+b") as file:
            file.seek(origin.size)
            _write(file, origin.size, state, environment, path)
        return
    half = path.with_name(f"{path.name}.half")
    try:
        with half.open("wb") as file:
            _write(file, 0, state, environment, None)
    except DamagedError:
        half.unlink()
        path.unlink(missing_ok=True)
        return
    half.replace(path)


def _all_parts(state: IndexState) -> Iterator[Part]:
    return chain((group.rows for group in state.groups.values()), state.words.shards, state.pairs.shards)


def _write(file: BinaryIO, position: int, state: IndexState, environment: str, home: Path | None) -> None:
    """Write the parts that do not stand in the file `home`, then where all of them stand, with what is not bytes."""

    def put(part: Part) -> Place:
        nonlocal position
        if isinstance(part, FiledPart) and part.path == home:
            return part.place
        data = bytes(part)
        place = position, len(data), zlib.crc32(data)
        position += file.write(data)
        return place

    layout = (state.layout.span, state.layout.end, dict(state.layout.starts))
    groups = [(*group[:-1], put(group.rows)) for group in state.groups.values()]
    tables = [([put(shard) for shard in table.shards], table.sizes) for table in (state.words, state.pairs)]
    body = marshal.dumps((layout, groups, tables, dict(state.heads), state.cuts, dict(state.digests)))
    file.write(body)
    file.write(_END.pack(_mark(environment), position, len(body), zlib.crc32(body)))
    file.truncate()


def load_state(path: Path, environment: str) -> IndexState | None:
    """Return a state as `save_state` wrote it; None when there is none, it is damaged or of another environment.

    Its parts stay in the file. One that is found to be damaged when it is asked for raises `DamagedError`.
    """
    origin = _origin(path)
    if origin is None:
        return None
    mark, start, length, check = _END.unpack(origin.end)
    if mark != _mark(environment) or start + length + _END.size != origin.size:
        return None
    try:
        body = bytes(FiledPart(path, (start, length, check)))
    except DamagedError:
        return None
    layout, rows, tables, heads, cuts, digests = marshal.loads(body)  # noqa: S302 (our own bytes, and whole)
    groups = {row[0]: KeptGroup._make((*row[:-1], FiledPart(path, row[-1]))) for row in rows}
    words, pairs = (KeptTable(tuple(FiledPart(path, place) for place in shards), sizes) for shards, sizes in tables)
    return IndexState(Layout(*layout), groups, words, pairs, heads, cuts, digests, origin)


def _origin(path: Path) -> Origin | None:
    try:
        with path.open("rb") as file:
            size = file.seek(-_END.size, os.SEEK_END) + _END.size
            return Origin(size, file.read())
    except OSError:
        return None


def _mark(environment: str) -> bytes:
    """Return what the end of a file that this program can read begins with."""
    program = f"{FORMAT} {sys.implementation.cache_tag} {sys.byteorder} {unidata_version} {environment}"
    return blake2b(program.encode(), digest_size=_MARK).digest()
