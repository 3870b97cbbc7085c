"""Tables: entries spread over shards of a wanted size, so that a change opens only the shards it touches.

A shard is kept as the bytes of its entries and opened when one of them changes. How many shards there are follows from
the total size in steps; at a step all of them are spread anew.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from vanban.records import dataclass
from vanban.search.encoding import fnv1a
from vanban.search.groups import for_script
from vanban.search.layout import step_from
from vanban.search.parts import Part

_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Entry: TypeAlias = tuple[bytes, str]
"""The whole list of a key (nothing for one that is made from others), and the text that its shard holds."""
NamedText: TypeAlias = tuple[str, bytes | None]
"""The name of a shard and its file; None when it is as it was."""


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of the index: where it goes below the site's root, and its bytes."""

    path: str
    content: bytes


class KeptTable(NamedTuple):
    """A table between two builds: its shards as bytes, and the size of the text of each."""

    shards: tuple[Part, ...]
    sizes: tuple[int, ...]


EMPTY_TABLE: Final = KeptTable((), ())


def shard_path(name: str) -> str:
    """Return where the file of a shard goes below the site's root."""
    return f"search/index/{name}.js"


def shard_bytes(name: str, data: bytes) -> bytes:
    """Return the script that hands data, as JSON in UTF-8, to the page or the worker under `name`."""
    return b'vanbanShard("%b",\n%b\n)\n' % (name.encode(), data)


def shard_data(name: str, data: object) -> bytes:
    """Return the script that hands `data` to the page or the worker under `name`."""
    return shard_bytes(name, for_script(_JSON(data)).encode())


class Table:
    """A table while it is changed."""

    def __init__(self, kept: KeptTable, wanted: int, shard_key: Callable[[str], str]) -> None:
        """Take over a table.

        Args:
            kept: The table as it was.
            wanted: Size that a shard should have at most.
            shard_key: What decides the shard of a key.
        """
        self._shards: list[Part] = list(kept.shards) or [b""]
        self._sizes = list(kept.sizes) or [0]
        self._wanted = wanted
        self._open: dict[int, dict[str, Entry]] = {} if kept.shards else {0: {}}
        self._hash = cache(lambda key: fnv1a(shard_key(key)))

    def rows(self, key: str) -> bytes:
        """Return the whole list of a key; empty when there is none."""
        return self._entries(key).get(key, (b"", ""))[0]

    def put(self, key: str, rows: bytes, text: str) -> None:
        """Set an entry; one without text goes."""
        if text:
            self._entries(key)[key] = rows, text
        else:
            self._entries(key).pop(key, None)

    def files(self, table: str) -> Iterator[NamedText]:
        """Close the table and yield every shard's file, None for one that was not opened; entries are let go of."""
        self._settle()
        for place in range(len(self._shards)):
            name, found = f"{table}/{place}", self._open.pop(place, None)
            if found is None:
                yield name, None
                continue
            entries = {key: found[key] for key in sorted(found)}
            self._shards[place] = marshal.dumps(entries)
            yield name, shard_bytes(name, f"{{{','.join([text for _, text in entries.values()])}}}".encode())

    def kept(self) -> KeptTable:
        """Return the table as it is now; its files were taken before."""
        return KeptTable(tuple(self._shards), tuple(self._sizes))

    def _settle(self) -> None:
        """Spread the entries over as many shards as their size asks for."""
        for place, entries in self._open.items():
            self._sizes[place] = sum(len(text) + 1 for _, text in entries.values())
        count = step_from(1, sum(self._sizes) / self._wanted)
        if count != len(self._shards):
            self._spread(count)

    def _spread(self, count: int) -> None:
        spread: dict[int, dict[str, Entry]] = {place: {} for place in range(count)}
        for place in range(len(self._shards)):
            for key, entry in self._opened(place).items():
                spread[self._hash(key) % count][key] = entry
        self._open = spread
        self._shards = [b""] * count
        self._sizes = [sum(len(text) + 1 for _, text in spread[place].values()) for place in range(count)]

    def _entries(self, key: str) -> dict[str, Entry]:
        count = len(self._shards)
        return self._opened(self._hash(key) % count if count > 1 else 0)

    def _opened(self, place: int) -> dict[str, Entry]:
        if place not in self._open:
            self._open[place] = marshal.loads(bytes(self._shards[place]))  # noqa: S302 (our own bytes, and whole)
        return self._open[place]
