"""load_sqlite: the units of a site in one SQLite file with full-text search; nothing to install, nothing to serve.

The file holds the text as printed and, in its index, the words by the rules: an engine's own folding does not know đ,
and its own splitting takes symbols of documents apart wrongly.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from vanban.archive.rules import RULES, apply_rules
from vanban.archive.units import Unit
from vanban.records import dataclass

_TABLES: Final = """
CREATE TABLE unit (id INTEGER PRIMARY KEY, url TEXT, kind TEXT, title TEXT, text TEXT) STRICT;
CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='ascii');
"""
_TITLE_WEIGHT, _TEXT_WEIGHT = 8.0, 1.0
_PAIRS: Final = sorted({pair for short, long in RULES.synonyms for pair in ((short, long), (long, short))})
_FORMS: Final[Mapping[tuple[str, ...], list[str]]] = {
    tuple(given.split()): [other for each, other in _PAIRS if each == given] for given, _ in _PAIRS
}
_LONGEST_FORM: Final = max(map(len, _FORMS))


@dataclass(frozen=True, slots=True)
class Found:
    """One result: where it is, what it is, and its title and text as printed."""

    url: str
    kind: str
    title: str
    text: str


def load_sqlite(units: Iterable[Unit], target: Path) -> int:
    """Write the units of a site into a new file, replacing an old one, and return how many it holds.

    Args:
        units: What `read_units` yields; one is held at a time.
        target: The file to write; it is put in place whole, or not at all.

    Raises:
        InputError: The site's data are not what the build writes.
        OSError: The file cannot be written.
    """
    half = target.with_suffix(".half")
    half.unlink(missing_ok=True)
    try:
        count = _fill(units, half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return count


def _fill(units: Iterable[Unit], path: Path) -> int:
    count = 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_TABLES)
        for count, unit in enumerate(units, 1):
            row = (count, unit.url, unit.kind, unit.title, unit.text)
            connection.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?)", row)
            folded = (count, " ".join(apply_rules(" ".join(unit.names))), " ".join(apply_rules(unit.text)))
            connection.execute("INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)", folded)
        connection.execute("INSERT INTO words(words) VALUES ('optimize')")
    return count


def search(database: Path, query: str, limit: int = 10) -> list[Found]:
    """Return the best units that hold every word of the query, those first that hold the words side by side.

    An abbreviation also stands for its long form, and the last word may be half typed.
    """
    found = apply_rules(query)
    if not found:
        return []
    whole = f'"{" ".join(found)}"'
    expressions = (whole, " AND ".join(_each(found)), " AND ".join([*_each(found[:-1]), f'"{found[-1]}"*']))
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = [row for match in expressions for row in _matches(connection, match, limit)]
    return list(dict.fromkeys(Found(*row) for row in rows))[:limit]


def _each(found: Sequence[str]) -> Iterator[str]:
    """Yield an expression for each word, or for the longest run of words that is a form of an abbreviation."""
    place = 0
    while place < len(found):
        runs = (tuple(found[place : place + length]) for length in range(_LONGEST_FORM, 0, -1))
        run = next((run for run in runs if run in _FORMS), None) or (found[place],)
        others = "".join(f' OR "{other}"' for other in _FORMS.get(run, ()))
        words = " AND ".join(f'"{word}"' for word in run)
        yield f"(({words}){others})"
        place += len(run)


def _matches(connection: sqlite3.Connection, match: str, limit: int) -> list[tuple[str, str, str, str]]:
    statement = (
        "SELECT url, kind, unit.title, unit.text FROM words JOIN unit ON unit.id = words.rowid "
        "WHERE words MATCH ? ORDER BY bm25(words, ?, ?), unit.id LIMIT ?"
    )
    return connection.execute(statement, (match, _TITLE_WEIGHT, _TEXT_WEIGHT, limit)).fetchall()
