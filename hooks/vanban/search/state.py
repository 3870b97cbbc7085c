"""IndexState: what one build of the index hands to the next, kept in one file, whole or not at all."""

from __future__ import annotations

import marshal
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeAlias
from unicodedata import unidata_version

from vanban.search.groups import KeptGroup
from vanban.search.layout import Layout
from vanban.search.tables import EMPTY_TABLE, KeptTable
from vanban.search.vocabulary import Head

FORMAT: Final = 2
"""Raised when the files change meaning, so that a worker kept by a browser says so instead of showing nonsense."""
Cuts: TypeAlias = tuple[int, int, tuple[str, ...], tuple[str, ...]]
"""Places a unit file has, shards of numbers, types, issuers."""
_MARK: Final = 16
_CHECK: Final = 4


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
    layout = (state.layout.span, state.layout.end, dict(state.layout.starts))
    groups = [tuple(group) for group in state.groups.values()]
    tables = [tuple(table) for table in (state.words, state.pairs)]
    body = marshal.dumps((layout, groups, tables, dict(state.heads), state.cuts, dict(state.digests)))
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.half")
    with half.open("wb") as file:
        file.write(_mark(environment) + _check(body))
        file.write(body)
    half.replace(path)


def load_state(path: Path, environment: str) -> IndexState | None:
    """Return a state as `save_state` wrote it; None when there is none, it is damaged or of another environment."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return None
    mark, check, body = data[:_MARK], data[_MARK : _MARK + _CHECK], data[_MARK + _CHECK :]
    if mark != _mark(environment) or check != _check(body):
        return None
    layout, groups, tables, heads, cuts, digests = marshal.loads(body)  # noqa: S302 (our own bytes, and whole)
    words, pairs = (KeptTable(*table) for table in tables)
    return IndexState(
        Layout(*layout), {group[0]: KeptGroup(*group) for group in groups}, words, pairs, heads, cuts, digests
    )


def _mark(environment: str) -> bytes:
    """Return what begins a file that this program can read."""
    program = f"{FORMAT} {sys.implementation.cache_tag} {sys.byteorder} {unidata_version} {environment}"
    return blake2b(program.encode(), digest_size=_MARK).digest()


def _check(body: bytes | memoryview) -> bytes:
    return zlib.crc32(body).to_bytes(_CHECK, "big")
