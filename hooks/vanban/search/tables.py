"""Shards: records spread over files of a wanted size, each a script that hands its records to the page."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from vanban.search.encoding import IMPACT_BITS, IMPACT_MASK, encode_rows, fnv1a

POSTINGS_KEPT: Final = 800
"""A longer list keeps its highest impacts: what is common says little, and files stay small."""
_ROW_BITS: Final = 56
_ROW_MASK: Final = (1 << _ROW_BITS) - 1
_STARTS_KEPT: Final = 40
_STARTS: Final = range(2, 6)

_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Record = str | list[int | str]


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of the index: where it goes below the site's root, and its bytes."""

    path: str
    content: bytes


def shard_file(name: str, data: object) -> IndexFile:
    """Return the script that hands `data` to the page or the worker under `name`."""
    return IndexFile(f"search/index/{name}.js", f'vanbanShard("{name}",\n{_for_script(_JSON(data))}\n)\n'.encode())


def _for_script(text: str) -> str:
    """Escape the two line separators that old script readers take for line ends."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class Postings:
    """Lists of (unit, impact) by key, filled once in ascending order of unit."""

    __slots__ = ("_lists",)

    def __init__(self) -> None:
        """Start empty."""
        self._lists: defaultdict[str, array[int]] = defaultdict(partial(array, "Q"))

    def add(self, unit: int, impacts: Mapping[str, int]) -> None:
        """Add the keys of the next unit."""
        lists = self._lists
        shifted = unit << IMPACT_BITS
        for key, impact in impacts.items():
            lists[key].append(shifted | impact)

    def frequencies(self) -> dict[str, int]:
        """Return in how many units each key stands."""
        return {key: len(postings) for key, postings in self._lists.items()}

    def records(self) -> Iterator[tuple[str, Record]]:
        """Yield each key with its list as written in a shard."""
        for key in sorted(self._lists):
            postings = self._lists[key]
            kept = _strongest(postings) if len(postings) > POSTINGS_KEPT else postings
            yield key, encode_rows(kept) if kept is postings else [len(postings), encode_rows(kept)]

    def starts(self) -> Iterator[tuple[str, Record]]:
        """Yield, for each beginning of a word of letters (`ngh*`), the units most about a word that begins so."""
        rows: dict[str, dict[int, int]] = {}
        for word in sorted(filter(str.isalpha, self._lists)):
            strongest = _strongest(self._lists[word], _STARTS_KEPT)
            for start in (word[:length] for length in _STARTS if length < len(word)):
                best = rows.setdefault(start, {})
                for row in strongest:
                    unit = row >> IMPACT_BITS
                    best[unit] = max(best.get(unit, 0), row)
        for start in sorted(rows):
            yield f"{start}*", encode_rows(_strongest(rows[start].values(), _STARTS_KEPT))


def _strongest(rows: Collection[int], kept: int = POSTINGS_KEPT) -> list[int]:
    """Return the rows of highest impact, the first of equals, again in order of unit.

    The impact is turned round and put before the row, so that plain numbers compare and no pair is made of each.
    """
    if len(rows) <= kept:
        return sorted(rows)
    ranked = sorted([(~row & IMPACT_MASK) << _ROW_BITS | row for row in rows])
    return sorted([rank & _ROW_MASK for rank in ranked[:kept]])


def sharded(
    table: str, records: Iterable[tuple[str, Record]], size: int, shard_key: Callable[[str], str]
) -> list[IndexFile]:
    """Return a table as files of about `size` bytes; how many there are is the length of the list (at least 1)."""
    rows = list(records)
    total = sum(len(key) + 6 + len(record if isinstance(record, str) else str(record[-1])) for key, record in rows)
    shards: list[dict[str, Record]] = [{} for _ in range(max(1, -(-total // size)))]
    for key, record in rows:
        shards[fnv1a(shard_key(key)) % len(shards)][key] = record
    return [shard_file(f"{table}/{place}", shard) for place, shard in enumerate(shards)]
