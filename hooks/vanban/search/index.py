"""build_index: search units in, the files the browser reads out. The format is described in the package."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from vanban.search.abbreviations import ABBREVIATIONS
from vanban.search.encoding import fixed
from vanban.search.impacts import unit_impacts
from vanban.search.tables import IndexFile, Postings, Record, shard_file, sharded
from vanban.search.terms import words
from vanban.search.units import SearchUnit, UnitKind

FORMAT: Final = 1
"""Raised when the files change meaning, so that a worker kept by a browser says so instead of showing nonsense."""
FACETS_PER_FILE: Final = 4096
_WORD_SHARD: Final = 3_000
_PAIR_SHARD: Final = 3_000
_NUMBER_SHARD: Final = 6_000
_UNIT_FILE: Final = 3_000
_LEXICON_LONGEST: Final = 12


class _Names:
    """Names in order of first use, each standing for its position."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, name: str | None) -> int:
        """Return the position of a name; 0 is no name."""
        return self.places.setdefault(name or "", len(self.places))

    def listed(self) -> list[str]:
        return list(self.places)


@dataclass(slots=True)
class _Build:
    """What one pass over the units gathers."""

    words: Postings = field(default_factory=Postings)
    pairs: Postings = field(default_factory=Postings)
    types: _Names = field(default_factory=_Names)
    issuers: _Names = field(default_factory=_Names)
    numbers: dict[int, list[list[object]]] = field(default_factory=dict)
    symbols: set[str] = field(default_factory=set)
    shown: list[list[object]] = field(default_factory=list)
    shown_bytes: int = 0
    columns: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.types.place(None)
        self.issuers.place(None)


_KINDS: Final = tuple(UnitKind)


def build_index(units: Iterable[SearchUnit]) -> Iterator[IndexFile]:
    """Yield every file of the index, the manifest last; the same units give the same bytes.

    Time and memory grow with the total length of the texts: each unit is read once.
    """
    build = _Build()
    for place, unit in enumerate(units):
        _add(build, place, unit)
    per_file = _units_per_file(build)
    tables = {
        "words": sharded("words", [*build.words.records(), *build.words.starts()], _WORD_SHARD, str),
        "pairs": sharded("pairs", build.pairs.records(), _PAIR_SHARD, pair_shard_key),
        "numbers": _number_files(build),
        "units": _blocks("units", build.shown, per_file),
        "facets": _facet_files(build),
        "lexicon": [shard_file("lexicon", _lexicon(build))],
    }
    digest = hashlib.sha256()
    for file in (file for table in tables.values() for file in table):
        digest.update(file.content)
        yield file
    yield shard_file("manifest", _manifest(build, tables, per_file, digest.hexdigest()[:12]))


def pair_shard_key(pair: str) -> str:
    """Return what decides the shard of a pair: the first word and the first letter of the second."""
    first, second = pair.split(" ")
    return f"{first} {second[0]}"


def _add(build: _Build, place: int, unit: SearchUnit) -> None:
    word_impacts, pair_impacts = unit_impacts(unit)
    build.words.add(place, word_impacts)
    build.pairs.add(place, pair_impacts)
    kind, type_place, issuer = (
        _KINDS.index(unit.kind),
        build.types.place(unit.type_name),
        build.issuers.place(unit.issuer),
    )
    build.columns.append(fixed(kind) + fixed(type_place) + fixed(unit.year or 0) + fixed(issuer))
    date = unit.date.isoformat() if unit.date else ""
    row = [kind, unit.location, unit.title, unit.text, unit.code or "", date, list(unit.aliases)]
    build.shown.append(_without_tail(row))
    build.shown_bytes += 60 + len(unit.text.encode()) + len(unit.title.encode())
    if unit.number is not None and unit.code:
        symbols = words(unit.code)
        build.symbols.update(word for word in symbols if not word[0].isdigit())
        build.numbers.setdefault(unit.number, []).append(
            [place, unit.code, type_place, issuer, date or unit.year or "", unit.term or "", unit.weight]
        )


def _without_tail(row: list[object]) -> list[object]:
    while row and row[-1] in ("", []):
        row.pop()
    return row


def _number_files(build: _Build) -> list[IndexFile]:
    total = sum(60 * len(rows) for rows in build.numbers.values())
    shards: list[dict[str, object]] = [{} for _ in range(max(1, -(-total // _NUMBER_SHARD)))]
    for number in sorted(build.numbers):
        shards[number % len(shards)][str(number)] = build.numbers[number]
    return [shard_file(f"numbers/{place}", shard) for place, shard in enumerate(shards)]


def _blocks(table: str, rows: Sequence[object], size: int) -> list[IndexFile]:
    starts = range(0, len(rows), size)
    return [shard_file(f"{table}/{start // size}", rows[start : start + size]) for start in starts]


def _facet_files(build: _Build) -> list[IndexFile]:
    starts = range(0, len(build.columns), FACETS_PER_FILE)
    return [
        shard_file(f"facets/{start // FACETS_PER_FILE}", "".join(build.columns[start : start + FACETS_PER_FILE]))
        for start in starts
    ]


def _lexicon(build: _Build) -> str:
    """Return "word count" rows of what can be completed or repaired, the most frequent first."""
    known = build.words.frequencies().items()
    rows = [(word, count) for word, count in known if word.isalpha() and 1 < len(word) <= _LEXICON_LONGEST]
    return " ".join(f"{word} {count}" for word, count in sorted(rows, key=lambda row: (-row[1], row[0])))


def _units_per_file(build: _Build) -> int:
    """Return how many units make a file of about the wanted size: ten results read ten files."""
    return max(1, min(16, round(_UNIT_FILE * len(build.shown) / max(1, build.shown_bytes))))


def _manifest(build: _Build, tables: dict[str, list[IndexFile]], per_file: int, stamp: str) -> dict[str, object]:
    return {
        "format": FORMAT,
        "stamp": stamp,
        "units": len(build.shown),
        "unitsPerFile": per_file,
        "facetsPerFile": FACETS_PER_FILE,
        "shards": {table: len(files) for table, files in tables.items()},
        "kinds": [kind.value for kind in _KINDS],
        "types": build.types.listed(),
        "issuers": build.issuers.listed(),
        "symbols": " ".join(sorted(build.symbols)),
        "abbreviations": [list(row) for row in ABBREVIATIONS],
    }


__all__ = ["IndexFile", "Record", "build_index", "pair_shard_key"]
